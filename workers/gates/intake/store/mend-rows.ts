import { unwatched } from "../../../base/job.ts";
import { Refused } from "../../../base/refused.ts";
import type { ImportPlan } from "../../../terms/intake.ts";
import type { Vault } from "../../../vault/vault.ts";
import { planWithFacts, ruled } from "../profile/presets/apply-rules.ts";
import type { Cells } from "../read/cells.ts";
import { Tokenizer, type RecordSink } from "../read/tokenizer.ts";
import { layoutOf } from "../stage/layout.ts";
import { Stage, type HeldRow } from "../stage/stage.ts";
import { hashAware } from "../treat/hash-aware.ts";
import { treatedRows } from "../treat/treated-rows.ts";
import { storeStage } from "./import-file.ts";
import { knownPeople } from "./known-people.ts";

/** A row of quarantine with the text it is to be tried with. */
interface RowToMend {
  readonly id: number;
  readonly raw: string;
}

/** The plan of an import and the headings of its file. Throws `import-unknown`. */
export function planOfImport(
  { db }: Pick<Vault, "db">,
  importId: number,
): {
  readonly plan: ImportPlan;
  readonly headings: readonly string[];
  readonly forbidden: ReadonlySet<number>;
} {
  const plan = JSON.parse(
    db.first<{ plan: string }>("SELECT plan FROM imports WHERE id = ?", [importId])?.plan ?? "null",
  ) as ImportPlan | null;
  if (plan === null) throw new Refused("import-unknown");
  const fields = db.rows<{ heading: string; class: string }>(
    "SELECT heading, class FROM fields WHERE import_id = ? ORDER BY id",
    [importId],
  );
  return {
    plan,
    headings: fields.map(({ heading }) => heading),
    forbidden: new Set(fields.flatMap((field, index) => (field.class === "special_category" ? [index] : []))),
  };
}

/**
 * Sends rows of one import through the gate once more and stores those that pass as part of that import, inside an open change.
 * Answers, by row, why the others still cannot be stored. Columns kept on a documented basis are not taken from mended rows:
 * their text is no longer in them.
 */
export function mendRows(
  vault: Vault,
  importId: number,
  rows: readonly RowToMend[],
  now: Date,
): ReadonlyMap<number, HeldRow> {
  const { db } = vault;
  const { plan, headings, forbidden } = planOfImport(vault, importId);
  const whole = planWithFacts(plan, headings);
  const layout = layoutOf(whole, forbidden);
  if (!layout.ok) throw new Refused(layout.error.code, layout.error.details);
  const known = hashAware(vault, knownPeople(vault, plan.source), plan.source);
  const stage = new Stage(whole, layout.value, headings, known, now);
  const treated = treatedRows(stage, { plan, headings, forbidden, bases: [], pseudonym: known.pseudonym });
  const rules = ruled(treated ?? stage, plan, headings);
  const still = new Map<number, HeldRow>();
  for (const { id, raw } of rows) {
    const before = stage.read + (rules?.leftOut ?? 0);
    if (raw.includes("\uFFFD")) still.set(id, { line: id, reason: "bytes-not-decodable", raw });
    else readRow(plan, id, raw, rules ?? treated ?? stage);
    if (!still.has(id) && stage.read + (rules?.leftOut ?? 0) === before)
      still.set(id, { line: id, reason: "too-few-cells", raw });
  }
  stage.finish();
  for (const row of stage.held) still.set(row.line, row);
  const context = {
    db,
    job: unwatched,
    plan,
    importId,
    now: now.toISOString(),
    pseudonym: (text: string) => vault.pseudonym(text),
  };
  const table = {
    stage,
    layout: layout.value,
    headings,
    forbidden,
    leftOut: 0,
    bases: [],
    kept: new Map<number, ReadonlyMap<number, string>>(),
  };
  storeStage(context, table, true);
  for (const { id } of rows) {
    if (still.has(id)) continue;
    db.run("UPDATE quarantine SET state = 'mended', raw = '' WHERE id = ?", [id]);
    db.run("UPDATE imports SET stored = stored + 1, quarantined = quarantined - 1 WHERE id = ?", [importId]);
  }
  return still;
}

/** Reads one row; what becomes of it is told by the row's own number in place of a line. */
function readRow(plan: ImportPlan, id: number, raw: string, sink: RecordSink): void {
  const numbered: RecordSink = {
    record: (cells: Cells) => {
      cells.line = id;
      sink.record(cells);
    },
    bad: (row) => sink.bad({ ...row, line: id }),
  };
  const tokenizer = new Tokenizer(plan.reading.delimiter, plan.columns.length, numbered);
  tokenizer.push(new TextEncoder().encode(raw), true);
}
