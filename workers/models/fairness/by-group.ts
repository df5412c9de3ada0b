import { shareDifference, wilson, type Share } from "../../stats/wilson.ts";
import type { FairnessMeasureName } from "../../terms/model-fairness.ts";
import { judgeFairness, judgeGap, usualLimits, worstOf, type FairnessVerdict } from "./fairness.ts";
import { ratesByGroup, type GroupRates } from "./rates.ts";

/** Five people of a hundred by which a group's chances may be off, as of challengers (models/champion). */
export const calibrationRoom = 0.05;

/** People held out, one entry each. */
export interface GroupedPeople {
  /** -1: of no group. */
  readonly group: Int32Array;
  readonly groups: number;
  readonly chance: Float64Array;
  readonly outcome: Uint8Array;
  /** 1 for those who would have been contacted. */
  readonly chosen: Uint8Array;
}

/** Rates of one group; those over fewer than k people are absent. */
export interface TellableGroup {
  readonly group: number;
  readonly people: number;
  readonly selection: Share;
  readonly truePositive?: Share;
  readonly falsePositive?: Share;
  readonly precision?: Share;
  readonly expected: number;
  readonly observed: Share;
}

interface Compared {
  readonly group: number;
  /** NaN where there are too few to tell. */
  readonly gap: Share;
  readonly verdict: FairnessVerdict;
}

interface GroupFairness {
  /** The largest first. */
  readonly groups: readonly TellableGroup[];
  /** People of no group, and of groups with fewer than k. */
  readonly others: number;
  /** The largest group, beside which the others are set; undefined without any. */
  readonly reference: number | undefined;
  readonly verdict: FairnessVerdict;
  readonly measures: readonly {
    readonly measure: FairnessMeasureName;
    readonly verdict: FairnessVerdict;
    readonly comparisons: readonly Compared[];
  }[];
}

/**
 * Compares by group what a model said of people it was not shown: who is chosen (disparate impact: ratio of rates against four fifths, 29
 * CFR 1607.4 D), who is chosen of those it happened to (equal opportunity, Hardt, Price & Srebro 2016) and of those it did not, how often
 * it happened to the chosen, and whether chances mean the same in every group (calibration: observed less expected within five of a hundred,
 * Chouldechova 2017). A comparison passes when its whole 95 % range lies within the limits, fails when all of it lies outside, and is too
 * little evidence else. Groups of fewer than `k` people, and shares of fewer than `k`, are neither told nor compared.
 */
export function groupFairness(people: GroupedPeople, k: number): GroupFairness {
  const shown = tellableGroups(people, k);
  const others = people.group.reduce((sum, g) => sum + (g >= 0 && shown.has(g) ? 0 : 1), 0);
  const group = people.group.map((g) => (shown.has(g) ? g : -1));
  const rates = ratesByGroup(group, people.groups, people.outcome, people.chosen);
  const expected = meanChance(group, people);
  const order = [...shown].sort((a, b) => rates[b]!.n - rates[a]!.n || a - b);
  if (order.length === 0)
    return { groups: [], others, reference: undefined, verdict: "too-little-evidence", measures: [] };
  const measures = [
    ...betweenGroups(rates, order, k),
    {
      measure: "calibration" as const,
      comparisons: order.map((g) => calibrationOf(g, rates[g]!, expected[g]!)),
    },
  ].map(({ measure, comparisons }) => ({ measure, comparisons, verdict: worstOf(comparisons) }));
  return {
    groups: order.map((g) => tellable(g, rates[g]!, expected[g]!, k)),
    others,
    reference: order[0],
    verdict: worstOf(measures),
    measures,
  };
}

function tellableGroups({ group, groups }: GroupedPeople, k: number): Set<number> {
  const size = new Int32Array(groups);
  for (const g of group) if (g >= 0) size[g] = size[g]! + 1;
  return new Set([...size.keys()].filter((g) => size[g]! >= k));
}

function meanChance(group: Int32Array, { groups, chance }: GroupedPeople): Float64Array {
  const [sum, n] = [new Float64Array(groups), new Float64Array(groups)];
  group.forEach((g, row) => {
    if (g < 0) return;
    sum[g] = sum[g]! + chance[row]!;
    n[g] = n[g]! + 1;
  });
  return sum.map((total, g) => total / n[g]!);
}

const chosenOf = ({ truePositives, falsePositives }: GroupRates) => truePositives + falsePositives;
const happenedTo = ({ truePositives, falseNegatives }: GroupRates) => truePositives + falseNegatives;
const notHappenedTo = ({ trueNegatives, falsePositives }: GroupRates) => trueNegatives + falsePositives;

const truePositiveOf = (rates: GroupRates): Share => wilson(rates.truePositives, happenedTo(rates));

function tellable(group: number, rates: GroupRates, expected: number, k: number): TellableGroup {
  return {
    group,
    people: rates.n,
    selection: rates.selection,
    ...(happenedTo(rates) >= k && { truePositive: truePositiveOf(rates) }),
    ...(notHappenedTo(rates) >= k && { falsePositive: rates.falsePositive }),
    ...(chosenOf(rates) >= k && { precision: rates.precision }),
    expected,
    observed: rates.base,
  };
}

const counted = {
  selection: ({ n }: GroupRates) => n,
  truePositive: happenedTo,
  falsePositive: notHappenedTo,
  precision: chosenOf,
} as const;

/** Every group but the largest beside it. What too few people stand behind is no comparison. */
function betweenGroups(rates: readonly GroupRates[], order: readonly number[], k: number) {
  const { comparisons } = judgeFairness(
    order.map((g) => rates[g]!),
    true,
  );
  const reference = rates[order[0]!]!;
  const { difference } = usualLimits;
  return (Object.keys(counted) as (keyof typeof counted)[]).map((measure) => ({
    measure,
    comparisons: order.slice(1).map((g, place): Compared => {
      const own = rates[g]!;
      if (Math.min(counted[measure](own), counted[measure](reference)) < k) return untold(g);
      if (measure === "truePositive") {
        const gap = shareDifference(truePositiveOf(own), truePositiveOf(reference));
        return { group: g, gap, verdict: judgeGap(gap, -difference, difference) };
      }
      const found = comparisons.find((one) => one.group === place + 1 && one.measure === measure)!;
      return { group: g, gap: found.gap, verdict: found.verdict };
    }),
  }));
}

function calibrationOf(group: number, { base }: GroupRates, expected: number): Compared {
  const gap = { value: base.value - expected, low: base.low - expected, high: base.high - expected };
  return { group, gap, verdict: judgeGap(gap, -calibrationRoom, calibrationRoom) };
}

function untold(group: number): Compared {
  return { group, gap: { value: NaN, low: NaN, high: NaN }, verdict: "too-little-evidence" };
}
