import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import type {
  ChurnDecision,
  ChurnField,
  ChurnFieldReport,
  ChurnReport,
  ChurnValidation,
  Rhythm,
} from "../../terms/churn.ts";
import type { Review, ReviewCheck } from "../../terms/insight.ts";
import { calibrationDrift, type CalibrationDrift } from "../drift/calibration-drift.ts";
import { review } from "../review.ts";
import { auc, aucInterval } from "../validation/auc.ts";
import { expectedOutcomes } from "../validation/gains.ts";
import type { Validation } from "../validation/validated.ts";
import { churnDataChecks, churnFitChecks, sourceLeak } from "./churn-checks.ts";
import { personScoresOf, type ChurnScores } from "./churn-scores.ts";
import { judged, learn } from "./learnt.ts";
import { leftAfter } from "./order-features.ts";
import type { PersonHistory } from "./person-history.ts";
import { horizonsOf, shopRhythm } from "./rhythm.ts";
import { shapesOf } from "./shapes.ts";
import { activeSnapshot, type ActiveSnapshot } from "./snapshot.ts";

/** Bins of a number: enough for its shape, few enough for a shape to be read. */
const BINS = 32;
/** Pairs of fields learnt together, at most. */
const PAIRS = 5;
/** Horizons after which somebody who has not ordered counts as gone before. */
const ACTIVE = 2;

export interface ChurnInput {
  readonly history: PersonHistory;
  readonly end: EpochDay;
  /** Left out: from the shop's rhythm. */
  readonly horizonDays?: number;
  readonly rhythm: Rhythm;
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
  readonly review: Review;
  readonly scores: ChurnScores;
}

/** A moment in time: what was known of the active then, and who of them then left. */
interface Past {
  readonly known: ActiveSnapshot;
  readonly left: Uint8Array;
}

/**
 * Who is about to leave: has no order in the horizon to come. Time is cut twice. The model learns from what was known two
 * horizons before the end and who then left, is judged on the horizon before the end, which it was not shown, and is fitted
 * anew on that to say of each customer what is to come (explainable boosting machine, `fitEbm`). Only who bought within two
 * horizons before a cut is looked at: others have gone. Scores are empty and figures absent when the review says do-not-use.
 * Deterministic, whatever the order of the people.
 * @throws Cancelled
 */
export function churn({ history, end, horizonDays, rhythm }: ChurnInput, job: JobControl): ChurnOutput {
  job.progress({ phase: "histories", done: 0, total: 100 });
  const shop = shopRhythm(history, end, job);
  const horizon = horizonDays ?? shop.horizon;
  const activeDays = ACTIVE * horizon;
  const at = (cut: EpochDay): Past => {
    const known = withoutSingleSource(activeSnapshot(history, { cut, activeDays }, job));
    return { known, left: leftAfter(history, known, cut, horizonOfRows(known, horizon, rhythm)) };
  };
  const cuts = { learntFrom: end - 2 * horizon, judgedFrom: end - horizon };
  const [first, second] = [at(cuts.learntFrom), at(cuts.judgedFrom)];
  const now = activeSnapshot(history, { cut: end, activeDays }, job);
  const head = {
    horizonDays: horizon,
    activeDays,
    ...cuts,
    ...(shop.usualGap !== undefined && { usualGapDays: shop.usualGap }),
    people: now.person.length,
    gone: now.gone,
    learnt: { people: first.left.length, left: sumOf(first.left) },
  };
  const checks = churnDataChecks({ history, end, horizon, span: shop.span, left: first.left, now });
  if (review(checks).verdict === "do-not-use") return refused(head, checks, undefined, job);
  const leak = sourceLeak(first.known, first.left);
  if (leak !== undefined) checks.push(leak);
  const [past, later] = leak === undefined ? [first, second] : [withoutSource(first), withoutSource(second)];
  const judgement = judge(past, later, checks, part(job, 10, 50));
  if (judgement === undefined || review(checks).verdict === "do-not-use")
    return refused(head, checks, judgement?.told, job);
  const learnt = learn(later.known.table, later.left, { bins: BINS, pairs: PAIRS }, part(job, 50, 90));
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
    expected: expectedLeaving(scores.chance, judgement.drift),
    histogram: histogramOf(scores.chance),
    fields: shapesOf(learnt, importance),
    review: review(checks),
    scores,
  };
}

type Head = Omit<ChurnOutput, "decisions" | "histogram" | "fields" | "review" | "scores">;

/** A run that must not be used: no figure of a person, none that follows from them. */
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

/** A part of a job, from one per cent of the whole to another. */
function part(job: JobControl, from: number, to: number): JobControl {
  return {
    check: () => job.check(),
    progress: ({ done, total = 1 }) =>
      job.progress({ phase: "learn", done: Math.round(from + ((to - from) * done) / total), total: 100 }),
  };
}

const nothingToLearn: ReviewCheck = { code: "nothing-to-learn", verdict: "do-not-use", details: {} };

function horizonOfRows(
  { table, person }: ActiveSnapshot,
  horizon: number,
  rhythm: Rhythm,
): number | Int32Array {
  if (rhythm === "shop") return horizon;
  const gap = table.columns.find(({ name }) => name === ("gap" satisfies ChurnField));
  return horizonsOf(gap?.kind === "number" ? gap.values : undefined, person.length, horizon);
}

/** A source that is the same of everybody tells nothing, and is no news. */
function withoutSingleSource(snapshot: ActiveSnapshot): ActiveSnapshot {
  const source = snapshot.table.columns.find(({ name }) => name === "source");
  return source?.kind === "category" && source.levels.length < 2 ? sourceless(snapshot) : snapshot;
}

function sourceless(snapshot: ActiveSnapshot): ActiveSnapshot {
  const { rows, columns } = snapshot.table;
  return { ...snapshot, table: { rows, columns: columns.filter(({ name }) => name !== "source") } };
}

function withoutSource(past: Past): Past {
  return { ...past, known: sourceless(past.known) };
}

function judge(past: Past, later: Past, checks: ReviewCheck[], job: JobControl) {
  const before = learn(past.known.table, past.left, { bins: BINS, pairs: PAIRS }, job);
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
  return { drift, validation, told: validationOf(validation, later.left, plain) };
}

function validationOf(validation: Validation, left: Uint8Array, recencyAuc: number): ChurnValidation {
  const [low, high] = aucInterval(validation.auc);
  const { scores, plain, slope, lift, bins, gains } = validation;
  return {
    people: left.length,
    left: sumOf(left),
    auc: { value: validation.auc.value, low, high },
    recencyAuc,
    logLoss: scores.logLoss,
    brier: scores.brier,
    plainRate: { logLoss: plain.logLoss, brier: plain.brier },
    calibrationSlope: Number.isFinite(slope) ? slope : null,
    liftTopTenth: lift,
    calibration: bins.map(({ n, expected, observed }) => ({
      n,
      expected,
      observed: observed.value,
      low: observed.low,
      high: observed.high,
    })),
    gains: gains.map(({ contacted, found, precision, recall, lift: own }) => ({
      contacted,
      found,
      precision: precision.value,
      low: precision.low,
      high: precision.high,
      recall,
      lift: own,
    })),
  };
}

/** What was found among the same shares of the people judged, carried over to the people of today. */
function decisionsOf({ gains }: Validation, left: Uint8Array, people: number): ChurnDecision[] {
  const rate = sumOf(left) / left.length;
  const known = new Set<number>();
  return gains.flatMap((gain) => {
    const contact = Math.round((people * gain.contacted) / left.length);
    if (contact < 1 || known.has(contact)) return [];
    known.add(contact);
    return [{ contact, ...expectedOutcomes(gain, contact), blindly: contact * rate }];
  });
}

/**
 * Sum of the chances; its range holds the luck of the draw and how far the sum was off on the time held out (the range of the
 * shift of all log-odds, `calibrationDrift`).
 */
function expectedLeaving(chance: Float64Array, { shift }: CalibrationDrift) {
  const shifted = (by: number) =>
    chance.reduce((sum, p) => sum + 1 / (1 + ((1 - p) / Math.max(1e-12, p)) * Math.exp(-by)), 0);
  const value = chance.reduce((sum, p) => sum + p, 0);
  const draw = 1.96 * Math.sqrt(chance.reduce((sum, p) => sum + p * (1 - p), 0));
  return {
    value,
    low: Math.max(0, shifted(Math.min(0, shift.low)) - draw),
    high: Math.min(chance.length, shifted(Math.max(0, shift.high)) + draw),
  };
}

function histogramOf(chance: Float64Array): number[] {
  const bins = new Array<number>(10).fill(0);
  for (const p of chance) {
    const bin = Math.min(9, Math.floor(10 * p));
    bins[bin] = bins[bin]! + 1;
  }
  return bins;
}

function sumOf(labels: Uint8Array): number {
  return labels.reduce((sum, y) => sum + y, 0);
}
