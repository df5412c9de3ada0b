import { shareDifference, shareRatio, type Share } from "../../stats/wilson.ts";
import type { GroupRates } from "./rates.ts";

/** What a comparison comes to. The third is an answer of its own: nothing is called fair for want of people. */
export const fairnessVerdicts = ["pass", "fail", "too-little-evidence"] as const;
export type FairnessVerdict = (typeof fairnessVerdicts)[number];

export const fairnessMeasures = ["selection", "falsePositive", "falseNegative", "precision"] as const;
export type FairnessMeasure = (typeof fairnessMeasures)[number];

/** One group set beside the reference group on one measure. */
export interface Comparison {
  readonly group: number;
  readonly measure: FairnessMeasure;
  /** For selection the ratio of rates, else their difference in shares; with its 95 % interval. */
  readonly gap: Share;
  readonly verdict: FairnessVerdict;
}

export interface Fairness {
  /** The largest group: the others are set beside it. */
  readonly reference: number;
  readonly comparisons: readonly Comparison[];
  /** "fail" if any comparison fails, else "too-little-evidence" if any lacks it, else "pass". */
  readonly verdict: FairnessVerdict;
}

export interface FairnessLimits {
  /** Least ratio of selection rates either way; four fifths after the Uniform Guidelines (29 CFR 1607.4 D). */
  readonly ratio: number;
  /** Greatest difference of error rates and precision. */
  readonly difference: number;
}

export const usualLimits: FairnessLimits = { ratio: 0.8, difference: 0.1 };

/**
 * Sets every group beside the largest. A comparison passes when its whole interval lies within the limits, fails when
 * all of it lies outside, and else says that there is too little evidence: disparate impact by the ratio of selection
 * rates, equalised odds by false positive and false negative rates (Hardt, Price & Srebro 2016), and precision
 * (Chouldechova 2017). With `outcomeKnown` false only selection is compared.
 */
export function judgeFairness(
  groups: readonly GroupRates[],
  outcomeKnown: boolean,
  limits = usualLimits,
): Fairness {
  const reference = groups.reduce((best, { n }, g) => (n > groups[best]!.n ? g : best), 0);
  const measures = outcomeKnown ? fairnessMeasures : fairnessMeasures.slice(0, 1);
  const comparisons = groups.flatMap((rates, group) =>
    group === reference || rates.n === 0
      ? []
      : measures.map((measure) => compared(group, measure, rates, groups[reference]!, limits)),
  );
  return { reference, comparisons, verdict: worstOf(comparisons) };
}

/** "fail" if any fails, else "too-little-evidence" if any lacks it or there are none, else "pass". */
export function worstOf(compared: readonly { readonly verdict: FairnessVerdict }[]): FairnessVerdict {
  const verdicts = new Set(compared.map(({ verdict }) => verdict));
  const worst = (["fail", "too-little-evidence"] as const).find((one) => verdicts.has(one));
  return worst ?? (compared.length > 0 ? "pass" : "too-little-evidence");
}

function compared(
  group: number,
  measure: FairnessMeasure,
  rates: GroupRates,
  reference: GroupRates,
  limits: FairnessLimits,
): Comparison {
  const gap =
    measure === "selection"
      ? shareRatio(rates.selection, reference.selection)
      : shareDifference(rates[measure], reference[measure]);
  const [least, most] =
    measure === "selection" ? [limits.ratio, 1 / limits.ratio] : [-limits.difference, limits.difference];
  return { group, measure, gap, verdict: judgeGap(gap, least, most) };
}

/** Passes when the whole range lies within the limits, fails when all of it lies outside, else there is too little evidence. */
export function judgeGap({ value, low, high }: Share, least: number, most: number): FairnessVerdict {
  if (Number.isNaN(value)) return "too-little-evidence";
  if (low >= least && high <= most) return "pass";
  return high < least || low > most ? "fail" : "too-little-evidence";
}
