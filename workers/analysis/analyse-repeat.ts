import { isoDate } from "../base/calendar.ts";
import type { Json } from "../base/canonical-json.ts";
import { fault, type Outcome } from "../base/fault.ts";
import type { JobControl } from "../base/job.ts";
import { ok } from "../base/result.ts";
import { cohortRates } from "../models/cohort-rates.ts";
import { fitGammaGamma, repeatSpend, type GammaGammaFit } from "../models/gamma-gamma/fit.ts";
import { dataChecks, fitChecks, repeatChecks, spendChecks, spendUsable } from "../models/lifetime/checks.ts";
import { heldOutQuarter } from "../models/lifetime/held-out.ts";
import { customerValues, schedule } from "../models/lifetime/values.ts";
import {
  clockUnits,
  daysPerUnit,
  purchaseHistories,
  type ClockUnit,
  type PurchaseHistories,
} from "../models/purchase-histories.ts";
import { repeatPurchaseFamilies, type RepeatPurchaseName } from "../models/repeat-families.ts";
import type { RepeatPurchaseModel } from "../models/repeat-purchase.ts";
import { review } from "../models/review.ts";
import { cohortRatesReport } from "./cohort-report.ts";
import { finite, reviewJson } from "./document.ts";
import type { PreparedTable } from "./prepared-table.ts";

/** Clocks of models whose occasions are a customer's habit rather than a day's chance. */
const usualUnit: Readonly<Record<RepeatPurchaseName, ClockUnit>> = {
  bgnbd: "day",
  mbgnbd: "day",
  paretonbd: "day",
  bgbb: "month",
};

function unitOf(wanted: string | undefined, usual: ClockUnit): ClockUnit | undefined {
  return clockUnits.find((name) => name === (wanted ?? usual));
}

/**
 * Fits a repeat-purchase model, checks it on held-out time, and with a horizon says of each customer what is to come.
 * Without a fit there are no figures; where the review says do-not-use, the repeat rates of monthly cohorts stand beside.
 */
export function repeatPurchaseDocument(
  name: RepeatPurchaseName,
  prepared: PreparedTable,
  job: JobControl,
): Outcome<Json> {
  const { orders, end, options, table } = prepared;
  const unit = unitOf(options.unit, usualUnit[name]);
  if (unit === undefined) return fault("bad-arguments");
  const family = repeatPurchaseFamilies[name];
  const known = family.histories(orders, { end, unit }, job);
  const checks = dataChecks(known, unit);
  const fitted = review(checks).verdict === "do-not-use" ? undefined : family.fit(known, job);
  if (fitted !== undefined) checks.push(...fitChecks(fitted.fit));
  const heldOut = fitted?.fit.converged
    ? heldOutQuarter(family, orders, { end, unit }, known, job)
    : undefined;
  if (heldOut) checks.push(...heldOut.checks);
  const verdict = review(checks);
  const rates = verdict.verdict === "do-not-use" ? cohortRates({ ...orders, end }, job) : undefined;
  const document = {
    model: name,
    unit,
    end: isoDate(end),
    ...fitDocument(fitted?.fit, known.person.length),
    ...(heldOut && {
      holdout: {
        fromDay: isoDate(heldOut.found.fromDay),
        bins: heldOut.found.bins.map((bin) => ({ ...bin })),
        naive: heldOut.found.naive,
      },
    }),
    ...(rates && { cohortRates: ratesJson(rates) }),
    review: reviewJson(verdict),
  };
  if (options.horizon === undefined) return ok(document);
  const usable = fitted?.fit.converged ? fitted.model : undefined;
  const spend = table.amount && usable && spendOf(known, job);
  const customers = usable === undefined ? [] : customerLines(prepared, unit, known, usable, spend, job);
  return ok({
    ...document,
    horizon: options.horizon,
    ...(spend && { spend: fitDocument(spend, spend.n) }),
    customers,
  });
}

function ratesJson(rates: Parameters<typeof cohortRatesReport>[0]): Json {
  const { windowDays, people, overall, cohorts } = cohortRatesReport(rates);
  return { windowDays, people, overall: { ...overall }, cohorts: cohorts.map((cohort) => ({ ...cohort })) };
}

function spendOf(known: PurchaseHistories, job: JobControl): GammaGammaFit | undefined {
  const fit = repeatSpend(known).frequency.length < 3 ? undefined : fitGammaGamma(known, job);
  return fit !== undefined && spendUsable(fit) ? fit : undefined;
}

function customerLines(
  { table, options }: PreparedTable,
  unit: ClockUnit,
  known: PurchaseHistories,
  model: RepeatPurchaseModel,
  spend: GammaGammaFit | undefined,
  job: JobControl,
): Json {
  const month = daysPerUnit.month / daysPerUnit[unit];
  const monthly = (1 + (options.discount ?? 0.1)) ** (1 / 12) - 1;
  const when = schedule(options.horizon!, month, monthly);
  const values = customerValues(known, model, spend?.parameters, when, job);
  return Array.from(known.person, (person, i) => ({
    customer: table.customers[person]!,
    frequency: known.frequency[i]!,
    recency: known.recency[i]!,
    T: known.T[i]!,
    expectedPurchases: values.expectedPurchases[i]!,
    pAlive: values.pAlive[i]!,
    lifetimeValue: finite(values.lifetimeValue[i]!),
  }));
}

/** Fits the spend model on repeat purchases. */
export function gammaGammaDocument(prepared: PreparedTable, job: JobControl): Outcome<Json> {
  const { orders, end, options, table } = prepared;
  const unit = unitOf(options.unit, "day");
  if (unit === undefined || table.amount === undefined) return fault("bad-arguments");
  const known = purchaseHistories(orders, { end, unit }, job);
  const checks = repeatChecks(known);
  const fit = review(checks).verdict === "do-not-use" ? undefined : fitGammaGamma(known, job);
  if (fit !== undefined) checks.push(...spendChecks(fit));
  return ok({
    model: "gammagamma",
    end: isoDate(end),
    ...fitDocument(fit, fit?.n ?? 0),
    correlation: fit === undefined ? null : finite(fit.correlation),
    review: reviewJson(review(checks)),
  });
}

interface AnyFit {
  readonly parameters: object;
  readonly standardErrors: object;
  readonly logLikelihood: number;
  readonly converged: boolean;
}

/** The members every fitted model has; null where there is no fit, or one without a maximum. */
function fitDocument(fit: AnyFit | undefined, n: number) {
  if (fit?.converged !== true)
    return { parameters: null, standardErrors: null, logLikelihood: null, n, converged: false };
  const { parameters, standardErrors, logLikelihood, converged } = fit;
  return {
    parameters: figures(parameters),
    standardErrors: figures(standardErrors),
    logLikelihood,
    n,
    converged,
  };
}

function figures(parameters: object): Record<string, number> {
  return Object.fromEntries(Object.entries(parameters as Readonly<Record<string, number>>));
}
