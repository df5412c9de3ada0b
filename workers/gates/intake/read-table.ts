import type { JobControl } from "../../base/job.ts";
import type { Outcome } from "../../base/fault.ts";
import { fault } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { FileLike, ImportPlan } from "../../terms/intake.ts";
import { headOf, sensitiveColumns } from "./profile/preview.ts";
import { sampleFile } from "./read/encoding.ts";
import { limits } from "./read/limits.ts";
import { readRecords } from "./read/read-records.ts";
import type { ByteWatcher } from "./read/source.ts";
import { nobodyKnown, type KnownPeople } from "./stage/known.ts";
import { layoutOf, type Layout } from "./stage/layout.ts";
import { Stage } from "./stage/stage.ts";

/** A file read under a plan: its rows in memory, typed and checked. */
export interface ReadTable {
  readonly stage: Stage;
  readonly layout: Layout;
  readonly headings: readonly string[];
  /** Columns that are never stored, by position. */
  readonly forbidden: ReadonlySet<number>;
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
  const sampled = await sampleFile(file);
  if (!sampled.ok) return sampled;
  const { headings, rows } = headOf(sampled.value, plan.reading);
  if (plan.columns.length > limits.columns || headings.length > limits.columns)
    return fault("file-too-many-columns", {
      columns: Math.max(headings.length, plan.columns.length),
      limit: limits.columns,
    });
  const forbidden = new Set(sensitiveColumns(headings, rows).keys());
  const layout = layoutOf(plan, forbidden);
  if (!layout.ok) return layout;
  const stage = new Stage(plan, layout.value, headings, known, now);
  stage.expect(file.size);
  await readRecords(file, plan.reading, plan.columns.length, stage, job, watch);
  if (stage.read === 0) return fault("file-no-rows");
  if (stage.overflow) return fault("file-too-large", { rows: stage.read, limit: limits.rows });
  stage.finish();
  return ok({ stage, layout: layout.value, headings, forbidden });
}
