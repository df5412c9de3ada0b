import type { ReviewCheck } from "../../terms/insight.ts";
import { atLeast, atMost } from "../review.ts";

/**
 * A silhouette below 0.25 shows no structure, below 0.5 a weak one (Kaufman & Rousseeuw 1990, table 4). Columns ten times
 * as wide as others decide everything when nothing is scaled.
 */
const limits = {
  points: { least: 5, good: 20 },
  silhouette: { least: -1, good: 0.25 },
  spreadRatio: { good: 10, most: Infinity },
} as const;

/** Whether groups are more than a division of a cloud. */
export function clusterChecks(found: {
  readonly count: number;
  readonly k: number;
  readonly silhouette: number;
  /** Largest over smallest standard deviation of a column, 1 when scaled. */
  readonly spreadRatio: number;
  /** Groups that hold points and have a centre of their own; `k` when left out. */
  readonly separate?: number;
}): ReviewCheck[] {
  const perGroup = Math.floor(found.count / found.k);
  // Beyond a million times it is all the same, and no number need be infinite.
  const ratio = Math.min(1e6, found.spreadRatio);
  const checks: ReviewCheck[] = [
    atLeast(perGroup, limits.points, { bad: "cluster-points-few", fine: "cluster-points" }),
    atMost(round(ratio), limits.spreadRatio, { bad: "cluster-unscaled", fine: "cluster-scaled" }),
  ];
  const { k, separate = k } = found;
  if (separate < k)
    checks.push({ code: "cluster-fewer", verdict: "do-not-use", details: { value: separate, k } });
  if (!Number.isNaN(found.silhouette))
    checks.push(
      atLeast(round(found.silhouette), limits.silhouette, { bad: "cluster-blurred", fine: "cluster-apart" }),
    );
  return checks;
}

/** Whether a mixture ended well. */
export function mixtureChecks(fit: {
  readonly converged: boolean;
  readonly collapsed: boolean;
}): ReviewCheck[] {
  if (fit.collapsed) return [{ code: "mixture-collapsed", verdict: "do-not-use", details: {} }];
  return fit.converged ? [] : [{ code: "fit-unfinished", verdict: "do-not-use", details: {} }];
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
