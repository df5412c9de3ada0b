import type { JobControl } from "../../base/job.ts";
import type { PersonHistory } from "../../models/propensity/person-history.ts";
import type { OrderTable } from "../../models/purchase-histories.ts";
import type { PurposeCode } from "../../terms/purpose.ts";
import type { Workspace } from "../../workspace.ts";
import type { MessageLog } from "../../models/messages/sends.ts";
import { personHistory } from "./feature-history.ts";
import { messageLog } from "./feature-messages.ts";
import { asPseudonymised, type Pseudonymised } from "./pseudonymised.ts";

/** The orders of the people a purpose may consider, ready for a model. */
export interface FeatureRun<P extends PurposeCode = PurposeCode> {
  readonly purpose: P;
  /** Rows are people in an order drawn for this run alone: a row's number means nothing outside it. */
  readonly orders: Pseudonymised<OrderTable>;
  readonly people: number;
  readonly withheld: number;
  /** The orders, and whatever else the vault holds of the people for this purpose, dated. @throws Cancelled */
  history(job: JobControl): PersonHistory;
  /** What happened to their messages, on the clock of a zone; undefined where there is none to see. @throws Cancelled */
  messages(zone: string, job: JobControl): MessageLog | undefined;
  /** 1 for the rows of people whom a mask over the person index marks. */
  marked(mask: Uint8Array): Uint8Array;
  /**
   * customers.id of the people behind rows of this run whom the purpose may still consider; 0 for somebody who objected,
   * was restricted or left while the model ran.
   */
  customersOf(rows: ArrayLike<number>): Pseudonymised<Int32Array>;
}

/**
 * Hands out what a model may see for `purpose`: days and amounts of the people it may consider today, under row numbers
 * of this run. Who is behind a row stays here.
 */
export function featureRun<P extends PurposeCode>(workspace: Workspace, purpose: P): FeatureRun<P> {
  const columns = workspace.columns();
  const { mask, count, withheld } = workspace.permitted(purpose);
  const people = shuffled(mask, count);
  const { start, day, amount } = columns.orders;
  const rows = people.length;
  const newStart = new Int32Array(new SharedArrayBuffer(4 * (rows + 1)));
  people.forEach((person, row) => (newStart[row + 1] = newStart[row]! + start[person + 1]! - start[person]!));
  const days = new Int32Array(new SharedArrayBuffer(4 * newStart[rows]!));
  const amounts = new Float64Array(new SharedArrayBuffer(8 * newStart[rows]!));
  people.forEach((person, row) => {
    days.set(day.subarray(start[person], start[person + 1]), newStart[row]);
    amounts.set(amount.subarray(start[person], start[person + 1]), newStart[row]);
  });
  const ids = Int32Array.from(people, (person) => columns.people.id[person]!);
  const orders = asPseudonymised({
    start: newStart,
    day: days,
    amount: amounts,
    mask: new Uint8Array(new SharedArrayBuffer(rows)).fill(1),
  });
  return {
    purpose,
    orders,
    people: count,
    withheld,
    history: (job) => personHistory({ db: workspace.vault.db, columns, purpose, people, orders }, job),
    messages: (zone, job) => messageLog({ columns, purpose, people, zone }, job),
    marked: (mask) => Uint8Array.from(people, (person) => mask[person]!),
    customersOf: (asked) => {
      const now = workspace.columns();
      const still = workspace.permitted(purpose).mask;
      return asPseudonymised(
        Int32Array.from(asked, (row) => {
          const id = ids[row] ?? 0;
          return still[now.indexOf(id)] === 1 ? id : 0;
        }),
      );
    },
  };
}

/** The person indices of a mask in a random order (Fisher and Yates; Knuth, TAOCP 3.4.2 P). */
function shuffled(mask: Uint8Array, count: number): Int32Array {
  const people = new Int32Array(count);
  for (let person = 0, next = 0; person < mask.length; person++)
    if (mask[person] === 1) people[next++] = person;
  const random = new Uint32Array(Math.min(count, 16_384));
  for (let last = count - 1, left = 0; last > 0; last--) {
    if (left === 0) left = crypto.getRandomValues(random).length;
    const other = Math.floor((random[--left]! / 2 ** 32) * (last + 1));
    const held = people[last]!;
    people[last] = people[other]!;
    people[other] = held;
  }
  return people;
}
