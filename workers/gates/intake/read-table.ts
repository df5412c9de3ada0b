import type { JobControl } from "../../base/job.ts";
import type { Outcome } from "../../base/fault.ts";
import { fault } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { FileLike, ImportPlan } from "../../terms/intake.ts";
import { heldRepairs } from "./profile/held-repairs.ts";
import { planWithFacts, ruled } from "./profile/presets/apply-rules.ts";
import { headOf, sensitiveColumns } from "./profile/preview.ts";
import { openTable } from "./unpack/open-table.ts";
import { sampleFile } from "./read/encoding.ts";
import { limits } from "./read/limits.ts";
import { readRecords } from "./read/read-records.ts";
import type { ByteWatcher } from "./read/source.ts";
import type { BadRow } from "./read/tokenizer.ts";
import { nobodyKnown, type KnownPeople } from "./stage/known.ts";
import { layoutOf, type Layout } from "./stage/layout.ts";
import { Stage } from "./stage/stage.ts";
import { basesOf } from "./treat/bases.ts";
import { treatedRows, type KeptValues } from "./treat/treated-rows.ts";
import type { Treated } from "./treat/write-treatment.ts";

/** A file read under a plan: its rows in memory, typed and checked. */
export interface ReadTable extends Treated {
  readonly stage: Stage;
  readonly layout: Layout;
  readonly headings: readonly string[];
  /** Columns that are never stored, by position. */
  readonly forbidden: ReadonlySet<number>;
  /** Records that the rules of the preset left out. */
  readonly leftOut: number;
}

/**
 * Reads a whole file under a plan into memory, without a vault: people, orders and consents as columns,
 * and the rows that cannot be stored with line, reason and raw text. Progress is in bytes, phase "read".
 * @throws Cancelled
 */
export async function readTable(
  file: FileLike,
  plan: ImportPlan,
  now: Date,
  job: JobControl,
  known: KnownPeople = nobodyKnown,
  watch?: ByteWatcher,
): Promise<Outcome<ReadTable>> {
  const opened = await openTable(file, plan.reading.part, job);
  if (!opened.ok) return opened;
  const { text, made, rowOf, bad } = opened.value;
  const sampled = await sampleFile(text);
  if (!sampled.ok) return sampled;
  const { headings, rows } = headOf(sampled.value, plan.reading);
  if (plan.columns.length > limits.columns || headings.length > limits.columns)
    return fault("file-too-many-columns", {
      columns: Math.max(headings.length, plan.columns.length),
      limit: limits.columns,
    });
  const sensitive = sensitiveColumns(headings, rows);
  const forbidden = new Set(sensitive.keys());
  const bases = basesOf(plan, sensitive);
  if (!bases.ok) return bases;
  const whole = planWithFacts(plan, headings);
  const layout = layoutOf(whole, forbidden);
  if (!layout.ok) return layout;
  const stage = new Stage(whole, layout.value, headings, known, now);
  const treatment = { plan, headings, forbidden, bases: bases.value, pseudonym: known.pseudonym };
  const treated = treatedRows(stage, treatment);
  const rules = ruled(treated ?? stage, plan, headings);
  const behind = rules ?? treated ?? stage;
  const held = heldRepairs(behind, plan, headings, (cells) => treated?.rawOf(cells) ?? cells.raw());
  stage.expect(text.size);
  // What is hashed is the file as it came, whatever it was made into.
  if (text !== file && watch !== undefined) await watchBytes(file, watch, job);
  await readRecords(
    text,
    plan.reading,
    plan.columns.length,
    held ?? behind,
    job,
    text === file ? watch : undefined,
  );
  const leftOut = rules?.leftOut ?? 0;
  if (stage.read + bad.length + leftOut === 0) return fault("file-no-rows");
  if (stage.overflow) return fault("file-too-large", { rows: stage.read, limit: limits.rows });
  stage.finish();
  if (made) placeRows(stage, rowOf, bad);
  const kept: KeptValues = treated?.kept ?? new Map<number, ReadonlyMap<number, string>>();
  return ok({ stage, layout: layout.value, headings, forbidden, leftOut, bases: bases.value, kept });
}

const CHUNK = 1024 * 1024;

async function watchBytes(file: FileLike, watch: ByteWatcher, job: JobControl): Promise<void> {
  for (let at = 0; at < file.size; at += CHUNK) {
    job.check();
    watch(new Uint8Array(await file.slice(at, Math.min(file.size, at + CHUNK)).arrayBuffer()));
  }
}

/** Held rows say where they stand in the file the user has, not in the text made of it. */
function placeRows(stage: Stage, rowOf: (line: number) => number, bad: readonly BadRow[]): void {
  stage.held.forEach((row, index) => {
    stage.held[index] = { ...row, line: rowOf(row.line) };
  });
  for (const row of bad) stage.bad(row);
  stage.held.sort((a, b) => a.line - b.line);
}
