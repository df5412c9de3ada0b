import {
  countedMeasures,
  type AggregateMeasure,
  type CountedMeasure,
  type QuantileMeasure,
} from "../../../terms/release.ts";

/** What a table adds up over people, whatever is shown of it. */
export type ToldMeasure = CountedMeasure | "lifetimeValue" | "churnRisk";

/** What a measure tells: whoever has it beside the number of people can work these out. */
const tells: Readonly<Record<AggregateMeasure, readonly ToldMeasure[]>> = {
  people: [],
  orders: ["orders"],
  revenue: ["revenue"],
  peopleShare: [],
  revenueShare: ["revenue"],
  meanOrders: ["orders"],
  meanRevenue: ["revenue"],
  orderValue: ["orders", "revenue"],
  lowerQuartile: [],
  median: [],
  upperQuartile: [],
  meanLifetimeValue: ["lifetimeValue"],
  meanChurnRisk: ["churnRisk"],
};

/** The share of people below each quantile. */
export const quantileShares: Readonly<Record<QuantileMeasure, number>> = {
  lowerQuartile: 0.25,
  median: 0.5,
  upperQuartile: 0.75,
};

/** Whether a measure adds up over people. */
export function isCounted(measure: AggregateMeasure): measure is CountedMeasure {
  return countedMeasures.some((one) => one === measure);
}

/** Whether a measure is a quantile of the spend of one person. */
export function isQuantile(measure: AggregateMeasure): measure is QuantileMeasure {
  return Object.hasOwn(quantileShares, measure);
}

/** The sums that the measures of a table tell: people always and first, each once. */
export function toldBy(measures: readonly AggregateMeasure[]): readonly ToldMeasure[] {
  return [...new Set<ToldMeasure>(["people", ...measures.flatMap((measure) => tells[measure])])];
}

/** The sums of an entry, in the order of `told`. */
export interface Sums {
  readonly told: readonly ToldMeasure[];
  readonly values: readonly number[];
}

/**
 * A measure that follows from sums; null where it does not exist (a mean over nobody). Shares are to four digits, means to two,
 * of money to the minor unit. Quantiles follow from no sum: null.
 */
export function figureOf(
  measure: AggregateMeasure,
  { told, values }: Sums,
  whole: readonly number[],
): number | null {
  const of = (sum: ToldMeasure, among = values): number => among[told.indexOf(sum)]!;
  const ratio = (above: number, below: number, unit: number): number | null =>
    below === 0 ? null : Math.round((above / below) * unit) / unit;
  switch (measure) {
    case "people":
    case "orders":
    case "revenue":
      return of(measure);
    case "peopleShare":
      return ratio(of("people"), of("people", whole), 10_000);
    case "revenueShare":
      return ratio(of("revenue"), of("revenue", whole), 10_000);
    case "meanOrders":
      return ratio(of("orders"), of("people"), 100);
    case "meanRevenue":
      return ratio(of("revenue"), of("people"), 1);
    case "orderValue":
      return ratio(of("revenue"), of("orders"), 1);
    case "meanLifetimeValue":
      return ratio(of("lifetimeValue"), of("people"), 1);
    case "meanChurnRisk":
      return ratio(of("churnRisk"), of("people"), 10_000);
    case "lowerQuartile":
    case "median":
    case "upperQuartile":
      return null;
  }
}
