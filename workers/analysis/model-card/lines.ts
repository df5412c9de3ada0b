import type { ChallengeReport } from "../../terms/champion.ts";
import type { ChurnReport } from "../../terms/churn.ts";
import type { GroupReport } from "../../terms/groups.ts";
import type { LifetimeReport, Review } from "../../terms/insight.ts";
import type { ModelCard } from "../../terms/model-card.ts";
import type { TrackedRun } from "../../terms/track-record.ts";
import type { Workspace } from "../../workspace.ts";
import type { Say } from "./say.ts";

/** What the report of any model holds. */
export interface AnyReport extends Partial<
  Omit<ChurnReport & LifetimeReport & GroupReport, "review" | "fields">
> {
  readonly end: string;
  readonly people: number;
  readonly review: Review;
  readonly fields?: readonly (string | { readonly field: string; readonly importance: number })[];
}

interface Lines {
  readonly question: readonly string[];
  readonly intended: readonly string[];
  readonly limits: readonly string[];
  readonly data: readonly string[];
  readonly used: readonly string[];
  readonly method: readonly string[];
  readonly right: readonly string[];
}

/** What a card says of its model and of the figures kept with the run. */
export function modelLines(model: string, report: AnyReport, say: Say): Lines {
  if (model === "churn") return churnLines(report, say);
  if (model === "lifetime") return lifetimeLines(report, say);
  if (model === "groups") return groupLines(report, say);
  return {
    question: [say("other-question", { model })],
    intended: [say("other-intended")],
    limits: [say("limit-person"), say("limit-cause"), say("limit-season")],
    data: [say("data-end", { end: report.end, people: report.people })],
    used: usedFields(report, say),
    method: [],
    right: heldOut(report, say),
  };
}

function churnLines(report: AnyReport, say: Say): Lines {
  const {
    learntFrom = "",
    judgedFrom = "",
    end,
    learnt,
    horizonDays = 0,
    activeDays = 0,
    learner = "ebm",
  } = report;
  return {
    question: [say("churn-question", { days: horizonDays })],
    intended: [say("churn-intended")],
    limits: [
      say("limit-person"),
      say("limit-cause"),
      say("limit-season"),
      say("churn-limit", { days: activeDays }),
    ],
    data: [
      say("churn-data", { learntFrom, judgedFrom, end }),
      say("churn-learnt", { people: learnt?.people ?? 0, left: learnt?.left ?? 0 }),
      ...(report.currency === undefined ? [] : [say("data-currency", { currency: report.currency })]),
    ],
    used: usedFields(report, say),
    method: [say(learner === "logistic" ? "churn-logistic" : "churn-ebm"), say("churn-split")],
    right: heldOut(report, say),
  };
}

function lifetimeLines(
  { end, people, holdout, horizonDays = 0, annualDiscount = 0, currency = "" }: AnyReport,
  say: Say,
): Lines {
  const sum = (of: "actual" | "expected") =>
    (holdout?.bins ?? []).reduce((total, bin) => total + bin[of] * bin.people, 0);
  return {
    question: [say("lifetime-question", { days: horizonDays })],
    intended: [say("lifetime-intended")],
    limits: [say("limit-person"), say("lifetime-limit"), say("limit-season")],
    data: [say("data-end", { end, people }), say("data-currency", { currency })],
    used: [say("lifetime-used")],
    method: [say("lifetime-method"), say("lifetime-discount", { percent: 100 * annualDiscount })],
    right:
      holdout === undefined
        ? [say("right-none")]
        : [
            say("lifetime-right", {
              from: holdout.fromDay,
              expected: Math.round(sum("expected")),
              actual: Math.round(sum("actual")),
            }),
            ...(holdout.naive === undefined
              ? []
              : [say("lifetime-naive", { naive: Math.round(holdout.naive) })]),
          ],
  };
}

function groupLines(report: AnyReport, say: Say): Lines {
  const { end, people, k = 0, counts } = report;
  const stability = counts?.find((one) => one.k === k)?.stability;
  return {
    question: [say("groups-question")],
    intended: [say("groups-intended")],
    limits: [say("limit-person"), say("groups-limit")],
    data: [say("data-end", { end, people })],
    used: usedFields(report, say),
    method: [say("groups-method")],
    right: stability === undefined ? [say("right-none")] : [say("groups-right", { k, stability })],
  };
}

function usedFields({ fields = [] }: AnyReport, say: Say): string[] {
  return fields
    .map((one) => (typeof one === "string" ? { field: one, importance: 0 } : one))
    .toSorted((a, b) => b.importance - a.importance)
    .map(({ field }) => say.field(field));
}

function heldOut({ validation, judgedFrom = "" }: AnyReport, say: Say): string[] {
  if (validation === undefined) return [say("right-none")];
  const { auc, recencyAuc, logLoss, brier, plainRate, people, calibrationSlope } = validation;
  const facts = { auc: auc.value, low: auc.low, high: auc.high, logLoss, brier, people };
  return [
    say("right-auc", { ...facts, from: judgedFrom }),
    // Only the churn model has this plain rule.
    ...(Number.isFinite(recencyAuc) ? [say("right-plain", { recency: recencyAuc })] : []),
    say("right-loss", { ...facts, plainLoss: plainRate.logLoss, plainBrier: plainRate.brier }),
    ...(calibrationSlope === null ? [] : [say("right-slope", { slope: calibrationSlope })]),
  ];
}

/** What challengers did against the champion of a run; nothing where none was called. */
export function challengerLines({ vault }: Workspace, runId: number, say: Say): string[] {
  const kept = vault.db.first<{ document: string }>("SELECT document FROM run_challenges WHERE run_id = ?", [
    runId,
  ]);
  if (kept === undefined) return [say("challengers-none")];
  const { challengers, people } = JSON.parse(kept.document) as ChallengeReport;
  return challengers.map(({ learner, aucDifference, verdict }) =>
    say(`challenger-${verdict}`, {
      learner: say(`learner-${learner}`),
      value: aucDifference.value,
      low: aucDifference.low,
      high: aucDifference.high,
      people,
    }),
  );
}

/** What came of a run's forecast so far. */
export function recordLines({ state, until, forecast, result, daysPassed }: TrackedRun, say: Say): string[] {
  const { value, low, high } = result?.expected ?? forecast.expected;
  const expected = { value: Math.round(value), low: Math.round(low), high: Math.round(high) };
  if (result === undefined)
    return [
      say(state === "waiting" ? "record-waiting" : "record-partly", { until, days: daysPassed, ...expected }),
    ];
  return [
    say(`record-${result.verdict}`, {
      until,
      ...expected,
      happened: Math.round(result.happened),
      people: result.people,
    }),
    ...(result.comparison ? [say(`record-plain-${result.comparison}`)] : []),
  ];
}

/** The figures of a report that a reader may want as numbers. */
export function figuresOf({ validation, total, expected, silhouette }: AnyReport): ModelCard["figures"] {
  return [
    ...(validation
      ? [
          { name: "auc", ...validation.auc },
          { name: "logLoss", value: validation.logLoss },
          { name: "brier", value: validation.brier },
          { name: "plainRateLogLoss", value: validation.plainRate.logLoss },
          { name: "liftTopTenth", value: validation.liftTopTenth },
          ...(validation.calibrationSlope === null
            ? []
            : [{ name: "calibrationSlope", value: validation.calibrationSlope }]),
        ]
      : []),
    ...(expected ? [{ name: "expected", ...expected }] : []),
    ...(total ? [{ name: "totalValue", ...total }] : []),
    ...(typeof silhouette === "number" ? [{ name: "silhouette", value: silhouette }] : []),
  ];
}
