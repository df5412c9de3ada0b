import type { Columns } from "../../../columns/columns.ts";
import type { AggregateFrame } from "../aggregates/aggregate-table.ts";
import { suppress, type SuppressionPattern } from "../aggregates/suppress.ts";
import type { RawTable } from "../aggregates/tabulate.ts";
import { judge, type Refusal, type Verdict } from "./judge.ts";
import { groupPeople, type Group } from "./population.ts";
import { tableAmounts, tableTelling, withholding, type TableTelling } from "./table-sets.ts";
import type { History, Telling } from "./told.ts";

/** A table as it would leave, and what the guard says of it beside everything before. */
export interface GuardedTable {
  readonly pattern: SuppressionPattern;
  readonly telling: Telling;
  readonly verdict: Verdict;
  readonly groups: readonly Group[];
}

/** How many more entries of a table are withheld to make it safe, and how often more people are supposed. */
const mostWithheld = 120;
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
): GuardedTable {
  const amounts = tableAmounts(columns, frame);
  let pattern = suppress(raw, frame.k);
  let told = tableTelling(frame, raw, pattern, amounts);
  const groups = groupPeople(history, told.telling, columns);
  const judged = () => judge([...history.releases.map((one) => one.told), told.telling], groups);
  let verdict = judged();
  for (let more = 0; withholdMore && !verdict.safe && more < mostWithheld; more++) {
    const entry = smallest(told, verdict);
    const next = entry && withholding(pattern, entry);
    if (next === undefined) break;
    pattern = next;
    told = tableTelling(frame, raw, pattern, amounts);
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
    current = judge(told, supposed);
  }
  return missing;
}

/** Of the entries that take part in what is refused, the one whose loss costs least: cells before margins, few people first. */
function smallest({ entries }: TableTelling, { sets }: Refusal) {
  const order = ["cells", "rowMargins", "columnMargins", "total"];
  return sets
    .map((set) => entries[set]!)
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.people - b.people)[0];
}
