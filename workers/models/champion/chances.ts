import type { JobControl } from "../../base/job.ts";
import { inParts, type Part } from "../../base/parts.ts";
import { learners, type Learner } from "../../terms/champion.ts";
import { boostedLogOdds, binTable, fitBoosting, usualBoosting } from "../boosting/fit.ts";
import type { DataTable } from "../design/table.ts";
import { codesOf, learn, learnRows } from "../propensity/learnt.ts";
import { stratifiedFolds } from "../validation/folds.ts";
import type { Said } from "./compare.ts";

/** Bins and pairs as the churn model has them. */
const BINS = 32;
const PAIRS = 5;
/** One row in so many is held out by the boosted trees to stop by. */
const HELD = 7;

/** What is learnt from, and who is asked about. */
export interface Lesson {
  readonly table: DataTable;
  readonly labels: Uint8Array;
  readonly asked: DataTable;
}

/** Learners that are a piece each, the longer first; the bags of the explainable boosting machine are pieces of their own. */
const pieces = ["boosting", "logistic"] as const satisfies readonly Learner[];

/** One learner: the chance of each row asked about; NaN where nothing could be learnt. */
export const learnerChances: Part<Lesson> = {
  name: "learner-chances",
  run: (lesson, index, into, job) => {
    const chance = chancesOf(pieces[index]!, lesson, job);
    if (chance === undefined) into.fill(NaN);
    else into.set(chance);
  },
};

/**
 * What every learner says of the rows asked about; undefined where one of them can learn nothing. The tables lie in shared memory for
 * threads to share the learners.
 * @throws Cancelled
 */
export function saidByAll(lesson: Lesson, job: JobControl): readonly Said[] | undefined {
  const told = (done: number) => job.progress({ phase: "learn", done, total: learners.length });
  told(0);
  const ebm = chancesOf("ebm", lesson, job);
  if (ebm === undefined) return undefined;
  const options = { count: pieces.length, length: lesson.asked.rows };
  const others = inParts(learnerChances, lesson, { ...options, told: (done) => told(1 + done) }, job);
  if (others.some((chance) => Number.isNaN(chance[0]))) return undefined;
  return learners.map((learner) => ({
    learner,
    chance: learner === "ebm" ? ebm : others[pieces.indexOf(learner)]!,
  }));
}

function chancesOf(
  learner: Learner,
  { table, labels, asked }: Lesson,
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
