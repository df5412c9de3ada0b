import { unwatched, type JobControl } from "../../../base/job.ts";
import type { Columns } from "../../../columns/columns.ts";
import type { AggregateFrame } from "../aggregates/aggregate-table.ts";
import type { CellQuantiles } from "../aggregates/cell-quantiles.ts";
import { suppress, type SuppressionPattern } from "../aggregates/suppress.ts";
import type { RawTable } from "../aggregates/tabulate.ts";
import { watchedEffort } from "./effort.ts";
import { judge, type Verdict } from "./judge.ts";
import { groupPeople, type Group } from "./population.ts";
import { tableAmounts, tableTelling, withholding, type TableTelling } from "./table-sets.ts";
import type { History, Summed, Telling } from "./told.ts";

/** A table as it would leave, and what the guard says of it beside everything before. */
export interface GuardedTable {
  readonly pattern: SuppressionPattern;
  readonly telling: Telling;
  readonly verdict: Verdict;
  readonly groups: readonly Group[];
}

/** How often entries of a table are withheld to make it safe, several at a time, and how often more people are supposed. */
const mostTurns = 40;
/** Multiplications all of it may take: a few seconds. What is not proved safe by then does not leave. */
const mostWork = 500_000_000;
const mostSupposed = 12;

/**
 * Puts a table beside everything released before. With `withholdMore`, entries that take part in what the guard refuses are withheld
 * one after another, cells of few people first, until it refuses no more or nothing but the total is left of them.
 */
export function guardTable(
  history: History,
  columns: Columns,
  frame: AggregateFrame,
  raw: RawTable,
  withholdMore: boolean,
  quantiles?: CellQuantiles,
  job: JobControl = unwatched,
): GuardedTable {
  const effort = watchedEffort(job, mostWork).part(mostWork);
  const amounts = tableAmounts(columns, frame);
  let pattern = suppress(raw, frame.k);
  let told = tableTelling(frame, raw, pattern, amounts, quantiles);
  const groups = groupPeople(history, told.telling, columns, job);
  const passed = new Set<Summed | "people">();
  const judged = () =>
    judge([...history.releases.map((one) => one.told), told.telling], groups, {
      effort,
      passed,
      ...(withholdMore && { leaveOut: (sets: readonly number[]) => smallest(told, sets) }),
    });
  let verdict = judged();
  for (let turn = 0; withholdMore && !verdict.safe && turn < mostTurns && !effort.exhausted; turn++) {
    const found = verdict.leftOut.length > 0 ? verdict.leftOut : [smallest(told, verdict.sets)];
    const next = found
      .flatMap((set) => (set === undefined ? [] : [told.entries[set]!]))
      .reduce<SuppressionPattern | undefined>((left, entry) => left && withholding(left, entry), pattern);
    if (next === undefined || next === pattern) break;
    pattern = next;
    told = tableTelling(frame, raw, pattern, amounts, quantiles);
    verdict = judged();
  }
  return { pattern, telling: told.telling, verdict, groups };
}

/**
 * Of the people who would stand alone, how many more it would take until the guard lets the table pass: found by supposing them.
 * Undefined where more people of that kind alone would not do.
 */
export function peopleMissing(
  history: History,
  { telling, verdict, groups }: GuardedTable,
  job: JobControl = unwatched,
): number | undefined {
  const told = [...history.releases.map((one) => one.told), telling];
  const k = Math.min(...told.map((one) => one.k));
  let supposed = groups;
  let missing = 0;
  let current = verdict;
  for (let turn = 0; !current.safe; turn++) {
    const [group] = current.groups;
    if (turn === mostSupposed || group === undefined || current.people >= k) return undefined;
    const more = k - current.people;
    missing += more;
    supposed = supposed.map((one, index) => (index === group ? { ...one, people: one.people + more } : one));
    current = judge(told, supposed, { effort: watchedEffort(job, mostWork) });
  }
  return missing;
}

/** Of the entries that take part in what is refused, the one whose loss costs least: quantiles before cells, cells before margins, few people first. */
function smallest({ entries }: TableTelling, sets: readonly number[]): number | undefined {
  const order = ["parts", "cells", "rowMargins", "columnMargins", "total"];
  const rank = (set: number) => order.indexOf(entries[set]!.kind);
  return sets.toSorted((a, b) => rank(a) - rank(b) || entries[a]!.people - entries[b]!.people)[0];
}
