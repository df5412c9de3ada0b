import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import { sharedBytes } from "../../base/shared-arrays.ts";
import type { ChallengeReport, ExplainingLearner } from "../../terms/champion.ts";
import type { Rhythm } from "../../terms/churn.ts";
import { sourceLeak } from "../propensity/churn-checks.ts";
import { pastsOf, withoutSource } from "../propensity/pasts.ts";
import type { PersonHistory } from "../propensity/person-history.ts";
import { saidByAll } from "./chances.ts";
import { compareLearners } from "./compare.ts";

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
  const lesson = {
    table: first.known.table,
    labels: sharedBytes(first.left.length, first.left),
    asked: second.known.table,
  };
  const said = saidByAll(lesson, job);
  if (said === undefined) return undefined;
  return {
    learntFrom: pasts.learntFrom,
    judgedFrom: pasts.judgedFrom,
    people: second.left.length,
    left,
    ...compareLearners({ champion, said, labels: second.left, table: second.known.table }),
  };
}
