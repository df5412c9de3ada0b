import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import type {
  ChurnField,
  ChurnFieldReport,
  ChurnReport,
  ChurnValidation,
  Rhythm,
} from "../../terms/churn.ts";
import type { ExplainingLearner } from "../../terms/champion.ts";
import type { Review, ReviewCheck } from "../../terms/insight.ts";
import type { FeatureBins } from "../../terms/track-record.ts";
import { calibrationDrift } from "../drift/calibration-drift.ts";
import { featureBins, weightsOf } from "../drift/feature-bins.ts";
import type { HeldOutPeople } from "../fairness/held-out.ts";
import { review } from "../review.ts";
import { textChecks } from "../texts/checks.ts";
import { auc } from "../validation/auc.ts";
import type { Validation } from "../validation/validated.ts";
import { churnDataChecks, churnFitChecks, sourceLeak } from "./churn-checks.ts";
import { personScoresOf, type ChurnScores } from "./churn-scores.ts";
import { decisionsOf, expectedSum, heldOutFigures, histogramOf, part, sumOf } from "./figures.ts";
import { keptModel, type KeptModel } from "./kept-model.ts";
import { judged, learn, type Learnt } from "./learnt.ts";
import { pairShapesOf } from "./pair-shapes.ts";
import { pastsOf, rowHorizons, withoutSource, type Past } from "./pasts.ts";
import type { PersonHistory } from "./person-history.ts";
import { shopRhythm } from "./rhythm.ts";
import { shapesOf } from "./shapes.ts";
import { activeSnapshot, type ActiveSnapshot } from "./snapshot.ts";

/** Bins of a number: enough for its shape, few enough for a shape to be read. */
const BINS = 32;
/** Pairs of fields learnt together, at most. */
const PAIRS = 5;

export interface ChurnInput {
  readonly history: PersonHistory;
  readonly end: EpochDay;
  /** Left out: from the shop's rhythm. */
  readonly horizonDays?: number;
  readonly rhythm: Rhythm;
  /** The explainable boosting machine when left out. */
  readonly learner?: ExplainingLearner;
  /** Stops after the judgement: what was said of the people held out, and no score of anybody. */
  readonly heldOutOnly?: boolean;
}

/** What of a run is stored, beside the scores. Days are epoch days. */
export interface ChurnOutput extends Pick<
  ChurnReport,
  "horizonDays" | "activeDays" | "people" | "gone" | "learnt" | "decisions" | "histogram"
> {
  readonly usualGapDays?: number;
  readonly learntFrom: EpochDay;
  readonly judgedFrom: EpochDay;
  readonly validation?: ChurnValidation;
  readonly base?: number;
  readonly expected?: NonNullable<ChurnReport["expected"]>;
  readonly fields: readonly ChurnFieldReport[];
  readonly pairs?: NonNullable<ChurnReport["pairs"]>;
  readonly review: Review;
  readonly scores: ChurnScores;
  /** What is kept to be held against what happens; absent when the review says do-not-use. */
  readonly forecast?: ChurnForecast;
  /** The model itself, so that it can be asked what would be if. */
  readonly model?: KeptModel;
  /** Where it was asked for, and the review does not say do-not-use. */
  readonly heldOut?: HeldOutPeople;
}

/** What a run keeps beside its scores: the plain rule's score and the days ahead of each person, and whom it learnt from. */
export interface ChurnForecast {
  /** Days without an order, by person scored: who has not bought for longest leaves first. */
  readonly plain: Float64Array;
  readonly days: number | Int32Array;
  readonly features: readonly FeatureBins[];
}

/**
 * Who is about to leave: has no order in the horizon to come. Time is cut twice. The model learns from what was known two
 * horizons before the end and who then left, is judged on the horizon before the end, which it was not shown, and is fitted
 * anew on that to say of each customer what is to come (explainable boosting machine, `fitEbm`). Only who bought within two
 * horizons before a cut is looked at: others have gone. Scores are empty and figures absent when the review says do-not-use.
 * Deterministic, whatever the order of the people.
 * @throws Cancelled
 */
export function churn(
  { history, end, horizonDays, rhythm, learner = "ebm", heldOutOnly = false }: ChurnInput,
  job: JobControl,
): ChurnOutput {
  job.progress({ phase: "histories", done: 0, total: 100 });
  const shop = shopRhythm(history, end, job);
  const horizon = horizonDays ?? shop.horizon;
  const pasts = pastsOf({ history, end, horizon, rhythm }, job);
  const { activeDays, learntFrom, judgedFrom, first, second } = pasts;
  const now = activeSnapshot(history, { cut: end, activeDays }, job);
  const head = {
    horizonDays: horizon,
    activeDays,
    learntFrom,
    judgedFrom,
    ...(shop.usualGap !== undefined && { usualGapDays: shop.usualGap }),
    people: now.person.length,
    gone: now.gone,
    learnt: { people: first.left.length, left: sumOf(first.left) },
  };
  const checks = churnDataChecks({ history, end, horizon, span: shop.span, left: first.left, now });
  checks.push(...textChecks(history.texts, end));
  if (review(checks).verdict === "do-not-use") return refused(head, checks, undefined, job);
  const leak = sourceLeak(first.known, first.left);
  if (leak !== undefined) checks.push(leak);
  const [past, later] = leak === undefined ? [first, second] : [withoutSource(first), withoutSource(second)];
  const judgement = judge({ past, later, learner }, checks, part(job, 10, 50));
  if (judgement === undefined || review(checks).verdict === "do-not-use")
    return refused(head, checks, judgement?.told, job);
  if (heldOutOnly) {
    const heldOut = { person: later.known.person, chance: judgement.chance, outcome: later.left };
    return { ...refused(head, checks, judgement.told, job), heldOut };
  }
  const learnt = learn(
    later.known.table,
    later.left,
    { bins: BINS, pairs: PAIRS, learner },
    part(job, 50, 90),
  );
  if (learnt === undefined) return refused(head, [...checks, nothingToLearn], judgement.told, job);
  job.progress({ phase: "scores", done: 90, total: 100 });
  const asIf = activeSnapshot(history, { cut: end, activeDays, asIfOrdered: true }, job);
  const { scores, importance } = personScoresOf(
    now.person,
    { model: learnt, table: now.table },
    asIf.table,
    job,
  );
  return {
    ...head,
    validation: judgement.told,
    decisions: decisionsOf(judgement.validation, later.left, now.person.length),
    base: 1 / (1 + Math.exp(-learnt.model.intercept)),
    expected: expectedSum(scores.chance, judgement.drift),
    histogram: histogramOf(scores.chance),
    fields: shapesOf<ChurnField>(learnt, importance),
    pairs: pairShapesOf<ChurnField>(learnt),
    review: review(checks),
    scores,
    forecast: forecastOf({ now, later }, learnt, importance, { horizon, rhythm }),
    model: keptModel(learnt),
  };
}

function forecastOf(
  { now, later }: { readonly now: ActiveSnapshot; readonly later: Past },
  learnt: Learnt,
  importance: Float64Array,
  { horizon, rhythm }: { readonly horizon: number; readonly rhythm: Rhythm },
): ChurnForecast {
  const recency = now.table.columns.find(({ name }) => name === "sinceLast");
  return {
    plain: recency?.kind === "number" ? recency.values : new Float64Array(now.person.length),
    days: rowHorizons(now, horizon, rhythm),
    features: featureBins(later.known.table, weightsOf(learnt.columns, importance)),
  };
}

type Head = Omit<ChurnOutput, "decisions" | "histogram" | "fields" | "review" | "scores">;

/** A run that must not be used, or is not asked for more: no figure of a person, none that follows from them. */
function refused(
  head: Head,
  checks: readonly ReviewCheck[],
  validation: ChurnValidation | undefined,
  job: JobControl,
): ChurnOutput {
  return {
    ...head,
    ...(validation && { validation }),
    decisions: [],
    histogram: [],
    fields: [],
    review: review(checks),
    scores: personScoresOf([], undefined, undefined, job).scores,
  };
}

const nothingToLearn: ReviewCheck = { code: "nothing-to-learn", verdict: "do-not-use", details: {} };

interface Split {
  readonly past: Past;
  readonly later: Past;
  readonly learner: ExplainingLearner;
}

function judge({ past, later, learner }: Split, checks: ReviewCheck[], job: JobControl) {
  const before = learn(past.known.table, past.left, { bins: BINS, pairs: PAIRS, learner }, job);
  if (before === undefined) {
    checks.push(nothingToLearn);
    return undefined;
  }
  const { chance } = before.chances(later.known.table);
  job.check();
  const validation = judged(chance, later.left);
  job.check();
  const drift = calibrationDrift(chance, later.left);
  job.check();
  const recency = later.known.table.columns.find(({ name }) => name === "sinceLast");
  const plain = recency?.kind === "number" ? auc(recency.values, later.left).value : NaN;
  checks.push(...churnFitChecks(validation, drift, plain));
  if (validation === undefined) return undefined;
  return { drift, validation, chance, told: validationOf(validation, later.left, plain) };
}

function validationOf(validation: Validation, left: Uint8Array, recencyAuc: number): ChurnValidation {
  const { positives, plainAuc, ...figures } = heldOutFigures(validation, left, recencyAuc);
  return { ...figures, left: positives, recencyAuc: plainAuc };
}
