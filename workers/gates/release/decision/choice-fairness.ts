import type { WordColumn } from "../../../columns/columns.ts";
import { judgeFairness, type FairnessVerdict } from "../../../models/fairness/fairness.ts";
import { ratesByGroup } from "../../../models/fairness/rates.ts";
import type {
  ChoiceFairness,
  ChoiceVerdict,
  FairnessAttribute,
  LikelyRange,
} from "../../../terms/decision.ts";
import type { Share } from "../../../stats/wilson.ts";

const verdicts: Readonly<Record<FairnessVerdict, ChoiceVerdict>> = {
  pass: "fair",
  fail: "look-closer",
  "too-little-evidence": "too-little-evidence",
};

/**
 * Compares who was chosen with everybody who could have been, by one group: the rate of each, and its ratio to that of the largest, by the
 * four-fifths rule with intervals (models/fairness). People of whom the group is not known are counted apart.
 *
 * @param eligible 1 for people who could have been chosen, by person index
 * @param chosen 1 for those who were; they are among the eligible
 */
export function fairnessOfChoice(
  attribute: FairnessAttribute,
  { codes, words }: WordColumn,
  eligible: Uint8Array,
  chosen: Uint8Array,
): ChoiceFairness {
  const group = codes.map((code, person) => (eligible[person] === 1 ? code : -1));
  const rates = ratesByGroup(group, words.length, new Uint8Array(codes.length), chosen);
  const fairness = judgeFairness(rates, false);
  const known = rates.reduce((sum, { n }) => sum + n, 0);
  let people = 0;
  for (const one of eligible) people += one;
  const groups = rates.flatMap((rate, code) => {
    if (rate.n === 0) return [];
    const comparison = fairness.comparisons.find((one) => one.group === code);
    return {
      group: words[code]!,
      eligible: rate.n,
      chosen: rate.truePositives + rate.falsePositives,
      rate: rangeOf(rate.selection),
      ...(comparison && {
        ...(Number.isFinite(comparison.gap.value) && { ratio: rangeOf(comparison.gap) }),
        verdict: verdicts[comparison.verdict],
      }),
    };
  });
  return {
    attribute,
    verdict: verdicts[fairness.verdict],
    reference: words[fairness.reference] ?? "",
    unknown: people - known,
    groups: groups.sort((a, b) => b.eligible - a.eligible),
  };
}

/** Both ends as JSON can hold them. */
function rangeOf({ value, low, high }: Share): LikelyRange {
  return { value, low, high: Math.min(high, Number.MAX_VALUE) };
}
