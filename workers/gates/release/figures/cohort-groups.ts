import { isoMonth, monthIndex } from "../../../base/calendar.ts";
import type { Columns } from "../../../columns/columns.ts";
import { cohortAges, mostCohorts, type CohortUnit } from "../../../terms/figures.ts";
import { personAmounts } from "../aggregates/tabulate.ts";
import { meanOf, shareOf, type CellOfGroups, type GroupedTable } from "./grouped-table.ts";
import type { PeopleGroup } from "./protect-groups.ts";

/** Months of a period. */
const months = { month: 1, quarter: 3 } as const;

/**
 * People by the month or quarter of their first order, and of them who ordered again so many periods later (as cohort retention is
 * counted in `cohorts`): the last twelve periods, six of them later ones. A return is no order; a period that the vault's last order does
 * not reach the end of is "later". Spend per head is all they ever spent.
 */
export function cohortGroups(columns: Columns, mask: Uint8Array, unit: CohortUnit): GroupedTable {
  const { orders } = columns;
  const periodOf = (day: number): number => Math.floor(monthIndex(day) / months[unit]);
  let last = -Infinity;
  for (let o = 0; o < orders.count; o++) last = Math.max(last, orders.day[o]!);
  const current = periodOf(last);
  // The period of the last order is over only on its last day.
  const complete = periodOf(last + 1) > current ? current : current - 1;
  const cohorts = new Map<number, number[]>();
  const ages = new Map<number, Set<number>>();
  for (let person = 0; person < mask.length; person++) {
    if (mask[person] !== 1) continue;
    const periods = new Set<number>();
    for (let o = orders.start[person]!; o < orders.start[person + 1]!; o++)
      if (orders.amount[o]! >= 0) periods.add(periodOf(orders.day[o]!));
    if (periods.size === 0) continue;
    const first = Math.min(...periods);
    if (first <= current - mostCohorts) continue;
    const list = cohorts.get(first);
    if (list === undefined) cohorts.set(first, [person]);
    else list.push(person);
    ages.set(person, new Set([...periods].map((period) => period - first)));
  }
  const groups: PeopleGroup[] = [];
  const add = (people: readonly number[], block: number, summed: boolean): number =>
    groups.push({ people: Int32Array.from(people), block, summed }) - 1;
  const spend = personAmounts(columns, "revenue");
  const count = personAmounts(columns, "orders");
  const rows = [...cohorts.keys()]
    .sort((a, b) => a - b)
    .map((first) => {
      const people = cohorts.get(first)!;
      const whole = add(people, first, true);
      const retained = Array.from({ length: cohortAges }, (_, at): CellOfGroups => {
        const age = at + 1;
        if (first + age > complete) return "later";
        const group = add(
          people.filter((person) => ages.get(person)!.has(age)),
          first,
          false,
        );
        return {
          of: [whole, group],
          figure: () => shareOf(groups[group]!.people.length, people.length),
        };
      });
      const mean = (amounts: Float64Array, unitOf: number): CellOfGroups => ({
        of: [whole],
        figure: () => meanOf(groups[whole]!.people, amounts, unitOf),
      });
      return {
        labels: [labelOf(first, unit)],
        figures: [
          { of: [whole], figure: () => people.length },
          mean(count, 100),
          mean(spend, 1),
          ...retained,
        ],
      };
    });
  return {
    groups,
    summed: true,
    columns: [
      { code: "people" },
      { code: "meanOrders" },
      { code: "meanRevenue" },
      ...Array.from({ length: cohortAges }, (_, at) => ({ code: "retained" as const, age: at + 1 })),
    ],
    rows,
  };
}

function labelOf(period: number, unit: CohortUnit): string {
  if (unit === "month") return isoMonth(period);
  return `${isoMonth(period * 3).slice(0, 4)}-Q${String((period % 4) + 1)}`;
}
