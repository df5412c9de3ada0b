import type { ReviewCheck } from "../../terms/insight.ts";
import type { Fairness, FairnessMeasure, FairnessVerdict } from "./fairness.ts";

const verdicts = { pass: "use", fail: "do-not-use", "too-little-evidence": "use-with-care" } as const;

/** One check a measure: the worst comparison of it, and the groups that have it. */
export function fairnessChecks(fairness: Fairness, names: readonly string[]): ReviewCheck[] {
  if (fairness.comparisons.length === 0)
    return [{ code: "fairness-one-group", verdict: "use-with-care", details: {} }];
  const measures = [...new Set(fairness.comparisons.map(({ measure }) => measure))];
  return measures.map((measure) => measureCheck(fairness, measure, names));
}

function measureCheck(fairness: Fairness, measure: FairnessMeasure, names: readonly string[]): ReviewCheck {
  const own = fairness.comparisons.filter((one) => one.measure === measure);
  const groupsOf = (verdict: FairnessVerdict) =>
    own.filter((one) => one.verdict === verdict).map(({ group }) => names[group]!);
  const failed = groupsOf("fail");
  const unclear = groupsOf("too-little-evidence");
  const verdict = failed.length > 0 ? "fail" : unclear.length > 0 ? "too-little-evidence" : "pass";
  const groups = (failed.length > 0 ? failed : unclear.length > 0 ? unclear : groupsOf("pass")).join(", ");
  const code = `fairness-${kebab[measure]}-${verdict === "too-little-evidence" ? "unclear" : verdict}`;
  return { code, verdict: verdicts[verdict], details: { groups, reference: names[fairness.reference]! } };
}

const kebab: Readonly<Record<FairnessMeasure, string>> = {
  selection: "selection",
  falsePositive: "false-positive",
  falseNegative: "false-negative",
  precision: "precision",
};
