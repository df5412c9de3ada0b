import type { EpochDay } from "../../base/calendar.ts";
import { unwatched } from "../../base/job.ts";
import { readLines } from "../../gates/use/feature-lines.ts";
import { featureRun } from "../../gates/use/feature-run.ts";
import type { BestSpend } from "../../terms/track-record.ts";
import type { Workspace } from "../../workspace.ts";

interface Asked {
  /** customers.id */
  readonly ids: Int32Array;
  readonly from: EpochDay;
  readonly days: Int32Array;
  readonly until: EpochDay;
  readonly best?: BestSpend;
}

/** 1 for those who bought a product for the first time in their days ahead, 0 for the others; NaN of who may not be considered. */
export function newProductBuyers(workspace: Workspace, { ids, from, days, until }: Asked): Float64Array {
  const run = featureRun(workspace, "profiling");
  const customers = run.customersOf(Int32Array.from({ length: run.people }, (_, row) => row));
  const rowOf = new Map(Array.from(customers, (id, row) => [id, row] as const));
  const lines = readLines(workspace.vault.db, (id) => rowOf.get(id) ?? -1, run.orders, unwatched);
  const first = lines.newProducts;
  return Float64Array.from(ids, (id, i) => {
    const row = rowOf.get(id);
    if (row === undefined) return NaN;
    if (first === undefined) return 0;
    const last = Math.min(until, from + days[i]!);
    for (let e = first.start[row]!; e < first.start[row + 1]!; e++)
      if (first.day[e]! > from && first.day[e]! <= last) return 1;
    return 0;
  });
}

/**
 * 1 for those whose spend in the days after their first days has reached that of the best by the day `until`, 0 for the others;
 * NaN of who has no order any more, or where the run kept no such spend.
 */
export function bestSpenders(workspace: Workspace, { ids, until, best }: Asked): Float64Array {
  if (best === undefined) return new Float64Array(ids.length).fill(NaN);
  const { threshold, earlyDays, valueDays } = best;
  const columns = workspace.columns();
  const { start, day, amount } = columns.orders;
  return Float64Array.from(ids, (id) => {
    const person = columns.indexOf(id);
    if (person < 0) return NaN;
    let o = start[person]!;
    while (o < start[person + 1]! && amount[o]! < 0) o++;
    if (o === start[person + 1]!) return NaN;
    const begins = day[o]! + earlyDays;
    const last = Math.min(until, begins + valueDays);
    let spend = 0;
    for (; o < start[person + 1]! && day[o]! <= last; o++) if (day[o]! > begins) spend += amount[o]!;
    return spend >= threshold ? 1 : 0;
  });
}
