import * as v from "valibot";

/** How far a number may be trusted. */
export const verdicts = ["use", "use-with-care", "do-not-use"] as const;
export type Verdict = (typeof verdicts)[number];

/** One named check of a model's review; `code` has its sentence in workers/words/<language>/reviews.json. */
export interface ReviewCheck {
  readonly code: string;
  readonly verdict: Verdict;
  readonly details: Readonly<Record<string, string | number>>;
}

/** The verdict of a model is the worst of its checks. */
export interface Review {
  readonly verdict: Verdict;
  readonly checks: readonly ReviewCheck[];
}

const isoDay = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/));

/** The clock of an analysis. Without `end`, the day of the last order. */
export const rfmOptionsSchema = v.object({ end: v.optional(isoDay) });

export const cohortOptionsSchema = v.object({
  end: v.optional(isoDay),
  unit: v.optional(v.picklist(["week", "month"])),
});

export const lifetimeOptionsSchema = v.object({
  end: v.optional(isoDay),
  /** Time ahead, in days. */
  horizonDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3650))),
  /** Discount rate a year, 0.1 is ten per cent. */
  annualDiscount: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
});
export type LifetimeOptions = v.InferOutput<typeof lifetimeOptionsSchema>;

/** Home: the state of the shop at a glance. Money in integer minor units of the main currency. */
export interface Overview {
  readonly currency: string;
  readonly customers: number;
  /** People the use gate keeps out of every figure here. */
  readonly withheld: number;
  readonly orders: number;
  /** Orders with a negative amount: they lower revenue and are not counted as orders. */
  readonly returns: number;
  readonly revenue: number;
  readonly averageOrder: number;
  readonly repeatRate: number;
  readonly firstDay?: string;
  readonly lastDay?: string;
  readonly months: readonly {
    readonly month: string;
    readonly orders: number;
    readonly revenue: number;
    readonly newCustomers: number;
  }[];
  readonly channels: readonly {
    readonly channel: string;
    readonly orders: number;
    readonly revenue: number;
  }[];
  readonly quarantineWaiting: number;
  readonly imports: number;
  readonly segments: number;
  readonly releases: number;
}

/** RFM: a 5 x 5 grid of recency by frequency, and what each cell is worth. */
export interface RfmReport {
  readonly end: string;
  readonly currency: string;
  readonly people: number;
  readonly withheld: number;
  /** Row r, column f (both 1 to 5, 5 best): people and revenue. */
  readonly cells: readonly {
    readonly r: number;
    readonly f: number;
    readonly people: number;
    readonly revenue: number;
  }[];
  /** Named groups (champions, loyal, new, at-risk, lost ...): code, people, revenue. */
  readonly groups: readonly { readonly code: string; readonly people: number; readonly revenue: number }[];
  readonly review: Review;
}

export interface CohortReport {
  readonly unit: "week" | "month";
  readonly end: string;
  readonly withheld: number;
  /** Per cohort: its first period, its size, and people active 0, 1, 2 ... periods later. */
  readonly cohorts: readonly {
    readonly start: string;
    readonly size: number;
    readonly retained: readonly number[];
  }[];
  readonly review: Review;
}

/** A share, and the 95 % range of what it may be. */
export interface RangedShare {
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/** The share of customers who buy again within a window of days after the first purchase. */
export interface CohortRatesReport {
  readonly windowDays: number;
  /** Customers seen for at least the window. */
  readonly people: number;
  /** The rate of all cohorts together. */
  readonly overall: RangedShare;
  readonly cohorts: readonly (RangedShare & {
    /** `YYYY-MM` */
    readonly start: string;
    readonly size: number;
    readonly repeated: number;
  })[];
}

/** BG/NBD and Gamma-Gamma over the vault, and what they say of its customers. */
export interface LifetimeReport {
  readonly runId: number;
  readonly end: string;
  readonly currency: string;
  readonly horizonDays: number;
  readonly annualDiscount: number;
  readonly people: number;
  readonly withheld: number;
  /** Absent, like every figure that follows from it, when the review says do-not-use. */
  readonly purchases?: {
    readonly parameters: Readonly<Record<"r" | "alpha" | "a" | "b", number>>;
    readonly standardErrors: Readonly<Record<"r" | "alpha" | "a" | "b", number>>;
    readonly logLikelihood: number;
    readonly converged: boolean;
  };
  readonly spend?: {
    readonly parameters: Readonly<Record<"p" | "q" | "v", number>>;
    readonly standardErrors: Readonly<Record<"p" | "q" | "v", number>>;
    readonly logLikelihood: number;
    readonly converged: boolean;
  };
  /** Expected revenue of all people in the horizon, discounted, with a 95 % range. */
  readonly total?: { readonly value: number; readonly low: number; readonly high: number };
  /** People by chance of still being a customer, in ten bins of .1. */
  readonly aliveHistogram: readonly number[];
  /** People by tenths of lifetime value: sum of value in each tenth, best first. */
  readonly valueTenths: readonly number[];
  /** Held-out check: last quarter of the time, actual repeat purchases against expected, by purchases before. */
  readonly holdout?: {
    readonly fromDay: string;
    readonly bins: readonly {
      readonly frequency: number;
      readonly people: number;
      readonly actual: number;
      readonly expected: number;
    }[];
    /** Repeat purchases of the same people had they gone on at their pace until then. Absent in older runs. */
    readonly naive?: number;
  };
  /** Where the model must not be used: how many come back, by the month of the first purchase, shrunk towards all. */
  readonly cohortRates?: CohortRatesReport;
  /** Repeat purchases a week, running total: actual and expected. */
  readonly tracking: readonly { readonly week: number; readonly actual: number; readonly expected: number }[];
  readonly review: Review;
}
