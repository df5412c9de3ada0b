import type { HeldOutPeople } from "../../models/fairness/held-out.ts";
import { chosenHighest } from "../../models/fairness/held-out.ts";
import { calibrationRoom, groupFairness, type TellableGroup } from "../../models/fairness/by-group.ts";
import { usualLimits, type FairnessVerdict } from "../../models/fairness/fairness.ts";
import type { Share } from "../../stats/wilson.ts";
import type { ChoiceVerdict, LikelyRange } from "../../terms/decision.ts";
import type { FairGroup, FairnessReport } from "../../terms/model-fairness.ts";

const verdicts: Readonly<Record<FairnessVerdict, ChoiceVerdict>> = {
  pass: "fair",
  fail: "look-closer",
  "too-little-evidence": "too-little-evidence",
};

/** The people held out, each with a place in `words` or -1. */
interface Grouped {
  readonly people: HeldOutPeople;
  readonly codes: Int32Array;
  readonly words: readonly string[];
}

type Figures = Pick<
  FairnessReport,
  "people" | "others" | "k" | "limits" | "reference" | "verdict" | "groups" | "measures"
>;

/** What a comparison by group comes to, as it is told: the highest `share` of the people held out would have been contacted. */
export function fairnessFigures({ people, codes, words }: Grouped, share: number, k: number): Figures {
  const { chance, outcome, rank = chance } = people;
  const chosen = chosenHighest(rank, Math.max(1, Math.round(share * chance.length)));
  const found = groupFairness({ group: codes, groups: words.length, chance, outcome, chosen }, k);
  const { groups, others, reference, verdict, measures } = found;
  return {
    people: groups.reduce((sum, group) => sum + group.people, 0),
    ...((others === 0 || others >= k) && { others }),
    k,
    limits: { ...usualLimits, calibration: calibrationRoom },
    ...(reference !== undefined && { reference: words[reference]! }),
    verdict: verdicts[verdict],
    groups: groups.map((group) => toldGroup(words[group.group]!, group)),
    measures: measures.map(({ measure, comparisons, verdict: own }) => ({
      measure,
      verdict: verdicts[own],
      comparisons: comparisons.map(({ group, gap, verdict: one }) => ({
        group: words[group]!,
        ...(Number.isFinite(gap.value) && { gap: rangeOf(gap) }),
        verdict: verdicts[one],
      })),
    })),
  };
}

function toldGroup(name: string, group: TellableGroup): FairGroup {
  const { people, selection, truePositive, falsePositive, precision, expected, observed } = group;
  return {
    group: name,
    people,
    selection: rangeOf(selection),
    ...(truePositive && { truePositive: rangeOf(truePositive) }),
    ...(falsePositive && { falsePositive: rangeOf(falsePositive) }),
    ...(precision && { precision: rangeOf(precision) }),
    expected,
    observed: rangeOf(observed),
  };
}

/** Both ends as JSON can hold them. */
function rangeOf({ value, low, high }: Share): LikelyRange {
  return { value, low, high: Math.min(high, Number.MAX_VALUE) };
}
