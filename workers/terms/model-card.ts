import type { Verdict } from "./insight.ts";

export const modelCardSections = [
  "question",
  "intended",
  "limits",
  "data",
  "purposes",
  "used",
  "excluded",
  "special",
  "method",
  "right",
  "fairness",
  "challengers",
  "record",
  "erasures",
  "human",
] as const;
export type ModelCardSection = (typeof modelCardSections)[number];

/** All a run says of itself, in one language; kept with the run as its figures are, and saved as a file. Of nobody. */
export interface ModelCard {
  readonly format: "kurabito-model-card/1";
  readonly language: string;
  readonly runId: number;
  readonly model: string;
  readonly name: string;
  readonly at: string;
  /** The last day that was known. */
  readonly end: string;
  readonly verdict: Verdict;
  readonly sections: readonly {
    readonly code: ModelCardSection;
    readonly title: string;
    readonly lines: readonly string[];
  }[];
  readonly figures: readonly {
    readonly name: string;
    readonly value: number;
    readonly low?: number;
    readonly high?: number;
  }[];
  readonly checks: readonly { readonly code: string; readonly verdict: Verdict; readonly sentence: string }[];
}
