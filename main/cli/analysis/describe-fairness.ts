import type { LikelyRange } from "../../../workers/terms/decision.ts";
import type { FairnessMeasureReport, FairnessReport } from "../../../workers/terms/model-fairness.ts";
import { table } from "../core/print.ts";
import type { Words } from "../core/words.ts";
import type { Document } from "./vault-models.ts";

/** Beyond this a ratio says no more than that it is large. */
const MOST_SHOWN = 999;

/** The comparisons of a run by group, in people out of a hundred. */
export function describeFairness(document: Document, words: Words): readonly string[] {
  const reports = (document["fairness"] ?? []) as readonly FairnessReport[];
  return reports.flatMap((report) => ["", ...describeReport(report, words)]);
}

function describeReport(report: FairnessReport, words: Words): readonly string[] {
  const { by, name = "", verdict, contact, scored, groups, measures, k, others, same } = report;
  return [
    words.say("fair-compared", {
      by: words.label("words", `grouping.${by.kind}`, { name }),
      verdict: words.label("release", `decision.verdict.${verdict}`),
      percent: words.number((100 * contact) / Math.max(1, scored)),
      contact: words.number(contact),
      scored: words.number(scored),
    }),
    ...(groups.length === 0 ? [] : groupTable(report, words)),
    ...measures.flatMap((measure) => measureLines(report, measure, words)),
    ...(others === 0 ? [] : [words.say("fair-others", { k })]),
    ...(same ? [] : [words.say("fair-changed")]),
  ];
}

/** The name of a group in words. */
function groupName({ by }: FairnessReport, group: string, words: Words): string {
  const key = by.kind === "segment" ? `segmentSide.${group}` : `value.${by.kind}.${group}`;
  const said = words.label(by.kind === "segment" ? "words" : "release", key);
  return said === key ? group : said;
}

function groupTable(report: FairnessReport, words: Words): readonly string[] {
  const hundred = (share: LikelyRange | undefined): string =>
    share === undefined ? "–" : words.number(100 * share.value);
  return table(
    [
      words.say("fair-group"),
      words.say("fair-people"),
      words.say("fair-chosen"),
      words.say("fair-opportunity"),
      words.say("fair-wrongly"),
      words.say("fair-right"),
      words.say("fair-expected"),
      words.say("fair-observed"),
    ],
    report.groups.map(
      ({ group, people, selection, truePositive, falsePositive, precision, expected, observed }) => [
        groupName(report, group, words),
        words.number(people),
        hundred(selection),
        hundred(truePositive),
        hundred(falsePositive),
        hundred(precision),
        words.number(100 * expected),
        hundred(observed),
      ],
    ),
  );
}

function measureLines(
  report: FairnessReport,
  { measure, verdict, comparisons }: FairnessMeasureReport,
  words: Words,
): readonly string[] {
  const label = (one: typeof verdict): string => words.label("release", `decision.verdict.${one}`);
  return [
    `${words.label("words", `fairMeasure.${measure}`)}: ${label(verdict)}`,
    ...comparisons.flatMap(({ group, gap, verdict: own }) => {
      if (gap === undefined) return [];
      const ratio = measure === "selection";
      const number = (value: number): string =>
        ratio ? words.number(Math.min(value, MOST_SHOWN), 2) : words.number(100 * value);
      const said = words.say(ratio ? "fair-ratio" : "fair-gap", {
        group: groupName(report, group, words),
        reference: groupName(report, report.reference ?? "", words),
        value: number(gap.value),
        low: number(gap.low),
        high: number(gap.high),
      });
      return [`  ${said}: ${label(own)}`];
    }),
  ];
}
