import * as v from "valibot";
import { languages } from "./language.ts";
import { defaultK } from "./release.ts";

/** A special-category column that was kept on a documented basis for analysis. */
export interface AnalysableAttribute {
  readonly id: number;
  readonly heading: string;
}

/**
 * Tables whose groups overlap: people who came back in a month and in another, people who bought one product and another.
 * `cohorts`: by month or quarter of the first order, who ordered again; `products`: who bought the most bought products;
 * `productPairs`: who bought two of them in one order.
 */
export const figureKinds = ["cohorts", "products", "productPairs"] as const;
export type FigureKind = (typeof figureKinds)[number];

/** How many of the most bought products are looked at, at most: with more, nobody could prove in time that a table is safe. */
export const mostProducts = 12;
export const usualProducts = 8;

/** Periods after the first order, and first periods, that a cohort table has. */
export const cohortAges = 6;
export const mostCohorts = 12;

export const cohortUnits = ["month", "quarter"] as const;
export type CohortUnit = (typeof cohortUnits)[number];

export const figureRequestSchema = v.object({
  kind: v.picklist(figureKinds),
  /** Everybody when left out. */
  segmentId: v.optional(v.number()),
  k: v.optional(v.pipe(v.number(), v.integer(), v.minValue(defaultK), v.maxValue(1000))),
  unit: v.optional(v.picklist(cohortUnits)),
  products: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(mostProducts))),
  language: v.optional(v.picklist(languages)),
  /** Withholds so many more groups that the table, beside all released before, tells of nobody. */
  guarded: v.optional(v.boolean()),
  /** Also as a page for a board paper, with a chart. */
  page: v.optional(v.boolean()),
});
export type FigureRequest = v.InferOutput<typeof figureRequestSchema>;

/** What a column of such a table holds; `age`: periods after the first order. */
export interface FigureColumn {
  readonly code:
    | "people"
    | "peopleShare"
    | "meanOrders"
    | "meanRevenue"
    | "retained"
    | "support"
    | "confidence"
    | "confidenceBack"
    | "lift";
  readonly age?: number;
}

/** A figure, or why there is none: too few people, a period that is not over, or nothing to divide by. */
export type Figure = number | "withheld" | "later" | "none";

export interface FigureTable {
  readonly kind: FigureKind;
  readonly k: number;
  readonly currency: string;
  /** Everybody looked at. */
  readonly people: number;
  readonly columns: readonly FigureColumn[];
  readonly rows: readonly { readonly labels: readonly string[]; readonly figures: readonly Figure[] }[];
  /** Groups of which nothing is told. */
  readonly withheld: number;
  /** Set where the table would not be released beside what was released before. */
  readonly differencing?: {
    readonly why: "combination" | "bounds" | "undecided";
    readonly releases: readonly number[];
    /** Whether it could leave with more groups withheld. */
    readonly guarded: boolean;
  };
}
