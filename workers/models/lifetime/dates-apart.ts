import type { ReviewCheck } from "../../terms/insight.ts";
import { daysPerUnit, type ClockUnit } from "../purchase-histories.ts";

/** A shop may close for a year; beyond two without anybody a wrong year in a date is likelier. */
const LONGEST_PAUSE = 730;
/** Slips are rare: where more lie apart than this share, the shop itself had two lives. */
const MOST_APART = 0.25;

/**
 * Whether a few orders lie years from all others, as where a date has a wrong year: a gap of more than two years and half of
 * the whole span in which nobody's first or last order lies. Late ones move the clock's end, so that everybody else seems to
 * have left; early ones make a few histories too long. Linear in customers: such a gap holds the middle of the span.
 */
export function datesApart(
  { recency, T }: { readonly recency: Float64Array; readonly T: Float64Array },
  unit: ClockUnit,
): ReviewCheck[] {
  const n = T.length;
  let [oldest, newest] = [0, Infinity];
  for (let i = 0; i < n; i++) {
    oldest = Math.max(oldest, T[i]!);
    newest = Math.min(newest, T[i]! - recency[i]!);
  }
  const middle = (oldest + newest) / 2;
  let [before, after] = [oldest, newest];
  // People with an order on the one side of the middle, and on the other.
  let [early, late] = [0, 0];
  for (let i = 0; i < n; i++) {
    const first = T[i]!;
    const last = first - recency[i]!;
    for (const age of [first, last]) {
      if (age > middle) before = Math.min(before, age);
      else after = Math.max(after, age);
    }
    if (first > middle) early++;
    if (last <= middle) late++;
  }
  const gap = before - after;
  const value = Math.round(gap * daysPerUnit[unit]);
  const count = Math.min(early, late);
  if (!(value > LONGEST_PAUSE && gap > (oldest - newest) / 2 && count <= MOST_APART * n)) return [];
  const [code, verdict] =
    late < early ? (["dates-late", "do-not-use"] as const) : (["dates-early", "use-with-care"] as const);
  return [{ code, verdict, details: { value, count } }];
}
