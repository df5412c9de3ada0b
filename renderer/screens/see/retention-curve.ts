import type { CohortReport } from "../../../workers/terms/insight.ts";

/** One point of the mean curve: of the customers who could have been seen so long after their first order, how many bought. */
export interface CurvePoint {
  /** Periods after that of the first order. */
  readonly after: number;
  readonly people: number;
  readonly active: number;
  readonly share: number;
}

/** Points with fewer people behind them, or a smaller share of all, jump by chance and are left off the curve. */
const fewest = 30;
const smallestShare = 0.1;

/**
 * The mean retention over cohorts, weighted by their size. The period the analysis ends in is not
 * over yet, so each cohort's last period is left out of it, and so is the cohort that only has this one.
 */
export function retentionCurve(cohorts: CohortReport["cohorts"]): readonly CurvePoint[] {
  const longest = cohorts.reduce((max, cohort) => Math.max(max, cohort.retained.length - 1), 0);
  const points = Array.from({ length: longest }, (_, after) => {
    const seen = cohorts.filter((cohort) => cohort.retained.length - 1 > after);
    const people = seen.reduce((sum, cohort) => sum + cohort.size, 0);
    const active = seen.reduce((sum, cohort) => sum + (cohort.retained[after] ?? 0), 0);
    return { after, people, active, share: people === 0 ? 0 : active / people };
  });
  const least = Math.max(fewest, smallestShare * (points[0]?.people ?? 0));
  const end = points.findIndex((point) => point.people < least);
  return end < 0 ? points : points.slice(0, end);
}

/** What the curve says: after how many periods half of those who came back in the first one still do. */
export type CurveFinding =
  | { readonly kind: "halves"; readonly first: number; readonly after: number; readonly share: number }
  | { readonly kind: "holds"; readonly first: number; readonly after: number; readonly share: number }
  | { readonly kind: "none" };

/** The first point at or under half of the share one period after the first order, if there is one. */
export function curveFinding(curve: readonly CurvePoint[]): CurveFinding {
  const first = curve[1];
  const last = curve.at(-1);
  if (!first || !last || first.share === 0 || last.after < 2) return { kind: "none" };
  const half = curve.find((point) => point.after > 1 && point.share <= first.share / 2);
  const point = half ?? last;
  return { kind: half ? "halves" : "holds", first: first.share, after: point.after, share: point.share };
}
