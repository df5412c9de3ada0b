import { unwatched } from "../../../base/job.ts";
import type { Outcome } from "../../../base/fault.ts";
import { Refused } from "../../../base/refused.ts";
import type { ImportPlan, QuarantinedRow, QuarantinePage, QuarantineReason } from "../../../terms/intake.ts";
import type { Database, SqlValue } from "../../../vault/database.ts";
import type { Vault } from "../../../vault/vault.ts";
import { Tokenizer } from "../read/tokenizer.ts";
import { layoutOf } from "../stage/layout.ts";
import { Stage, type HeldRow } from "../stage/stage.ts";
import { planWithFacts, ruled } from "../profile/presets/apply-rules.ts";
import { storeStage } from "./import-file.ts";
import { knownPeople } from "./known-people.ts";

interface StoredRow {
  readonly id: number;
  readonly import_id: number;
  readonly line: number;
  readonly reason: QuarantineReason;
  readonly heading: string | null;
  readonly raw: string;
  readonly state: QuarantinedRow["state"];
}

const COLUMNS = "id, import_id, line, reason, heading, raw, state";

/** Which of the rows that wait are asked for. */
interface QuarantineQuery {
  readonly offset: number;
  readonly limit: number;
  readonly importId?: number | undefined;
  readonly reason?: QuarantineReason | undefined;
}

/** A page of the rows that wait, of one import or of all, newest import first, in the order of the file. */
export function listQuarantine(db: Database, page: QuarantineQuery): QuarantinePage {
  const ofImport = page.importId === undefined ? "" : " AND import_id = ?";
  const importOnly: SqlValue[] = page.importId === undefined ? [] : [page.importId];
  const filter = page.reason === undefined ? ofImport : `${ofImport} AND reason = ?`;
  const parameters = page.reason === undefined ? importOnly : [...importOnly, page.reason];
  const rows = db.rows<StoredRow>(
    `SELECT ${COLUMNS} FROM quarantine WHERE state = 'waiting'${filter} ORDER BY import_id DESC, line, id LIMIT ? OFFSET ?`,
    [...parameters, page.limit, page.offset],
  );
  const counts = db.rows<{ reason: QuarantineReason; rows: number }>(
    `SELECT reason, count(*) AS rows FROM quarantine WHERE state = 'waiting'${ofImport} GROUP BY reason`,
    importOnly,
  );
  return {
    total: db.count(`SELECT count(*) FROM quarantine WHERE state = 'waiting'${filter}`, parameters),
    rows: rows.map(shown),
    headings: headingsOf(db, new Set(rows.map((row) => row.import_id))),
    byReason: Object.fromEntries(counts.map((count) => [count.reason, count.rows])),
  };
}

function headingsOf(db: Database, imports: ReadonlySet<number>): QuarantinePage["headings"] {
  return Object.fromEntries(
    [...imports].map((id) => [
      id,
      db
        .rows<{ heading: string }>("SELECT heading FROM fields WHERE import_id = ? ORDER BY id", [id])
        .map(({ heading }) => heading),
    ]),
  );
}

/**
 * Reads an edited row under the plan of its import and stores it as part of that import. A row that still
 * cannot be stored stays as it was; the answer says why, with the edited text.
 */
export function mendQuarantined(
  vault: Vault,
  rowId: number,
  raw: string,
  now: Date,
): Promise<Outcome<{ readonly stored: boolean; readonly row: QuarantinedRow }>> {
  return vault.change(["people", "imports", "quarantine", "consent", "insight", "record"], (note) => {
    const { db } = vault;
    const row = waitingRow(db, rowId);
    const plan = JSON.parse(
      db.first<{ plan: string }>("SELECT plan FROM imports WHERE id = ?", [row.import_id])?.plan ?? "null",
    ) as ImportPlan | null;
    if (plan === null) throw new Refused("import-unknown");
    const fields = db.rows<{ heading: string; class: string }>(
      "SELECT heading, class FROM fields WHERE import_id = ? ORDER BY id",
      [row.import_id],
    );
    const headings = fields.map(({ heading }) => heading);
    const forbidden = new Set(
      fields.flatMap((field, index) => (field.class === "special_category" ? [index] : [])),
    );
    const whole = planWithFacts(plan, headings);
    const layout = layoutOf(whole, forbidden);
    if (!layout.ok) throw new Refused(layout.error.code, layout.error.details);
    const stage = new Stage(whole, layout.value, headings, knownPeople(vault, plan.source), now);
    const tokenizer = new Tokenizer(
      plan.reading.delimiter,
      plan.columns.length,
      ruled(stage, plan, headings) ?? stage,
    );
    tokenizer.push(new TextEncoder().encode(raw), true);
    stage.finish();
    const unread = raw.includes("\uFFFD")
      ? ({ line: row.line, reason: "bytes-not-decodable", raw } as const)
      : undefined;
    const problem: HeldRow | undefined = unread ?? stage.held[0];
    if (problem !== undefined || stage.read === 0) {
      const reason = problem?.reason ?? "too-few-cells";
      return { stored: false, row: shown({ ...row, heading: problem?.column ?? null, reason, raw }) };
    }
    const context = { db, job: unwatched, plan, importId: row.import_id, now: now.toISOString() };
    storeStage(context, { stage, layout: layout.value, headings, forbidden, leftOut: 0 }, true);
    db.run("UPDATE quarantine SET state = 'mended', raw = '' WHERE id = ?", [rowId]);
    db.run("UPDATE imports SET stored = stored + 1, quarantined = quarantined - 1 WHERE id = ?", [
      row.import_id,
    ]);
    note({ gate: "intake", action: "quarantine-mended", payload: { import: row.import_id, line: row.line } });
    return { stored: true, row: shown({ ...row, raw, state: "mended" }) };
  });
}

/** Gives a row up: its text leaves the vault, the count stays. */
export function discardQuarantined(vault: Vault, rowId: number): Promise<Outcome<null>> {
  return vault.change(["quarantine", "record"], (note) => {
    const row = waitingRow(vault.db, rowId);
    vault.db.run("UPDATE quarantine SET state = 'discarded', raw = '' WHERE id = ?", [rowId]);
    note({
      gate: "intake",
      action: "quarantine-discarded",
      payload: { import: row.import_id, line: row.line },
    });
    return null;
  });
}

function waitingRow(db: Database, rowId: number): StoredRow {
  const row = db.first<StoredRow>(`SELECT ${COLUMNS} FROM quarantine WHERE id = ? AND state = 'waiting'`, [
    rowId,
  ]);
  if (row === undefined) throw new Refused("quarantine-unknown");
  return row;
}

function shown(row: StoredRow): QuarantinedRow {
  return {
    id: row.id,
    importId: row.import_id,
    line: row.line,
    reason: row.reason,
    ...(row.heading === null ? {} : { column: row.heading }),
    raw: row.raw,
    state: row.state,
  };
}
