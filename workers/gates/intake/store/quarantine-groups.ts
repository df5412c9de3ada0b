import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Input } from "../../../contract.ts";
import type { QuarantineReason } from "../../../terms/intake.ts";
import type { GroupMended, QuarantineGroup } from "../../../terms/quarantine.ts";
import type { Database } from "../../../vault/database.ts";
import type { Vault } from "../../../vault/vault.ts";
import { mendRows, planOfImport } from "./mend-rows.ts";
import { repaired } from "./repair-rules.ts";

const EXAMPLES = 5;
/** Rows of a group tried at once; the next press takes the next ones. */
const AT_ONCE = 20_000;

interface GroupRow {
  readonly import_id: number;
  readonly name: string;
  readonly reason: QuarantineReason;
  readonly heading: string | null;
  readonly rows: number;
}

/** The rows that wait, grouped by what repairs them: import, reason, and the column to blame; the largest first. */
export function listGroups(db: Database): readonly QuarantineGroup[] {
  return db
    .rows<GroupRow>(
      `SELECT import_id, name, reason, quarantine.heading AS heading, count(*) AS rows FROM quarantine
       JOIN imports ON imports.id = import_id WHERE state = 'waiting'
       GROUP BY import_id, reason, quarantine.heading ORDER BY count(*) DESC, import_id DESC, reason`,
    )
    .map(({ import_id: importId, name, reason, heading, rows }) => ({
      importId,
      name,
      reason,
      ...(heading === null ? {} : { column: heading }),
      rows,
    }));
}

/** Thrown to take a trial back with its answer in hand. */
class Trial extends Error {
  readonly answer: GroupMended;

  constructor(answer: GroupMended) {
    super("trial");
    this.answer = answer;
  }
}

/**
 * Repairs every row of a group by a rule and sends it through the gate again: what passes is stored with its import, what does
 * not stays as it came. A dry run answers the same and stores nothing. Faults: `import-unknown`, those of saving.
 */
export async function mendGroup(
  vault: Vault,
  { importId, reason, column, rule, dryRun }: Input<"mendGroup">,
  now: Date,
): Promise<Outcome<GroupMended>> {
  try {
    return await vault.change(["people", "imports", "quarantine", "consent", "insight", "record"], (note) => {
      const { plan } = planOfImport(vault, importId);
      const shape = { delimiter: plan.reading.delimiter, width: plan.columns.length };
      const rows = vault.db.rows<{ id: number; line: number; raw: string }>(
        `SELECT id, line, raw FROM quarantine WHERE state = 'waiting' AND import_id = ? AND reason = ?
         AND heading IS ? ORDER BY line, id LIMIT ?`,
        [importId, reason, column ?? null, AT_ONCE],
      );
      const tried = rows.map((row) => ({ ...row, after: repaired(row.raw, rule, shape) }));
      const changed = tried.filter(({ raw, after }) => raw !== after);
      const still = mendRows(
        vault,
        importId,
        tried.map(({ id, after }) => ({ id, raw: after })),
        now,
      );
      const answer: GroupMended = {
        tried: rows.length,
        stored: rows.length - still.size,
        changed: changed.length,
        examples: changed
          .slice(0, EXAMPLES)
          .map(({ line, raw, after }) => ({ line, before: raw.slice(0, 300), after: after.slice(0, 300) })),
        dryRun,
      };
      if (dryRun) throw new Trial(answer);
      const { stored, tried: count } = answer;
      note({
        gate: "intake",
        action: "quarantine-group-mended",
        payload: { import: importId, reason, rule: rule.kind, tried: count, stored },
      });
      return answer;
    });
  } catch (error) {
    if (error instanceof Trial) return ok(error.answer);
    throw error;
  }
}
