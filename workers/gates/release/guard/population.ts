import { unwatched, type JobControl } from "../../../base/job.ts";
import type { Columns } from "../../../columns/columns.ts";
import { summed, type History, type Place, type Summed, type Telling } from "./told.ts";

/** People looked at between two looks whether to stop. */
const between = 8192;

/** People of whom every release, the new one included, told the same. */
export interface Group {
  readonly people: number;
  /** By release, the new one last. */
  readonly places: readonly (Place | undefined)[];
}

/**
 * The vault's people and those who have gone since, by what was told of them and would be told now. A person adds the same amount to
 * two sums only if the amounts are equal: each amount that was told has a number.
 */
export function groupPeople(
  history: History,
  telling: Telling,
  columns: Columns,
  job: JobControl = unwatched,
): readonly Group[] {
  const counts = new Map<string, number>();
  const count = (key: string, people: number): void => {
    counts.set(key, (counts.get(key) ?? 0) + people);
  };
  for (let person = 0; person < columns.people.count; person++) {
    if (person % between === 0) job.check();
    const cell = telling.cellOf[person]!;
    const of = history.classOf[person]!;
    if (cell < 0 && of < 0) continue;
    const versions = summed.map((sum) => (cell < 0 ? -1 : versionOf(history, telling, sum, person)));
    count([of, cell, ...versions].join(" "), 1);
  }
  for (const [index, { gone }] of history.classes.entries())
    if (gone > 0) count([index, -1, -1, -1].join(" "), gone);
  return [...counts].map(([key, people]) => {
    const [of = -1, cell = -1, orders = -1, revenue = -1] = key.split(" ").map(Number);
    const told = of < 0 ? undefined : history.classes[of];
    const now = cell < 0 ? undefined : { cell, versions: { orders, revenue } };
    return { people, places: [...history.releases.map(({ id }) => told?.places.get(id)), now] };
  });
}

/** The number of the amount a person would add now: that of an equal one told before, or the next; -1 for nothing at all. */
export function versionOf(history: History, telling: Telling, sum: Summed, person: number): number {
  const amounts = telling.amounts[sum];
  if (amounts === undefined || amounts[person] === 0) return -1;
  const told = history.amountsOf(sum, person);
  const known = told.indexOf(amounts[person]!);
  return known < 0 ? told.length : known;
}
