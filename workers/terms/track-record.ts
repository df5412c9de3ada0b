import * as v from "valibot";
import type { Question } from "./propensity.ts";
import type { Ranged } from "./ranged.ts";

/** Models whose runs are held against what happened. */
export const forecastModels = [
  "churn",
  "lifetime",
  "firstPurchase",
  "renewal",
  "newProduct",
  "lookalike",
  "open",
  "click",
] as const;
export type ForecastModel = (typeof forecastModels)[number];

/**
 * What is forecast of each person, and counted once its time has come: no order, an order, how many purchases (days with an
 * order), a message opened or clicked (of those who were sent one), a product bought for the first time, or a spend after the
 * first days as high as that of the best.
 */
export const forecastOutcomes = [
  "no-order",
  "order",
  "orders",
  "opened",
  "clicked",
  "new-product",
  "best-spend",
] as const;
export type ForecastOutcome = (typeof forecastOutcomes)[number];

/** How the people learnt from were spread over one thing the model looks at; bin 0 holds blanks. Of nobody. */
export interface FeatureBins {
  readonly feature: string;
  /** Numbers: the upper ends of bins 1 to the last but one. */
  readonly cuts?: readonly number[];
  /** Words: one bin each from bin 1. The last may be … for all others. */
  readonly levels?: readonly string[];
  readonly counts: readonly number[];
  /** Its share in what the model says, 0 to 1. */
  readonly weight: number;
}

/**
 * Whom a distribution is taken over: who ordered within so many days, or of them those whose first order lies within so many; or
 * those a question is asked about, as it knows them.
 */
export interface FeatureScope {
  readonly activeDays: number;
  readonly newDays?: number;
  readonly question?: Question;
  /** Look-alikes: days of somebody's life that are looked at. */
  readonly earlyDays?: number;
  /** Messages: where hours are told. */
  readonly zone?: string;
}

/** From which spend somebody is of the best: in so many days after their first days. */
export interface BestSpend {
  readonly threshold: number;
  readonly earlyDays: number;
  readonly valueDays: number;
}

/** A forecast as its run keeps it: figures of all people together. */
export interface KeptForecast {
  readonly outcome: ForecastOutcome;
  readonly horizonDays: number;
  readonly people: number;
  /** People, or purchases. */
  readonly expected: Ranged;
  /** What the plain rule says of the same people. */
  readonly plainExpected?: number;
  /** Purchases expected up to some days ahead. */
  readonly path?: readonly (Ranged & { readonly days: number })[];
  /** People by chance, in ten bins of .1. */
  readonly bands?: readonly number[];
  /** Of the outcome `best-spend`. */
  readonly best?: BestSpend;
  readonly scope: FeatureScope;
  readonly features: readonly FeatureBins[];
}

export const forecastVerdicts = ["as-forecast", "more", "fewer"] as const;
export type ForecastVerdict = (typeof forecastVerdicts)[number];

/** What came of a forecast, over the people who could be followed to its end. */
export interface ForecastResult {
  readonly people: number;
  readonly expected: Ranged;
  readonly happened: number;
  /** What happened lies within the range, above it or below. */
  readonly verdict: ForecastVerdict;
  /** What the plain rule said of the same people. */
  readonly plainExpected?: number;
  /** Area under the ROC curve of what was said; absent where all did the same. */
  readonly auc?: Ranged;
  readonly plainAuc?: number;
  /**
   * By how much the forecast was nearer than the plain rule: area under the ROC curve of chances, mean absolute error a person
   * of counts. Above 0 the forecast is the better one.
   */
  readonly gain?: Ranged;
  readonly comparison?: "better" | "alike" | "worse";
  readonly logLoss?: number;
  readonly brier?: number;
  /** The same of saying everybody the rate that came. */
  readonly plainRate?: { readonly logLoss: number; readonly brier: number };
  /** Log-odds by which all chances were too low (above 0) or too high; absent where it cannot be told. */
  readonly shift?: Ranged;
  /** Slope of what happened on what was said: below 1 the forecast was too sure of itself. */
  readonly slope?: Ranged;
  readonly drifted?: boolean;
  /** Groups of at least ten people, lowest forecast first: mean said and mean that happened. */
  readonly calibration: readonly {
    readonly n: number;
    readonly expected: number;
    readonly observed: number;
    readonly low: number;
    readonly high: number;
  }[];
}

/** How far a forecast's time has come, by the orders in the vault. */
export type ForecastState = "waiting" | "partly" | "passed";

/** One run and what came of it. */
export interface TrackedRun {
  readonly runId: number;
  readonly model: ForecastModel;
  readonly at: string;
  readonly from: string;
  readonly until: string;
  readonly state: ForecastState;
  /** Days of the horizon that the orders cover. */
  readonly daysPassed: number;
  readonly forecast: Pick<
    KeptForecast,
    "outcome" | "horizonDays" | "people" | "expected" | "plainExpected" | "bands"
  >;
  /** Those forecast who are still there: others were erased, objected, or were joined. */
  readonly followed: number;
  /** While the time has come partly: counted so far, and what was expected by then where the model says it. */
  readonly soFar?: {
    readonly happened: number;
    readonly expected?: Ranged;
    readonly verdict?: ForecastVerdict;
  };
  readonly result?: ForecastResult;
}

/** How far one thing has moved since the model learnt. */
export interface FeatureShift {
  readonly feature: string;
  readonly weight: number;
  /** Population stability index; null where one side is empty. */
  readonly index: number | null;
  readonly byChance: number | null;
  readonly verdict: "steady" | "moved-some" | "moved-much";
  /** Shares of the people then and now, by bin. */
  readonly before: readonly number[];
  readonly now: readonly number[];
  readonly cuts?: readonly number[];
  readonly levels?: readonly string[];
}

export const retrainVerdicts = ["fine", "soon", "now"] as const;
export type RetrainVerdict = (typeof retrainVerdicts)[number];

/** Why, by code; `drift.<code>` of the words says it. */
export const retrainReasons = [
  "erased",
  "horizon-over",
  "missed",
  "calibration-off",
  "moved-much",
  "moved-some",
  "ageing",
  "steady",
] as const;
export type RetrainReason = (typeof retrainReasons)[number];

export interface RetrainAdvice {
  readonly verdict: RetrainVerdict;
  /** Weightiest first; never empty. */
  readonly reasons: readonly {
    readonly code: RetrainReason;
    readonly details: Readonly<Record<string, string | number>>;
  }[];
}

/** The newest run of a model that forecasts, held against today. */
export interface ModelDrift {
  readonly model: ForecastModel;
  readonly runId: number;
  readonly at: string;
  readonly from: string;
  readonly until: string;
  /** The day of the newest order. */
  readonly today: string;
  readonly people: number;
  readonly peopleNow: number;
  readonly features: readonly FeatureShift[];
  readonly advice: RetrainAdvice;
}

export const trackRecordSchema = v.strictObject({ model: v.optional(v.picklist(forecastModels)) });

/** Runs beside what happened, newest first, and the day up to which the vault knows of orders. */
export interface TrackRecord {
  readonly today?: string;
  readonly runs: readonly TrackedRun[];
}
