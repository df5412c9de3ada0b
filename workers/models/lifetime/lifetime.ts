import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import type { LifetimeReport, Review, ReviewCheck } from "../../terms/insight.ts";
import { bgnbdModel } from "../bgnbd/expectations.ts";
import { fitBgnbd } from "../bgnbd/fit.ts";
import { cohortRates, type CohortRates } from "../cohort-rates.ts";
import { fitGammaGamma, repeatSpend, type GammaGammaFit } from "../gamma-gamma/fit.ts";
import {
  daysPerUnit,
  purchaseHistories,
  type ClockUnit,
  type OrderTable,
  type PurchaseHistories,
} from "../purchase-histories.ts";
import { repeatPurchaseFamilies } from "../repeat-families.ts";
import { review } from "../review.ts";
import { dataChecks, fitChecks, spendChecks, spendUsable } from "./checks.ts";
import { heldOutQuarter, type HeldOut } from "./held-out.ts";
import { tracking } from "./holdout.ts";
import { purchaseForecast, type PurchaseForecast } from "./purchase-forecast.ts";
import { customerValues, schedule, totalValue, type CustomerValues, type RangedTotal } from "./values.ts";

/**
 * Customer lifetime value: BG/NBD for how often, Gamma-Gamma for how much, discounted over a horizon
 * (Fader, Hardie & Lee 2005, "RFM and CLV: Using Iso-Value Curves for Customer Base Analysis").
 */
export interface LifetimeInput extends OrderTable {
  readonly end: EpochDay;
  readonly unit: ClockUnit;
  /** Amounts in `amount` that make one of the currency: 1 for yen, 100 for dollars held in cents. */
  readonly moneyUnit: number;
  readonly horizonDays: number;
  readonly annualDiscount: number;
}

type Figures = Pick<LifetimeReport, "purchases" | "spend" | "total">;

/**
 * Figures are absent and the lists empty when the review says do-not-use; the held-out check stays where it is the
 * reason, and cohort rates stand in. Money as in `amount`; spend parameters in the currency.
 */
export interface LifetimeOutput {
  /** Customers the model looked at. */
  readonly people: number;
  readonly purchases?: NonNullable<Figures["purchases"]>;
  readonly spend?: NonNullable<Figures["spend"]>;
  readonly total?: RangedTotal;
  readonly holdout?: HeldOut;
  readonly cohortRates?: CohortRates;
  readonly tracking: LifetimeReport["tracking"];
  readonly review: Review;
  /** Person index of each entry of the scores. */
  readonly person: Int32Array<SharedArrayBuffer>;
  readonly scores: CustomerValues;
  /** Repeat purchases ahead by `forecastDays`, to be held against what happens. */
  readonly forecast?: PurchaseForecast;
}

/** Moments ahead, in days, up to which purchases are forecast; the last is the horizon. */
export function forecastDays(horizonDays: number): number[] {
  return [1, 2, 3, 4].map((part) => Math.max(1, Math.round((horizonDays * part) / 4)));
}

const DAYS_PER_YEAR = 365.25;

/** Fits, checks and applies the models. Deterministic; linear in orders. */
export function lifetime(input: LifetimeInput, job: JobControl): LifetimeOutput {
  const { end, unit, moneyUnit } = input;
  job.progress({ phase: "histories", done: 0, total: 5 });
  const histories = purchaseHistories(input, { end, unit, moneyUnit }, job);
  const checks = dataChecks(histories, unit);
  if (review(checks).verdict === "do-not-use") return withoutFigures(input, histories, checks, job);
  job.progress({ phase: "purchases", done: 1, total: 5 });
  const purchases = fitBgnbd(histories, job);
  checks.push(...fitChecks(purchases));
  if (review(checks).verdict === "do-not-use") return withoutFigures(input, histories, checks, job);
  job.progress({ phase: "spend", done: 2, total: 5 });
  const spend = usableSpend(histories, checks, job);
  job.progress({ phase: "holdout", done: 3, total: 5 });
  const heldOut = heldOutQuarter(repeatPurchaseFamilies.bgnbd, input, input, histories, job);
  if (heldOut) checks.push(...heldOut.checks);
  if (review(checks).verdict === "do-not-use")
    return { ...withoutFigures(input, histories, checks, job), ...(heldOut && { holdout: heldOut.found }) };
  job.progress({ phase: "values", done: 4, total: 5 });
  const month = daysPerUnit.month / daysPerUnit[unit];
  const monthly = (1 + input.annualDiscount) ** (daysPerUnit.month / DAYS_PER_YEAR) - 1;
  const when = schedule(input.horizonDays / daysPerUnit[unit], month, monthly);
  const model = bgnbdModel(purchases.parameters);
  const scores = customerValues(histories, model, spend?.parameters, when, job);
  const sum = scores.lifetimeValue.reduce((before, value) => before + value, 0);
  const total = spend && totalValue(histories, sum, purchases, spend, when, job);
  for (let i = 0; i < scores.lifetimeValue.length; i++)
    scores.lifetimeValue[i] = scores.lifetimeValue[i]! * moneyUnit;
  return {
    people: histories.person.length,
    purchases: figures(purchases),
    ...(spend && { spend: figures(spend) }),
    ...(total && {
      total: { value: total.value * moneyUnit, low: total.low * moneyUnit, high: total.high * moneyUnit },
    }),
    ...(heldOut && { holdout: heldOut.found }),
    tracking: tracking(input, histories, model, { end, unit }, job),
    forecast: purchaseForecast(
      histories,
      purchases,
      forecastDays(input.horizonDays).map((days) => days / daysPerUnit[unit]),
      job,
    ),
    review: review(checks),
    person: histories.person,
    scores,
  };
}

function withoutFigures(
  input: LifetimeInput,
  histories: PurchaseHistories,
  checks: readonly ReviewCheck[],
  job: JobControl,
): LifetimeOutput {
  const none = () => new Float64Array(new SharedArrayBuffer(0));
  const rates = cohortRates(input, job);
  return {
    people: histories.person.length,
    ...(rates && { cohortRates: rates }),
    tracking: [],
    review: review(checks),
    person: new Int32Array(new SharedArrayBuffer(0)),
    scores: { pAlive: none(), expectedPurchases: none(), lifetimeValue: none() },
  };
}

function figures<P>({
  parameters,
  standardErrors,
  logLikelihood,
  converged,
}: {
  readonly parameters: P;
  readonly standardErrors: P;
  readonly logLikelihood: number;
  readonly converged: boolean;
}) {
  return { parameters, standardErrors, logLikelihood, converged };
}

function usableSpend(
  histories: PurchaseHistories,
  checks: ReviewCheck[],
  job: JobControl,
): GammaGammaFit | undefined {
  // Three parameters need at least as many people.
  const enough = repeatSpend(histories).frequency.length >= 3;
  const fit = enough ? fitGammaGamma(histories, job) : undefined;
  checks.push(...spendChecks(fit));
  return fit !== undefined && spendUsable(fit) ? fit : undefined;
}
