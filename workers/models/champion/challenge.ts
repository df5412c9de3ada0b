import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import type { ChallengeReport, ExplainingLearner, Learner } from "../../terms/champion.ts";
import { learners } from "../../terms/champion.ts";
import type { Rhythm } from "../../terms/churn.ts";
import { boostedLogOdds, binTable, fitBoosting, usualBoosting } from "../boosting/fit.ts";
import type { DataTable } from "../design/table.ts";
import { sourceLeak } from "../propensity/churn-checks.ts";
import { codesOf, learn, learnRows } from "../propensity/learnt.ts";
import { pastsOf, withoutSource } from "../propensity/pasts.ts";
import type { PersonHistory } from "../propensity/person-history.ts";
import { stratifiedFolds } from "../validation/folds.ts";
import { compareLearners, type Said } from "./compare.ts";

/** Bins and pairs as the churn model has them. */
const BINS = 32;
const PAIRS = 5;
/** One row in so many is held out by the boosted trees to stop by. */
const HELD = 7;

export interface ChallengeInput {
  readonly history: PersonHistory;
  readonly end: EpochDay;
  readonly horizonDays: number;
  readonly rhythm: Rhythm;
  readonly champion: ExplainingLearner;
}

export interface ChallengeOutput extends Pick<
  ChallengeReport,
  "figures" | "challengers" | "people" | "left"
> {
  readonly learntFrom: EpochDay;
  readonly judgedFrom: EpochDay;
}

/**
 * Every learner on the split in time of a churn run: each learns from what was known two horizons before the end and is judged
 * on the horizon before the end. Undefined where there are too few of an outcome. Deterministic.
 * @throws Cancelled
 */
export function challenge(
  { history, end, horizonDays, rhythm, champion }: ChallengeInput,
  job: JobControl,
): ChallengeOutput | undefined {
  const pasts = pastsOf({ history, end, horizon: horizonDays, rhythm }, job);
  const leak = sourceLeak(pasts.first.known, pasts.first.left) !== undefined;
  const [first, second] = leak
    ? [withoutSource(pasts.first), withoutSource(pasts.second)]
    : [pasts.first, pasts.second];
  const left = second.left.reduce((sum, y) => sum + y, 0);
  if (Math.min(left, second.left.length - left) < 2) return undefined;
  const said: Said[] = [];
  for (const [done, learner] of learners.entries()) {
    job.progress({ phase: "learn", done, total: learners.length });
    const chance = chancesOf(learner, first.known.table, first.left, second.known.table, job);
    if (chance === undefined) return undefined;
    said.push({ learner, chance });
  }
  return {
    learntFrom: pasts.learntFrom,
    judgedFrom: pasts.judgedFrom,
    people: second.left.length,
    left,
    ...compareLearners({ champion, said, labels: second.left, table: second.known.table }),
  };
}

function chancesOf(
  learner: Learner,
  table: DataTable,
  labels: Uint8Array,
  asked: DataTable,
  job: JobControl,
): Float64Array | undefined {
  if (learner !== "boosting")
    return learn(table, labels, { bins: BINS, pairs: PAIRS, learner }, job)?.chances(asked).chance;
  const rows = learnRows(table, labels, 255, job);
  if (rows === undefined) return undefined;
  const { columns, outcomes } = rows;
  const part = stratifiedFolds(outcomes, HELD, 1);
  const every = Int32Array.from(outcomes.keys());
  const [own, held] = [every.filter((row) => part[row] !== 0), every.filter((row) => part[row] === 0)];
  const both = new Set(Array.from(own, (row) => outcomes[row]!)).size === 2;
  const fit = fitBoosting(
    binTable(columns),
    outcomes,
    both ? own : every,
    both ? held : every.subarray(0, 0),
    usualBoosting,
    job,
  );
  const codes = columns.map((column) => codesOf(column, asked));
  return boostedLogOdds(fit, { ...binTable(columns), codes, rows: asked.rows }).map(
    (eta) => 1 / (1 + Math.exp(-eta)),
  );
}
