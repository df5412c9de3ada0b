import { isoDate, parseIsoDate } from "../base/calendar.ts";
import type { Json } from "../base/canonical-json.ts";
import { fault, type Outcome } from "../base/fault.ts";
import type { JobControl } from "../base/job.ts";
import { ok } from "../base/result.ts";
import { sortOrders } from "../columns/order-sort.ts";
import { fitBgnbd, type BgnbdFit } from "../models/bgnbd/fit.ts";
import { cohorts } from "../models/cohorts.ts";
import { fitGammaGamma, repeatSpend, type GammaGammaFit } from "../models/gamma-gamma/fit.ts";
import { dataChecks, fitChecks, repeatChecks, spendChecks, spendUsable } from "../models/lifetime/checks.ts";
import { customerValues, schedule } from "../models/lifetime/values.ts";
import { clockUnits, daysPerUnit, purchaseHistories } from "../models/purchase-histories.ts";
import { review } from "../models/review.ts";
import { rfm, rfmGroups } from "../models/rfm.ts";
import { cohortList, cohortReview } from "./cohort-report.ts";
import { rfmReview } from "./rfm-report.ts";

/** Models that run on a plain table of purchases. */
export const tableModels = ["rfm", "cohort", "bgnbd", "gammagamma"] as const;
export type TableModel = (typeof tableModels)[number];

/** One row a purchase: whose (an index into `customers`), the epoch day, and the amount as the file says it. */
export interface PurchaseTable {
  readonly customers: readonly string[];
  readonly customer: Int32Array;
  readonly day: Int32Array;
  /** Left out when the file has none: nothing is said about money then. */
  readonly amount?: Float64Array;
}

export interface TableOptions {
  /** Clock of repeat-purchase models (default day) and period of cohorts (week or month, default month). */
  readonly unit?: string;
  /** `YYYY-MM-DD`; the last day of the table when left out. */
  readonly end?: string;
  /** Time ahead in units of the clock; the answer then holds a line a customer. */
  readonly horizon?: number;
  /** Discount rate a year of lifetime values; 0.1 when left out. */
  readonly discount?: number;
}

interface Prepared {
  readonly table: PurchaseTable;
  readonly orders: {
    readonly start: Int32Array;
    readonly day: Int32Array;
    readonly amount: Float64Array;
    readonly mask: Uint8Array;
  };
  readonly end: number;
  readonly options: TableOptions;
}

/**
 * Runs one model on a table of purchases and answers with the document that `kurabito analyse` prints.
 * Faults: "model-no-data" for an empty table, "bad-arguments" for an unknown unit or a wrong date or number.
 */
export function analyseTable(
  model: TableModel,
  table: PurchaseTable,
  options: TableOptions,
  job: JobControl,
): Outcome<Json> {
  const prepared = prepare(table, options);
  if (!prepared.ok) return prepared;
  switch (model) {
    case "rfm":
      return ok(rfmDocument(prepared.value, job));
    case "cohort":
      return cohortDocument(prepared.value, job);
    case "bgnbd":
      return bgnbdDocument(prepared.value, job);
    case "gammagamma":
      return gammaGammaDocument(prepared.value, job);
  }
}

function prepare(table: PurchaseTable, options: TableOptions): Outcome<Prepared> {
  if (table.customer.length === 0) return fault("model-no-data");
  const end =
    options.end === undefined ? table.day.reduce((a, b) => Math.max(a, b)) : parseIsoDate(options.end);
  const { horizon, discount } = options;
  if (end === undefined) return fault("bad-arguments");
  if (horizon !== undefined && !(horizon > 0 && Number.isFinite(horizon))) return fault("bad-arguments");
  if (discount !== undefined && !(discount >= 0 && discount <= 1)) return fault("bad-arguments");
  const { start, row } = sortOrders(table.customer, table.day, table.customers.length);
  const orders = {
    start,
    day: Int32Array.from(row, (from) => table.day[from]!),
    amount: Float64Array.from(row, (from) => table.amount?.[from] ?? 1),
    mask: new Uint8Array(table.customers.length).fill(1),
  };
  return ok({ table, orders, end, options });
}

function rfmDocument({ table, orders, end }: Prepared, job: JobControl): Json {
  const scores = rfm({ ...orders, end }, job);
  const customers = table.customers.flatMap((customer, p) =>
    scores.recency[p]! < 0
      ? []
      : [
          {
            customer,
            recency: scores.recency[p]!,
            frequency: scores.frequency[p]!,
            monetary: table.amount === undefined ? null : tidy(scores.monetary[p]!),
            r: scores.r[p]!,
            f: scores.f[p]!,
            m: table.amount === undefined ? null : scores.m[p]!,
            group: rfmGroups[scores.group[p]!]!,
          },
        ],
  );
  return {
    model: "rfm",
    end: isoDate(end),
    n: scores.people,
    review: asJson(rfmReview(scores.people)),
    customers,
  };
}

function cohortDocument({ orders, end, options }: Prepared, job: JobControl): Outcome<Json> {
  const unit = options.unit ?? "month";
  if (unit !== "week" && unit !== "month") return fault("bad-arguments");
  const output = cohorts({ ...orders, end, unit }, job);
  const list = cohortList(output, unit).map((cohort) => ({ ...cohort }));
  return ok({
    model: "cohort",
    unit,
    end: isoDate(end),
    cohorts: list,
    review: asJson(cohortReview(output)),
  });
}

function histories({ orders, end, options }: Prepared, job: JobControl) {
  const unit = clockUnits.find((name) => name === (options.unit ?? "day"));
  if (unit === undefined) return undefined;
  return { unit, ...purchaseHistories(orders, { end, unit }, job) };
}

function bgnbdDocument(prepared: Prepared, job: JobControl): Outcome<Json> {
  const known = histories(prepared, job);
  if (known === undefined) return fault("bad-arguments");
  const checks = dataChecks(known, known.unit);
  const fit = review(checks).verdict === "do-not-use" ? undefined : fitBgnbd(known, job);
  if (fit !== undefined) checks.push(...fitChecks(fit));
  const usable = fit?.converged === true ? fit : undefined;
  const spend = prepared.table.amount && usable && spendOf(known, job);
  const document = {
    model: "bgnbd",
    unit: known.unit,
    end: isoDate(prepared.end),
    ...fitDocument(fit, known.person.length),
    review: asJson(review(checks)),
  };
  if (prepared.options.horizon === undefined) return ok(document);
  const customers = usable === undefined ? [] : customerLines(prepared, known, usable, spend, job);
  return ok({
    ...document,
    horizon: prepared.options.horizon,
    ...(spend && { spend: fitDocument(spend, spend.n) }),
    customers,
  });
}

type Known = NonNullable<ReturnType<typeof histories>>;

function spendOf(known: Known, job: JobControl): GammaGammaFit | undefined {
  const fit = repeatSpend(known).frequency.length < 3 ? undefined : fitGammaGamma(known, job);
  return fit !== undefined && spendUsable(fit) ? fit : undefined;
}

function customerLines(
  { table, options }: Prepared,
  known: Known,
  fit: BgnbdFit,
  spend: GammaGammaFit | undefined,
  job: JobControl,
): Json {
  const month = daysPerUnit.month / daysPerUnit[known.unit];
  const monthly = (1 + (options.discount ?? 0.1)) ** (1 / 12) - 1;
  const when = schedule(options.horizon!, month, monthly);
  const values = customerValues(known, fit.parameters, spend?.parameters, when, job);
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

function gammaGammaDocument(prepared: Prepared, job: JobControl): Outcome<Json> {
  const known = histories(prepared, job);
  if (known === undefined || prepared.table.amount === undefined) return fault("bad-arguments");
  const checks = repeatChecks(known);
  const fit = review(checks).verdict === "do-not-use" ? undefined : fitGammaGamma(known, job);
  if (fit !== undefined) checks.push(...spendChecks(fit));
  return ok({
    model: "gammagamma",
    end: isoDate(prepared.end),
    ...fitDocument(fit, fit?.n ?? 0),
    correlation: fit === undefined ? null : finite(fit.correlation),
    review: asJson(review(checks)),
  });
}

/** The members every fitted model has; null where there is no fit, or one without a maximum. */
function fitDocument(fit: BgnbdFit | GammaGammaFit | undefined, n: number) {
  if (fit?.converged !== true)
    return { parameters: null, standardErrors: null, logLikelihood: null, n, converged: false };
  const { parameters, standardErrors, logLikelihood, converged } = fit;
  return {
    parameters: { ...parameters },
    standardErrors: { ...standardErrors },
    logLikelihood,
    n,
    converged,
  };
}

function asJson({ verdict, checks }: ReturnType<typeof review>): Json {
  return { verdict, checks: checks.map((check) => ({ ...check })) };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Sums of decimal amounts without the noise of binary fractions. */
function tidy(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}
