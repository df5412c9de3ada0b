import type { FeatureBins, FeatureShift } from "../../terms/track-record.ts";
import { binColumns, binOf } from "../binning/bins.ts";
import type { DataColumn, DataTable } from "../design/table.ts";
import { stabilityOfCounts } from "./population-stability.ts";

/** Groups a thing is put into: the index is meant for about ten. */
const GROUPS = 10;

/**
 * How the rows of a table are spread over each of its columns, in at most ten groups and one of blanks. Columns with one entry
 * only are left out: they tell nothing. `weightOf` gives each column's share in what a model says.
 */
export function featureBins(table: DataTable, weightOf: (name: string) => number): FeatureBins[] {
  const rows = Int32Array.from({ length: table.rows }, (_, row) => row);
  return binColumns(table, [...table.columns.keys()], rows, GROUPS).columns.map((column) => {
    const counts = new Array<number>(column.bins).fill(0);
    for (const code of column.codes) counts[code] = counts[code]! + 1;
    return {
      feature: column.name,
      ...(column.ordered ? { cuts: [...column.cuts] } : { levels: column.labels.slice(1) }),
      counts,
      weight: weightOf(column.name),
    };
  });
}

/** The share of each column in what a model says. */
export function weightsOf(
  columns: readonly { readonly name: string }[],
  importance: Float64Array,
): (name: string) => number {
  const total = importance.reduce((sum, own) => sum + own, 0);
  const weight = new Map(columns.map(({ name }, j) => [name, total > 0 ? importance[j]! / total : 0]));
  return (name) => weight.get(name) ?? 0;
}

/** How far each thing has moved from the distribution kept to that of a table. */
export function featureShifts(kept: readonly FeatureBins[], table: DataTable): FeatureShift[] {
  return kept.map((feature) => {
    const { counts, weight, cuts, levels } = feature;
    const now = countsNow(
      feature,
      table.columns.find(({ name }) => name === feature.feature),
      table.rows,
    );
    const { index, byChance, verdict } = stabilityOfCounts(counts, now);
    const finite = (value: number) => (Number.isFinite(value) ? value : null);
    return {
      feature: feature.feature,
      weight,
      index: finite(index),
      byChance: finite(byChance),
      verdict,
      before: sharesOf(counts),
      now: sharesOf(now),
      ...(cuts && { cuts }),
      ...(levels && { levels }),
    };
  });
}

/** Rows of a column by the bins kept; words never seen go with the rare ones, else with the blanks. */
function countsNow(
  { cuts, levels, counts }: FeatureBins,
  column: DataColumn | undefined,
  rows: number,
): number[] {
  const now = new Array<number>(counts.length).fill(0);
  const add = (bin: number) => (now[bin] = (now[bin] ?? 0) + 1);
  if (column === undefined) {
    now[0] = rows;
    return now;
  }
  if (column.kind === "number") {
    const ends = Float64Array.from(cuts ?? []);
    for (const value of column.values) add(binOf(value, ends));
    return now;
  }
  const rare = (levels ?? []).indexOf("…") + 1;
  const place = column.levels.map((level) => {
    const at = (levels ?? []).indexOf(level);
    return at < 0 ? rare : at + 1;
  });
  for (const code of column.codes) add(code < 0 ? 0 : place[code]!);
  return now;
}

function sharesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (total === 0 ? 0 : count / total));
}
