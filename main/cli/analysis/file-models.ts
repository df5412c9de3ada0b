import { isoDate, isoMonth, type EpochDay } from "../../../workers/base/calendar.ts";
import type { Fault } from "../../../workers/base/fault.ts";
import type { JobControl } from "../../../workers/base/job.ts";
import { err, ok, type Result } from "../../../workers/base/result.ts";
import { fitBgnbd } from "../../../workers/models/bgnbd/fit.ts";
import { cohorts, mondayOf } from "../../../workers/models/cohorts.ts";
import { fitGammaGamma, repeatSpend, type GammaGammaFit } from "../../../workers/models/gamma-gamma/fit.ts";
import { dataChecks, fitChecks, spendChecks, spendUsable } from "../../../workers/models/lifetime/checks.ts";
import { customerValues, schedule } from "../../../workers/models/lifetime/values.ts";
import {
  daysPerUnit,
  purchaseHistories,
  type PurchaseHistories,
} from "../../../workers/models/purchase-histories.ts";
import { review } from "../../../workers/models/review.ts";
import { rfm } from "../../../workers/models/rfm.ts";
import type { FileOrders } from "./order-file.ts";
import type { Settings } from "./settings.ts";

/** A model's answer on a file, as the document of --json. */
export type Document = Readonly<Record<string, unknown>>;
type Modelled = Result<Document, Fault>;

const DAYS_PER_YEAR = 365.25;

/** RFM scores of each customer of a file; recency in days. */
export function rfmOfFile(file: FileOrders, settings: Settings, job: JobControl): Modelled {
  const end = settings.end ?? lastDay(file);
  const scores = rfm({ ...file.orders, end }, job);
  const customers = file.names.flatMap((customer, p) =>
    scores.r[p] === 0
      ? []
      : [
          {
            customer,
            recency: scores.recency[p],
            frequency: scores.frequency[p],
            monetary: scores.monetary[p],
            r: scores.r[p],
            f: scores.f[p],
            m: scores.m[p],
          },
        ],
  );
  if (customers.length === 0) return err({ code: "model-no-data" });
  return ok({ model: "rfm", end: isoDate(end), n: customers.length, skipped: file.skipped, customers });
}

/** Retention by the month or week of the first order. */
export function cohortsOfFile(file: FileOrders, settings: Settings, job: JobControl): Modelled {
  const end = settings.end ?? lastDay(file);
  const unit = settings.unit === "week" ? "week" : "month";
  const output = cohorts({ ...file.orders, end, unit }, job);
  if (output.cohorts.length === 0) return err({ code: "model-no-data" });
  return ok({
    model: "cohort",
    unit,
    end: isoDate(end),
    skipped: file.skipped,
    cohorts: output.cohorts.map(({ period, size, retained }) => ({
      start: unit === "month" ? isoMonth(period) : isoDate(mondayOf(period)),
      size,
      retained,
    })),
  });
}

/** BG/NBD on a file; with a horizon, what it expects of each customer. */
export function bgnbdOfFile(file: FileOrders, settings: Settings, job: JobControl): Modelled {
  const { unit = "day" } = settings;
  const histories = historiesOf(file, settings, job);
  if (!histories.frequency.some((repeats) => repeats > 0)) return err({ code: "model-no-data" });
  const fit = fitBgnbd(histories, job);
  if (!Number.isFinite(fit.logLikelihood)) return err({ code: "model-failed" });
  const spend = settings.amount === undefined ? undefined : usableSpend(histories, job);
  const checks = [...dataChecks(histories, unit), ...fitChecks(fit)];
  return ok({
    model: "bgnbd",
    ...figures(fit),
    unit,
    end: isoDate(settings.end ?? lastDay(file)),
    skipped: file.skipped,
    review: review(checks),
    ...(settings.horizon === undefined
      ? {}
      : { horizon: settings.horizon, customers: valuesOf(file, histories, fit, spend, settings, job) }),
  });
}

/** Gamma-Gamma on the mean repeat amounts of a file. */
export function gammaGammaOfFile(file: FileOrders, settings: Settings, job: JobControl): Modelled {
  const histories = historiesOf(file, settings, job);
  // Three parameters need at least as many people.
  if (repeatSpend(histories).frequency.length < 3) return err({ code: "model-no-data" });
  const fit = fitGammaGamma(histories, job);
  if (!Number.isFinite(fit.logLikelihood)) return err({ code: "model-failed" });
  return ok({
    model: "gammagamma",
    ...figures(fit),
    correlation: fit.correlation,
    end: isoDate(settings.end ?? lastDay(file)),
    skipped: file.skipped,
    review: review(spendChecks(fit)),
  });
}

function historiesOf(file: FileOrders, settings: Settings, job: JobControl): PurchaseHistories {
  return purchaseHistories(
    file.orders,
    { end: settings.end ?? lastDay(file), unit: settings.unit ?? "day", moneyUnit: 1 },
    job,
  );
}

function usableSpend(histories: PurchaseHistories, job: JobControl): GammaGammaFit | undefined {
  if (repeatSpend(histories).frequency.length < 3) return undefined;
  const fit = fitGammaGamma(histories, job);
  return spendUsable(fit) ? fit : undefined;
}

function valuesOf(
  file: FileOrders,
  histories: PurchaseHistories,
  fit: ReturnType<typeof fitBgnbd>,
  spend: GammaGammaFit | undefined,
  settings: Settings,
  job: JobControl,
): readonly Document[] {
  const { unit = "day", horizon = 0, discount = 0 } = settings;
  const month = daysPerUnit.month / daysPerUnit[unit];
  const monthly = (1 + discount) ** (daysPerUnit.month / DAYS_PER_YEAR) - 1;
  const values = customerValues(
    histories,
    fit.parameters,
    spend?.parameters,
    schedule(horizon, month, monthly),
    job,
  );
  return Array.from(histories.person, (person, i) => ({
    customer: file.names[person],
    frequency: histories.frequency[i],
    recency: histories.recency[i],
    T: histories.T[i],
    expectedPurchases: values.expectedPurchases[i],
    pAlive: values.pAlive[i],
    lifetimeValue: finite(values.lifetimeValue[i]),
  }));
}

function figures<P extends object>(fit: {
  readonly parameters: P;
  readonly standardErrors: P;
  readonly logLikelihood: number;
  readonly n: number;
  readonly converged: boolean;
}): Document {
  const { parameters, standardErrors, logLikelihood, n, converged } = fit;
  return { parameters, logLikelihood, n, converged, standardErrors };
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function lastDay(file: FileOrders): EpochDay {
  return file.orders.day.reduce((last, day) => Math.max(last, day));
}
