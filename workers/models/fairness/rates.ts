import { wilson, type Share } from "../../stats/wilson.ts";

/** Counts of one group: what was predicted against what happened. */
export interface GroupCounts {
  readonly n: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** Rates of one group with Wilson's 95 % intervals; a share of nobody is NaN from 0 to 1. */
export interface GroupRates extends GroupCounts {
  /** Share selected: predicted yes. */
  readonly selection: Share;
  /** Predicted yes among those with the outcome no. */
  readonly falsePositive: Share;
  /** Predicted no among those with the outcome yes. */
  readonly falseNegative: Share;
  /** Outcome yes among those predicted yes. */
  readonly precision: Share;
  /** Outcome yes. */
  readonly base: Share;
}

/**
 * Counts predictions against outcomes by group (-1: of no group) and gives each group its rates. Rows where the
 * prediction or the outcome is neither 0 nor 1 do not count.
 */
export function ratesByGroup(
  group: Int32Array,
  groups: number,
  outcome: Uint8Array,
  prediction: Uint8Array,
): GroupRates[] {
  // Four counts a group: prediction * 2 + outcome.
  const counts = new Float64Array(groups * 4);
  for (let i = 0; i < group.length; i++) {
    const g = group[i]!;
    const [y, said] = [outcome[i]!, prediction[i]!];
    if (g < 0 || y > 1 || said > 1) continue;
    const at = g * 4 + said * 2 + y;
    counts[at] = counts[at]! + 1;
  }
  return Array.from({ length: groups }, (_, g) => ratesOf(counts.subarray(g * 4, g * 4 + 4)));
}

function ratesOf(counts: Float64Array): GroupRates {
  const [trueNegatives = 0, falseNegatives = 0, falsePositives = 0, truePositives = 0] = counts;
  const n = trueNegatives + falseNegatives + falsePositives + truePositives;
  const selected = truePositives + falsePositives;
  return {
    n,
    truePositives,
    falsePositives,
    trueNegatives,
    falseNegatives,
    selection: wilson(selected, n),
    falsePositive: wilson(falsePositives, falsePositives + trueNegatives),
    falseNegative: wilson(falseNegatives, falseNegatives + truePositives),
    precision: wilson(truePositives, selected),
    base: wilson(truePositives + falseNegatives, n),
  };
}
