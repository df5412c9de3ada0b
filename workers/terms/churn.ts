import * as v from "valibot";
import type { ExplainingLearner } from "./champion.ts";
import type { Review, Verdict } from "./insight.ts";
import type { Ranged } from "./ranged.ts";

/**
 * What is looked at to tell who will leave, by code, with the name scripts read. All is counted from what is dated on or
 * before the cut, but `source`, which has no date. Gender, age and place are not asked: a discount or an exclusion would
 * follow them.
 */
export const churnFields = {
  sinceLast: "days since last order",
  sinceFirst: "days since first order",
  orders: "orders",
  recentOrders: "orders in last 90 days",
  orderTrend: "orders in last 90 days against 90 before",
  meanAmount: "mean order",
  lastAgainstMean: "last order against mean",
  gap: "mean days between orders",
  gapSpread: "spread of days between orders",
  sinceLastAgainstGap: "days since last order against mean gap",
  returns: "returns",
  discountShare: "share of price taken off",
  breadth: "different products",
  firstChannel: "channel of first order",
  lastChannel: "channel of last order",
  source: "source of customer",
  openedShare: "share of messages opened in last 180 days",
  sinceOpened: "days since a message was opened",
  unsubscribed: "unsubscribed",
  recentVisits: "visits in last 90 days",
  visitTrend: "visits in last 90 days against 90 before",
  sinceVisit: "days since last visit",
  inquiries: "inquiries in last 180 days",
  loginTrend: "log-ins in last 90 days against 90 before",
  sinceLogin: "days since last log-in",
  useTrend: "minutes of use in last 90 days against 90 before",
  tone: "tone of own texts in last 180 days",
  partingTexts: "texts about leaving or sending back in last 180 days",
  sinceNew: "days since a product was bought for the first time",
} as const;
export type ChurnField = keyof typeof churnFields;

/** Whose rhythm says how long without an order counts as having left. */
export const rhythms = ["shop", "own"] as const;
export type Rhythm = (typeof rhythms)[number];

export const churnOptionsSchema = v.object({
  end: v.optional(v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/))),
  /** Days without an order that count as having left; from the shop's own rhythm when left out. */
  horizonDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(7), v.maxValue(730))),
  /** `own`: twice each customer's own mean gap, at most the horizon. */
  rhythm: v.optional(v.picklist(rhythms)),
});
export type ChurnOptions = v.InferOutput<typeof churnOptionsSchema>;

/** One bin of a field: the people in it, and the chance of leaving were all else as usual. */
export interface ShapeBin {
  /** Bounds of a number (open where absent), or a level; neither for blanks. */
  readonly from?: number;
  readonly to?: number;
  readonly level?: string;
  readonly n: number;
  readonly chance: Ranged;
}

/** Some bins of a field together: bounds of a number (open where absent), a level, or neither for blanks. */
export interface ShapeBand {
  readonly from?: number;
  readonly to?: number;
  readonly level?: string;
}

/** What two fields say together. */
export interface PairShape<F extends string = ChurnField> {
  readonly fields: readonly [F, F];
  /** Mean size of what the pair adds to the log-odds beside its two fields. */
  readonly importance: number;
  /** Bands of the first field, a row each, and of the second, a column each. */
  readonly down: readonly ShapeBand[];
  readonly across: readonly ShapeBand[];
  /** Row after row: the people in it, the chance were all else as usual, and what the two fields would say one by one. */
  readonly cells: readonly (readonly {
    readonly n: number;
    readonly chance?: number;
    readonly alone?: number;
  }[])[];
}

/** A field the model uses. */
export interface ChurnFieldReport {
  readonly field: ChurnField;
  /** Names of a category's levels. */
  readonly levels?: readonly string[];
  /** Mean size of what it adds to the log-odds. */
  readonly importance: number;
  /** Older runs kept it of the strongest fields only. */
  readonly shape?: readonly ShapeBin[];
}

/** What contacting the people with the highest risk would find. */
export interface ChurnDecision {
  /** People to contact, of those scored. */
  readonly contact: number;
  /** Of them are about to leave. */
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  /** As many would be among people drawn blindly. */
  readonly blindly: number;
}

/** How a model of chances did on what it was not shown. */
export interface HeldOutFit {
  readonly people: number;
  readonly auc: Ranged;
  readonly logLoss: number;
  readonly brier: number;
  /** The same of saying everybody the rate. */
  readonly plainRate: { readonly logLoss: number; readonly brier: number };
  readonly calibrationSlope: number | null;
  readonly liftTopTenth: number;
  readonly calibration: readonly {
    readonly n: number;
    readonly expected: number;
    readonly observed: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly gains: readonly {
    readonly contacted: number;
    readonly found: number;
    readonly precision: number;
    readonly low: number;
    readonly high: number;
    readonly recall: number;
    readonly lift: number;
  }[];
}

/** How the model did on the time it was not shown. */
export interface ChurnValidation extends HeldOutFit {
  readonly left: number;
  /** Area of the plain rule: who has not bought for longest leaves first. */
  readonly recencyAuc: number;
}

/** A run of the churn model over the vault: a model card that is kept. Holds nothing of a person. */
export interface ChurnReport {
  readonly runId: number;
  readonly at: string;
  readonly end: string;
  readonly currency: string;
  readonly horizonDays: number;
  readonly rhythm: Rhythm;
  /** What learnt it; absent in older runs, which the explainable boosting machine made. */
  readonly learner?: ExplainingLearner;
  /** Days from one order to the next that nine of ten are within; absent without a repeat order. */
  readonly usualGapDays?: number;
  /** Who has not bought for longer counts as gone already and is not scored. */
  readonly activeDays: number;
  /** The cuts in time: what was known up to then. */
  readonly learntFrom: string;
  readonly judgedFrom: string;
  /** People who may leave: those scored. */
  readonly people: number;
  readonly gone: number;
  readonly withheld: number;
  readonly learnt: { readonly people: number; readonly left: number };
  readonly validation?: ChurnValidation;
  readonly decisions: readonly ChurnDecision[];
  /** Chance before anything is known of a person; absent, like all that follows, when the review says do-not-use. */
  readonly base?: number;
  /** How many of the people scored are expected to leave. */
  readonly expected?: Ranged;
  /** People by chance, in ten bins of .1. */
  readonly histogram: readonly number[];
  /** Strongest first. */
  readonly fields: readonly ChurnFieldReport[];
  /** Fields that say more together than one by one, strongest first; absent in older runs. */
  readonly pairs?: readonly PairShape[];
  readonly review: Review;
}

/** What a field adds to one person's chance of leaving. */
export interface ChurnReason<F extends string = ChurnField> {
  readonly field: F;
  /** In the unit of the chance. */
  readonly adds: number;
  /** The person's own entry, a number or a level; absent where blank. */
  readonly value?: number | string;
}

/** A person's chance of leaving and why: `base`, the reasons and `others` sum to it. */
export interface ChurnScore {
  readonly chance: number;
  readonly base: number;
  readonly reasons: readonly ChurnReason[];
  readonly others: number;
  /** The chance the model would give had they ordered on the day of the run. */
  readonly ifOrdered?: number;
}

/** The run behind a person's score. */
export interface ScoredRun {
  readonly runId: number;
  readonly at: string;
  readonly end: string;
  readonly horizonDays: number;
  readonly verdict: Verdict;
}

/** People by their chance of leaving, highest first. */
export interface ChurnPage {
  readonly total: number;
  readonly currency: string;
  readonly rows: readonly (ChurnScore & {
    readonly customerId: number;
    readonly name: string;
    readonly orders: number;
    readonly revenue: number;
    readonly lastOrder?: string;
  })[];
}
