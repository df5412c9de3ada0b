import { chiSquareTail } from "../../stats/chi-square.ts";
import { partialCholesky, partialSolve } from "../../stats/rank-deficient.ts";
import { timeOrder, type SurvivalData } from "./kaplan-meier.ts";

/** Whether groups leave at different rates. */
export interface LogRank {
  readonly observed: Float64Array;
  readonly expected: Float64Array;
  readonly chiSquare: number;
  readonly degrees: number;
  readonly p: number;
}

/**
 * Log-rank test (Mantel 1966; Peto & Peto 1972) with the hypergeometric variance. `group` holds each person's group
 * from 0 to `groups` - 1, or -1 for none.
 */
export function logRank(data: SurvivalData, group: Int32Array, groups: number): LogRank {
  const rows = timeOrder(
    data,
    Uint8Array.from(group, (g) => (g < 0 ? 0 : 1)),
  );
  const atRisk = new Float64Array(groups);
  for (const row of rows) atRisk[group[row]!] = atRisk[group[row]!]! + 1;
  const observed = new Float64Array(groups);
  const expected = new Float64Array(groups);
  const variance = new Float64Array(groups * groups);
  for (let from = 0; from < rows.length;) {
    const time = data.time[rows[from]!]!;
    const left = new Float64Array(groups);
    let [to, events] = [from, 0];
    for (; to < rows.length && data.time[rows[to]!] === time; to++) {
      const row = rows[to]!;
      left[group[row]!] = left[group[row]!]! + 1;
      observed[group[row]!] = observed[group[row]!]! + data.event[row]!;
      events += data.event[row]!;
    }
    if (events > 0) addTime(atRisk, rows.length - from, events, expected, variance);
    for (let g = 0; g < groups; g++) atRisk[g] = atRisk[g]! - left[g]!;
    from = to;
  }
  const apart = observed.map((count, g) => count - expected[g]!);
  const factor = partialCholesky(variance, groups, 1e-9);
  const chiSquare = partialSolve(factor, apart).reduce((sum, x, g) => sum + x * apart[g]!, 0);
  const degrees = factor.dropped.reduce((sum, dropped) => sum - dropped, groups);
  return { observed, expected, chiSquare, degrees, p: chiSquareTail(chiSquare, degrees) };
}

/** Adds what one time with events contributes under equal rates. */
function addTime(
  atRisk: Float64Array,
  all: number,
  events: number,
  expected: Float64Array,
  variance: Float64Array,
): void {
  const groups = atRisk.length;
  const factor = all > 1 ? (events * (all - events)) / (all - 1) : 0;
  for (let g = 0; g < groups; g++) {
    const share = atRisk[g]! / all;
    expected[g] = expected[g]! + events * share;
    for (let h = 0; h < groups; h++) {
      const at = g * groups + h;
      variance[at] = variance[at]! + factor * share * ((g === h ? 1 : 0) - atRisk[h]! / all);
    }
  }
}
