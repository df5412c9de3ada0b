import type { EpochDay } from "../base/calendar.ts";
import type { JobControl } from "../base/job.ts";
import { quantileScores } from "../stats/quantile-scores.ts";
import { checkEvery } from "./cancel.ts";

/**
 * Recency, frequency, monetary value (Hughes 1994, "Strategic Database Marketing"): each person is
 * scored 1 to 5 on the three, 5 best. Linear in orders; one sort of the people for the monetary score.
 */
export interface RfmInput {
  /** Orders of person p are `start[p]` to `start[p + 1]`, sorted by day. Length: people + 1. */
  readonly start: Int32Array;
  readonly day: Int32Array;
  readonly amount: Float64Array;
  /** A byte per person, 1 for the people who may be considered. */
  readonly mask: Uint8Array;
  /** The clock: orders after this day are not seen. */
  readonly end: EpochDay;
}

/** One entry per person of the input; score 0 marks people outside the mask or without an order. */
export interface RfmOutput {
  readonly people: number;
  /** Days from the last order to the end; -1 where there is none. */
  readonly recency: Int32Array<SharedArrayBuffer>;
  /** Orders; a negative amount is a return, not an order. */
  readonly frequency: Int32Array<SharedArrayBuffer>;
  /** Sum of amounts, returns taken off. */
  readonly monetary: Float64Array<SharedArrayBuffer>;
  readonly r: Uint8Array<SharedArrayBuffer>;
  readonly f: Uint8Array<SharedArrayBuffer>;
  readonly m: Uint8Array<SharedArrayBuffer>;
  /** Index into `rfmGroups`; 255 where there is no score. */
  readonly group: Uint8Array<SharedArrayBuffer>;
}

/** Names of the groups; their labels are words. The order is that of `RfmOutput.group`. */
export const rfmGroups = [
  "champions",
  "loyal",
  "potential",
  "new",
  "at-risk",
  "cannot-lose",
  "hibernating",
  "lost",
] as const;
export type RfmGroup = (typeof rfmGroups)[number];

/** Group of no score. */
export const noGroup = 255;

// Row: r from 1 to 5; column: f from 1 to 5. Loyalty grows to the right, freshness downwards.
const groupTable: readonly (readonly RfmGroup[])[] = [
  ["lost", "lost", "hibernating", "at-risk", "cannot-lose"],
  ["hibernating", "hibernating", "hibernating", "at-risk", "cannot-lose"],
  ["hibernating", "potential", "potential", "loyal", "loyal"],
  ["new", "potential", "potential", "loyal", "champions"],
  ["new", "potential", "potential", "loyal", "champions"],
];

/** The group of a recency and a frequency score, each 1 to 5. */
export function rfmGroup(r: number, f: number): RfmGroup {
  const group = groupTable[r - 1]?.[f - 1];
  if (group === undefined) throw new RangeError("RFM scores are 1 to 5");
  return group;
}

/**
 * Scores people on recency, frequency and monetary value.
 *
 * A score is 1 + floor(5 * w / n), where w counts the people strictly worse and n all scored people:
 * fifths by rank, and people with equal values always get an equal score (the lowest of the fifths
 * they span), whatever their order in the input. With many equal values fifths are uneven.
 */
export function rfm(input: RfmInput, job: JobControl): RfmOutput {
  const totals = orderTotals(input, job);
  const { people, recency, frequency, monetary } = totals;
  const scored = new Uint8Array(people);
  const freshness = new Int32Array(people);
  for (let p = 0; p < people; p++) {
    scored[p] = recency[p]! >= 0 ? 1 : 0;
    freshness[p] = -recency[p]!;
  }
  job.check();
  const r = quantileScores(freshness, scored, 5);
  const f = quantileScores(frequency, scored, 5);
  job.check();
  const m = quantileScores(monetary, scored, 5);
  const group = new Uint8Array(new SharedArrayBuffer(people));
  const codes = Uint8Array.from({ length: 25 }, (_, cell) =>
    rfmGroups.indexOf(rfmGroup(Math.floor(cell / 5) + 1, (cell % 5) + 1)),
  );
  for (let p = 0; p < people; p++)
    group[p] = scored[p] === 1 ? codes[(r[p]! - 1) * 5 + (f[p]! - 1)]! : noGroup;
  return { people: totals.scored, recency, frequency, monetary, r, f, m, group };
}

function orderTotals(input: RfmInput, job: JobControl) {
  const { start, day, amount, mask, end } = input;
  const people = start.length - 1;
  const recency = new Int32Array(new SharedArrayBuffer(4 * people)).fill(-1);
  const frequency = new Int32Array(new SharedArrayBuffer(4 * people));
  const monetary = new Float64Array(new SharedArrayBuffer(8 * people));
  let scored = 0;
  for (let p = 0; p < people; p++) {
    checkEvery(job, p);
    if (mask[p] !== 1) continue;
    let count = 0;
    let sum = 0;
    let last = -1;
    for (let o = start[p]!, stop = start[p + 1]!; o < stop; o++) {
      if (day[o]! > end) break;
      const value = amount[o]!;
      sum += value;
      if (value >= 0) {
        count++;
        last = o;
      }
    }
    if (last < 0) continue;
    recency[p] = end - day[last]!;
    frequency[p] = count;
    monetary[p] = sum;
    scored++;
  }
  return { people, recency, frequency, monetary, scored };
}
