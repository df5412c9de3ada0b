import * as v from "valibot";
import type { Review } from "./insight.ts";
import { languages } from "./language.ts";

/** What a row of a research file may say to place somebody: each by a hierarchy, no finer than the vault keeps it. */
export const researchColumns = ["prefecture", "ageBand", "gender", "firstOrderMonth", "channel"] as const;
export type ResearchColumn = (typeof researchColumns)[number];

/** What a row says of somebody, in public bands. */
export const researchFacts = ["orders", "spend"] as const;
export type ResearchFact = (typeof researchFacts)[number];

/** Of a research file where nobody chose otherwise: share of people who may be left out, and different facts in every class. */
export const researchDefaults = { suppress: 0.05, l: 2 } as const;

/** The smallest class of a research file may be no smaller than this. */
export const leastResearchK = 10;

export const researchRequestSchema = v.object({
  /** Everybody when left out. */
  segmentId: v.optional(v.number()),
  columns: v.pipe(v.array(v.picklist(researchColumns)), v.minLength(1), v.maxLength(5)),
  facts: v.pipe(v.array(v.picklist(researchFacts)), v.maxLength(2)),
  k: v.optional(v.pipe(v.number(), v.integer(), v.minValue(leastResearchK), v.maxValue(1000))),
  /** Different values of each fact in every class; 1 asks for none. */
  l: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(20))),
  /** The most a class's facts may be distributed otherwise than everybody's (earth mover's distance); not asked when left out. */
  t: v.optional(v.pipe(v.number(), v.minValue(0.01), v.maxValue(1))),
  suppress: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.2))),
  /** Of headings and labels; Japanese when left out. */
  language: v.optional(v.picklist(languages)),
});
export type ResearchRequest = v.InferOutput<typeof researchRequestSchema>;

/** How a research file would be. */
export interface ResearchPreview {
  /** People analytics may consider in the segment, and of them those whose rows would leave. */
  readonly people: number;
  readonly rows: number;
  readonly k: number;
  /** Undefined where no choice of levels meets what was asked: nothing can leave. */
  readonly made?: {
    readonly classes: number;
    readonly smallest: number;
    /** Share of detail that is lost (normalised certainty penalty). */
    readonly loss: number;
    readonly columns: readonly {
      readonly column: ResearchColumn;
      /** Steps up from what the vault keeps, of how many there are. */
      readonly level: number;
      readonly height: number;
      readonly loss: number;
    }[];
    /** The best chance of finding somebody's row who is known to be in it, as the vault keeps it and in the file. */
    readonly riskBefore: number;
    readonly riskAfter: number;
    readonly header: readonly string[];
    /** The first rows as the file would hold them. */
    readonly sample: readonly (readonly string[])[];
  };
  readonly review: Review;
  /** Releases that, put beside this one, would tell of too few people, by their numbers in the ledger; it would be refused. */
  readonly refusedBeside?: readonly number[];
}

// A type and no interface, so that it counts as plain JSON.
/** What a research file's manifest says of how its rows were made to point at nobody. */
export type AnonymityPromise = {
  readonly l?: number;
  readonly t?: number;
  /** Steps up of each column. */
  readonly levels: Readonly<Record<string, number>>;
};
