import type { FairnessReport } from "../../terms/model-fairness.ts";
import type { Workspace } from "../../workspace.ts";
import type { Say } from "../model-card/say.ts";
import { fairnessOfRun } from "./kept.ts";

/** What a model card says of the comparisons kept with a run; that there is none where nobody declared a grouping. */
export function fairnessLines({ vault: { db } }: Workspace, runId: number, say: Say): string[] {
  const kept = fairnessOfRun(db, runId);
  return kept.length === 0 ? [say("fairness-none")] : kept.flatMap((report) => linesOf(report, say));
}

const hundred = (share: number): number => Math.round(100 * share);

function linesOf(report: FairnessReport, say: Say): string[] {
  const { model, by, name = "", judgedFrom, contact, scored, groups, measures, others, k, same } = report;
  return [
    // Look-alikes are judged on people held out, whenever they came.
    say(model === "lookalike" ? "fairness-intro-drawn" : "fairness-intro", {
      by: say.label("grouping", by.kind, { name }),
      ...(model !== "lookalike" && { from: judgedFrom }),
      percent: hundred(contact / Math.max(1, scored)),
      contact,
      scored,
    }),
    ...groups.map(({ group, people, selection, expected, observed }) =>
      say("fairness-group", {
        group: say.group(by.kind, group),
        // In whole tens, rounded down: with the number of all, it tells of nobody left out.
        people: 10 * Math.floor(people / 10),
        selected: hundred(selection.value),
        expected: hundred(expected),
        observed: hundred(observed.value),
        low: hundred(observed.low),
        high: hundred(observed.high),
      }),
    ),
    ...(others === 0 ? [] : [say("fairness-others", { k })]),
    ...measures.map(({ measure, verdict }) =>
      say("fairness-measure", {
        measure: say.label("fairMeasure", measure),
        verdict: say.verdict(verdict),
      }),
    ),
    ...(same ? [] : [say("fairness-changed")]),
  ];
}
