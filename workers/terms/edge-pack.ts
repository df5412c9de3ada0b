import * as v from "valibot";
import { reasonEntry } from "./decision.ts";
import { languages } from "./language.ts";
import { defaultK } from "./release.ts";
import { mostProducts } from "./figures.ts";
import type { SegmentDefinition } from "./segment.ts";
import type { UnfairForecast } from "./sending-facts.ts";

/** What a shop's own site may be given in place of people. */
export const edgeParts = ["card", "rules", "segments"] as const;
export type EdgePart = (typeof edgeParts)[number];

export const edgeRequestSchema = v.object({
  parts: v.pipe(v.array(v.picklist(edgeParts)), v.minLength(1), v.maxLength(edgeParts.length)),
  /** Segments whose rules go into the pack; all of them when left out. */
  segmentIds: v.optional(v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(1))), v.maxLength(50))),
  products: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(mostProducts))),
  k: v.optional(v.pipe(v.number(), v.integer(), v.minValue(defaultK), v.maxValue(1000))),
  language: v.optional(v.picklist(languages)),
  reason: reasonEntry,
});
export type EdgeRequest = v.InferOutput<typeof edgeRequestSchema>;

/** A range of numbers, a level of a category or what is not known, and what it adds to the log-odds. Open where an end is absent. */
export type EdgeBin = {
  readonly blank?: true;
  /** Above this, */
  readonly from?: number;
  /** and up to this. */
  readonly to?: number;
  readonly level?: string;
  readonly adds: number;
};

/** A field of a scoring card. */
export type EdgeTerm = {
  readonly field: string;
  readonly bins: readonly EdgeBin[];
  /** Where the site does not know the field, or none of the bins fits. */
  readonly otherwise: number;
};

/** What two fields add together, beside what each adds alone; a cell that is not listed adds 0. */
export type EdgePair = {
  readonly fields: readonly [string, string];
  readonly cells: readonly { readonly bins: readonly [EdgeBin, EdgeBin]; readonly adds: number }[];
};

/** Log-odds = base + what the bin of each field adds + what each pair adds; chance = 1 / (1 + e^-log-odds). */
export type EdgeCard = {
  readonly predicts: "leaving";
  /** Without an order for so many days counts as having left. */
  readonly horizonDays: number;
  /** The last day the model knew of. */
  readonly end: string;
  readonly base: number;
  readonly terms: readonly EdgeTerm[];
  readonly pairs: readonly EdgePair[];
};

/** Who buys `bought` may like `offer`. */
export type EdgeRule = {
  readonly bought: string;
  readonly offer: string;
  readonly support: number;
  readonly confidence: number;
  readonly lift: number;
};

/** The conditions of a segment as segments are stored: AND between groups, OR inside, NOT. */
export type EdgeSegment = {
  readonly name: string;
  readonly groups: SegmentDefinition["groups"];
};

/** What of a pack was left out, by kind. */
export type EdgeWithheld = {
  /** Bins of few people that were joined with others, or left out. */
  readonly bins: number;
  readonly pairCells: number;
  readonly products: number;
  readonly rules: number;
  readonly segments: number;
};

/** Why the pack tells of nobody: what a shop can show to whoever asks. */
export type EdgeProof = {
  /** Each figure comes from at least so many people. */
  readonly k: number;
  readonly withheld: EdgeWithheld;
  /** No noise was added: k, suppression and the guard protect the figures. */
  readonly differentialPrivacy: null;
  /** Judged beside everything released before from the same vault. */
  readonly guardedAgainst: number;
  /** SHA-256 of the canonical JSON (RFC 8785) of each part. */
  readonly sha256: Readonly<Partial<Record<EdgePart, string>>>;
};

export type EdgePack = {
  readonly format: "kurabito-edge-pack/1";
  readonly card?: EdgeCard;
  readonly rules?: readonly EdgeRule[];
  readonly segments?: readonly EdgeSegment[];
  readonly proof: EdgeProof;
};

/** Why a part cannot be in the pack. */
export type EdgeMissing = "model-no-run" | "nothing-large-enough" | "model-wait" | "differencing";

export interface EdgePreview {
  /** As it would leave. */
  readonly pack: EdgePack;
  /** Parts that were asked for and would not be in it, and why. */
  readonly missing: readonly { readonly part: EdgePart; readonly why: EdgeMissing }[];
  /** Comparisons by which the forecast of the card looked unfair: the pack leaves for a written reason only. */
  readonly unfair: readonly UnfairForecast[];
}
