import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import { checkEvery } from "../cancel.ts";
import type { OrderTable } from "../purchase-histories.ts";

/** Horizons offered by themselves, in days: what a person would name. */
const ROUND = [14, 21, 30, 45, 60, 90, 120, 180, 270, 365] as const;
const WITHOUT_GAPS = 90;
const LONGEST_GAP = 3650;
/** Times in which the orders must hold the horizon: to learn, to judge, and something to know people by before. */
const STRETCHES = 3;

export interface ShopRhythm {
  /** Days nine of ten repeat orders come within; undefined without any. */
  readonly usualGap: number | undefined;
  /** Days without an order that count as having left. */
  readonly horizon: number;
  /** Days from the first order to the end. */
  readonly span: number;
}

/**
 * How long without an order is unusual in this shop: the time within which nine of ten repeat orders followed the one before,
 * rounded up to a length a person would name, and no more than a third of the time the orders cover.
 * @throws Cancelled
 */
export function shopRhythm(
  { start, day, amount, mask }: OrderTable,
  end: EpochDay,
  job: JobControl,
): ShopRhythm {
  const counts = new Float64Array(LONGEST_GAP + 1);
  let [all, first] = [0, end];
  for (let p = 0; p < mask.length; p++) {
    checkEvery(job, p);
    if (mask[p] !== 1) continue;
    let last = NaN;
    for (let o = start[p]!; o < start[p + 1]! && day[o]! <= end; o++) {
      if (amount[o]! < 0) continue;
      if (day[o]! < first) first = day[o]!;
      const gap = Math.min(LONGEST_GAP, day[o]! - last);
      if (gap > 0) {
        counts[gap] = counts[gap]! + 1;
        all++;
      }
      last = day[o]!;
    }
  }
  const span = end - first;
  const usualGap = all === 0 ? undefined : quantile(counts, 0.9 * all);
  const wanted = ROUND.find((days) => days >= (usualGap ?? WITHOUT_GAPS)) ?? ROUND[ROUND.length - 1]!;
  const fits = ROUND.findLast((days) => days * STRETCHES <= span) ?? ROUND[0];
  return { usualGap, horizon: Math.min(wanted, fits), span };
}

function quantile(counts: Float64Array, rank: number): number {
  let sum = 0;
  return counts.findIndex((count) => (sum += count) >= rank);
}

/** Shortest horizon of one customer, in days, and how many of their mean gaps it holds. */
const SHORTEST = 7;
const OWN_GAPS = 2;

/** Each person's horizon: the same for all, or twice their own mean gap where it is known and shorter. */
export function horizonsOf(gaps: Float64Array | undefined, rows: number, horizon: number): Int32Array {
  const horizons = new Int32Array(rows).fill(horizon);
  gaps?.forEach((gap, row) => {
    if (!Number.isNaN(gap)) horizons[row] = Math.min(horizon, Math.max(SHORTEST, Math.round(OWN_GAPS * gap)));
  });
  return horizons;
}
