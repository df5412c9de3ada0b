import type { Ranged } from "./ranged.ts";

/**
 * What may learn who leaves: the explainable boosting machine, a logistic regression, and gradient boosted trees, which give no
 * reasons that add up and are only held against the others.
 */
export const learners = ["ebm", "logistic", "boosting"] as const;
export type Learner = (typeof learners)[number];

/** Learners whose chances are a sum of one term a field (or pair), so that reasons can be told. */
export const explainingLearners = ["ebm", "logistic"] as const;
export type ExplainingLearner = (typeof explainingLearners)[number];

/** How one learner did on the time no learner was shown. */
export interface LearnerFigures {
  readonly learner: Learner;
  readonly auc: Ranged;
  readonly logLoss: number;
  readonly brier: number;
  /** How many it expected to leave, of those who then did. */
  readonly expected: number;
  readonly observed: number;
  readonly slope: Ranged | null;
  /** Groups (by first channel and by origin) in which chances do not mean what they say, and those with too few people to tell. */
  readonly unfair: number;
  readonly unclear: number;
}

/** Why a challenger may not take the champion's place; `champion.<code>` of the words says it. */
export const barReasons = ["no-reasons", "worse", "calibration", "fairness"] as const;
export type BarReason = (typeof barReasons)[number];

/** One challenger beside the champion on the same people. Above 0 the challenger is the better one. */
export interface ChallengerResult {
  readonly learner: Learner;
  readonly aucDifference: Ranged & { readonly pValue: number };
  readonly logLossDifference: Ranged;
  readonly verdict: "better" | "alike" | "worse";
  /** Empty: it may take the champion's place, if somebody decides so. */
  readonly bars: readonly BarReason[];
}

/** Champion and challengers on one split in time, as kept with the run they were held against. */
export interface ChallengeReport {
  readonly runId: number;
  readonly at: string;
  readonly champion: ExplainingLearner;
  readonly learntFrom: string;
  readonly judgedFrom: string;
  readonly people: number;
  readonly left: number;
  readonly figures: readonly LearnerFigures[];
  readonly challengers: readonly ChallengerResult[];
}
