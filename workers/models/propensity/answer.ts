import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import type { ReviewCheck } from "../../terms/insight.ts";
import type { BehaviourField, PropensityReport } from "../../terms/propensity.ts";
import type { DataTable } from "../design/table.ts";
import type { FeatureBins } from "../../terms/track-record.ts";
import { calibrationDrift } from "../drift/calibration-drift.ts";
import { featureBins, weightsOf } from "../drift/feature-bins.ts";
import type { HeldOutPeople } from "../fairness/held-out.ts";
import { review } from "../review.ts";
import { auc } from "../validation/auc.ts";
import { fitChecks, leakingFields } from "./answer-checks.ts";
import { personScoresOf, type ChurnScores } from "./churn-scores.ts";
import { withoutFields } from "./field-columns.ts";
import { decisionsOf, expectedSum, heldOutFigures, histogramOf, part, sumOf } from "./figures.ts";
import { judged, learn } from "./learnt.ts";
import { pairShapesOf } from "./pair-shapes.ts";
import type { Past } from "./past.ts";
import { shapesOf } from "./shapes.ts";

/** Bins of a number: enough for its shape, few enough for a shape to be read. */
const BINS = 32;
/** Pairs of fields learnt together, at most. */
const PAIRS = 5;

/** What is known now of those to be scored. */
interface Present {
  readonly person: Int32Array;
  readonly table: DataTable;
}

/** A question, ready to be learnt. */
export interface Asked {
  /** Learnt from, to be judged on `second`, which lies later and is not shown. */
  readonly first: Past;
  readonly second: Past;
  /** What the chances told are learnt from; `second` when left out. */
  readonly whole?: Past;
  readonly now: Present;
  /** What a plain rule would say of each row of `second`: higher is likelier. */
  readonly plain: Float64Array;
  /** Whose spread over the fields is kept, to be held against later ones; `whole` when left out. */
  readonly compared?: DataTable;
  /** Fields that may hold what was known only later, or what the outcome is made of: left out where one alone tells it. */
  readonly suspects: readonly BehaviourField[];
  /** What the data alone says. */
  readonly checks: readonly ReviewCheck[];
  /** Stops after the judgement: no score of anybody. */
  readonly heldOutOnly?: boolean | undefined;
}

/** What of an answer is stored beside the scores, and what it told of the rows held out. */
interface Answer extends Pick<
  PropensityReport,
  "learnt" | "validation" | "decisions" | "base" | "expected" | "histogram" | "fields" | "pairs" | "review"
> {
  readonly scores: ChurnScores;
  /** How those learnt from were spread over each field; absent when refused. */
  readonly features?: readonly FeatureBins[];
  /** Chances of the rows of `second` from the model that was not shown them; empty when refused before. */
  readonly heldOut: Float64Array;
}

/** What a question keeps beside its scores, to be held against what happens. */
interface PropensityForecast {
  /** The plain rule's score of each person scored: higher is likelier. */
  readonly plain: Float64Array;
  /** Days ahead: the same for all, or of each. */
  readonly days: number | Int32Array;
}

/** What a model of a question answers with. Days are epoch days. */
export interface PropensityOutput extends Omit<Answer, "heldOut"> {
  /** Absent where nothing can be counted later. */
  readonly forecast?: PropensityForecast;
  readonly horizonDays: number;
  readonly learntFrom: EpochDay;
  readonly judgedFrom: EpochDay;
  /** Where it was asked for, and the review does not say do-not-use. */
  readonly heldOut?: HeldOutPeople;
}

const nothingToLearn: ReviewCheck = { code: "nothing-to-learn", verdict: "do-not-use", details: {} };

/**
 * Learns a question from the first past, judges it on the second, which lies later, and scores the present with a fit on all
 * that may be looked at (explainable boosting machine, `fitEbm`). Scores are empty and figures absent when the review says
 * do-not-use. Deterministic, whatever the order of the rows.
 * @throws Cancelled
 */
export function answer(asked: Asked, job: JobControl): Answer {
  const { first, second, now, plain } = asked;
  const checks = [...asked.checks];
  const learnt = { people: first.labels.length, positives: sumOf(first.labels) };
  if (review(checks).verdict === "do-not-use") return refused({ learnt }, checks, job);
  const leaks = leakingFields([first, second], asked.suspects);
  checks.push(...leaks.map(({ check }) => check));
  const names = leaks.map(({ field }) => field);
  const clean = (table: DataTable) => withoutFields(table, names);
  const options = { bins: BINS, pairs: PAIRS };
  const before = learn(clean(first.table), first.labels, options, part(job, 10, 50));
  if (before === undefined) return refused({ learnt }, [...checks, nothingToLearn], job);
  const { chance: heldOut } = before.chances(clean(second.table));
  job.check();
  const validation = judged(heldOut, second.labels);
  job.check();
  const drift = calibrationDrift(heldOut, second.labels);
  const plainAuc = auc(plain, second.labels).value;
  checks.push(...fitChecks(validation, drift, plainAuc));
  if (validation === undefined) return refused({ learnt }, checks, job);
  const head = { learnt, validation: heldOutFigures(validation, second.labels, plainAuc) };
  if (review(checks).verdict === "do-not-use") return refused(head, checks, job);
  if (asked.heldOutOnly === true) return { ...refused(head, checks, job), heldOut };
  const whole = asked.whole ?? second;
  const model = learn(clean(whole.table), whole.labels, options, part(job, 50, 90));
  if (model === undefined) return refused(head, [...checks, nothingToLearn], job);
  job.progress({ phase: "scores", done: 90, total: 100 });
  const { scores, importance } = personScoresOf(
    now.person,
    { model, table: clean(now.table) },
    undefined,
    job,
  );
  return {
    ...head,
    decisions: decisionsOf(validation, second.labels, now.person.length),
    base: 1 / (1 + Math.exp(-model.model.intercept)),
    expected: expectedSum(scores.chance, drift),
    histogram: histogramOf(scores.chance),
    fields: shapesOf<BehaviourField>(model, importance),
    pairs: pairShapesOf<BehaviourField>(model),
    review: review(checks),
    scores,
    features: featureBins(clean(asked.compared ?? whole.table), weightsOf(model.columns, importance)),
    heldOut,
  };
}

/** An answer that must not be used, or is not asked for more: no figure of a person, none that follows from them. */
function refused(
  head: Pick<Answer, "learnt" | "validation">,
  checks: readonly ReviewCheck[],
  job: JobControl,
): Answer {
  return {
    ...head,
    decisions: [],
    histogram: [],
    fields: [],
    review: review(checks),
    scores: personScoresOf([], undefined, undefined, job).scores,
    heldOut: new Float64Array(0),
  };
}

/** What was said of the people held out, for a question that asked for no more; nothing where it was refused before. */
export function heldOutOf(
  asked: Pick<Asked, "second" | "heldOutOnly">,
  person: Int32Array,
  chance: Float64Array,
): { readonly heldOut?: HeldOutPeople } {
  if (asked.heldOutOnly !== true || chance.length === 0) return {};
  return { heldOut: { person, chance, outcome: asked.second.labels } };
}
