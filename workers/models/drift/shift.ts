import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import type { FeatureBins, FeatureScope, FeatureShift } from "../../terms/track-record.ts";
import type { DataTable } from "../design/table.ts";
import type { PersonHistory } from "../propensity/person-history.ts";
import { activeSnapshot } from "../propensity/snapshot.ts";
import type { MessageLog } from "../messages/sends.ts";
import { featureBins, featureShifts } from "./feature-bins.ts";
import { questionTable } from "./question-table.ts";

interface ScopeInput {
  readonly history: PersonHistory;
  readonly end: EpochDay;
  readonly scope: FeatureScope;
}

export interface ReferenceInput extends ScopeInput {
  /** Fields whose distribution is kept; all that there are when left out. Each weighs the same. */
  readonly fields?: readonly string[];
}

/** The distribution of people as known on a day, to be held against later ones. @throws Cancelled */
export function reference({ fields, ...input }: ReferenceInput, job: JobControl): readonly FeatureBins[] {
  const table = scopedTable(input, job);
  const columns = table.columns.filter(({ name }) => fields?.includes(name) ?? true);
  return featureBins({ rows: table.rows, columns }, () => 1 / Math.max(1, columns.length));
}

export interface ShiftInput extends ScopeInput {
  /** What happened to messages, for the questions about them. */
  readonly log?: MessageLog;
  readonly features: readonly FeatureBins[];
}

/** How far each thing has moved since the distribution that was kept, and over how many people. @throws Cancelled */
export function shift(
  { features, ...input }: ShiftInput,
  job: JobControl,
): { readonly people: number; readonly features: readonly FeatureShift[] } {
  const { question } = input.scope;
  const table =
    question === undefined
      ? scopedTable(input, job)
      : questionTable({ ...input, scope: { ...input.scope, question } }, job);
  return { people: table.rows, features: featureShifts(features, table) };
}

/** What was known on a day of the people a distribution is taken over. */
function scopedTable({ history, end, scope }: ScopeInput, job: JobControl): DataTable {
  const { table } = activeSnapshot(history, { cut: end, activeDays: scope.activeDays }, job);
  const { newDays } = scope;
  const since = table.columns.find(({ name }) => name === "sinceFirst");
  if (newDays === undefined || since?.kind !== "number") return table;
  const rows = Int32Array.from(since.values.keys()).filter((row) => since.values[row]! < newDays);
  return {
    rows: rows.length,
    columns: table.columns.map((column) =>
      column.kind === "number"
        ? { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) }
        : { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) },
    ),
  };
}
