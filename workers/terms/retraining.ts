import * as v from "valibot";
import type { Verdict } from "./insight.ts";
import { questions } from "./propensity.ts";

/** Models whose runs stand in the vault with scores of people, and can be run anew as they were. */
export const retrainableModels = [
  "lifetime",
  "churn",
  "groups",
  ...questions.map((question) => `propensity-${question}` as const),
] as const;
export type RetrainableModel = (typeof retrainableModels)[number];

export const retrainableSchema = v.picklist(retrainableModels);

/** A standing run that had seen people who were erased since. */
export interface MarkedRun {
  readonly run: number;
  readonly model: RetrainableModel;
  readonly at: string;
  /** People it had seen and who were erased, and by which certificates, oldest first. */
  readonly erased: number;
  readonly certificates: readonly string[];
}

/**
 * What became of a run that had seen people who were erased: `marked` stands as it was and has to be run anew; `retrained` was run
 * anew without them, as run `by`; `superseded` is used no more, run `by` of the same model has taken its place; `gone` is deleted.
 */
export interface RunState {
  readonly run: number;
  readonly model: string;
  readonly state: "marked" | "retrained" | "superseded" | "gone";
  readonly by?: number;
  readonly at?: string;
}

/** A figure of a run before and after; null where a run has none. */
export interface MovedFigure {
  /** A parameter of the model, how well it did on held-out time, how much a field weighs, or a sum over people. */
  readonly kind: "parameter" | "validation" | "importance" | "sum";
  readonly name: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** How the scores of the people who have one before and after have moved. */
export interface MovedScores {
  readonly measure: "pAlive" | "lifetimeValue" | "churnRisk" | "chance" | "group";
  readonly people: number;
  /** People whose score moved by more than `by`: in the score's own unit, or of it for a value of money; in another group. */
  readonly changed: number;
  readonly by: number;
  /** Mean and largest move, in the unit of `by`; absent of groups. */
  readonly mean?: number;
  readonly largest?: number;
}

/** A run that was made anew after an erasure, and what moved. Holds nothing of a person. */
export interface Retraining {
  readonly model: RetrainableModel;
  /** The run that had seen the erased, kept with its report, and the one in its place. */
  readonly before: number;
  readonly run: number;
  readonly at: string;
  readonly erased: number;
  readonly certificates: readonly string[];
  readonly people: { readonly before: number; readonly after: number };
  readonly verdict: { readonly before: Verdict; readonly after: Verdict };
  /** Files imported between the two runs: they may have moved figures, too. */
  readonly imports: number;
  readonly figures: readonly MovedFigure[];
  readonly scores: readonly MovedScores[];
}

/** Runs to be made anew, and those that were, latest first. */
export interface RetrainingOverview {
  readonly marked: readonly MarkedRun[];
  readonly done: readonly Retraining[];
}
