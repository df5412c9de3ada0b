import type { EpochDay } from "../../../base/calendar.ts";
import type { Columns } from "../../../columns/columns.ts";
import type { HoldoutEntry } from "../../../terms/holdout.ts";
import type { Workspace } from "../../../workspace.ts";

const MS_PER_DAY = 86_400_000;

/** Where the people of an arm are kept. */
const armTables = { treated: "release_people", control: "holdout_people" } as const;

/** The days an effect is looked for in. */
export interface WatchedDays {
  /** From the day after the release: of the day itself nobody can say what came first. */
  readonly from: EpochDay;
  readonly to: EpochDay;
  /** How many; 0 while no order is later. */
  readonly span: number;
}

/** The days up to the last order of somebody the mask may consider. */
export function watchedDays(columns: Columns, mask: Uint8Array, { at }: HoldoutEntry): WatchedDays {
  const from = Math.floor(Date.parse(at) / MS_PER_DAY) + 1;
  const to = lastDay(columns, mask);
  return { from, to, span: Math.max(0, to - from + 1) };
}

/** customers.id of the people of an arm. */
export function customersOf(
  { vault }: Workspace,
  arm: keyof typeof armTables,
  releaseId: number,
): Int32Array {
  const [customers] = vault.db.readColumns(
    `SELECT customer_id FROM ${armTables[arm]} WHERE release_id = ${String(releaseId)}`,
    ["int32"],
  );
  return customers;
}

/** The last day with an order of somebody whom the mask may consider. */
function lastDay({ people, orders }: Columns, mask: Uint8Array): EpochDay {
  let last = -Infinity;
  for (let p = 0; p < people.count; p++) {
    const end = orders.start[p + 1]!;
    if (mask[p] === 1 && end > orders.start[p]!) last = Math.max(last, orders.day[end - 1]!);
  }
  return last;
}
