import { isoDate, parseIsoDate } from "../base/calendar.ts";
import type { Outcome } from "../base/fault.ts";
import { Cancelled, type JobControl } from "../base/job.ts";
import { fault } from "../base/fault.ts";
import { ok } from "../base/result.ts";
import type { Input } from "../contract.ts";
import { featureRun, type FeatureRun } from "../gates/use/feature-run.ts";
import { minorDigits } from "../gates/release/money.ts";
import { forecastDays, type LifetimeOutput } from "../models/lifetime/lifetime.ts";
import type { LifetimeReport } from "../terms/insight.ts";
import type { FeatureBins, FeatureScope } from "../terms/track-record.ts";
import type { Act } from "../vault/vault.ts";
import type { Workspace } from "../workspace.ts";
import { endDay } from "./clock.ts";
import { cohortRatesReport } from "./cohort-report.ts";
import { insertRows } from "./insert-rows.ts";
import { certificateNumbers, markIfErasedMeanwhile } from "./retrain/marked.ts";
import type { Replacing } from "./retrain/replacing.ts";
import { keepForecast, type RunStored } from "./track-record/keep-forecast.ts";
import { keepSettlements, readySettlements } from "./track-record/settle.ts";

const DEFAULT_HORIZON_DAYS = 365;
const DEFAULT_ANNUAL_DISCOUNT = 0.1;

/**
 * Whom the distribution is taken over that tells whether customers have changed: everybody grows older by the day, so it is those whose
 * first order lies within the last year.
 */
const newCustomers: FeatureScope = { activeDays: 365, newDays: 365 };
const watched = ["orders", "sinceLast", "meanAmount", "gap"] as const;

/** A report as its run keeps it. */
export type StoredLifetime = Omit<LifetimeReport, "runId">;

/**
 * Fits the lifetime model on the people profiling may consider, stores the run and each person's
 * scores, and notes the act in the record. A run that must not be used leaves no scores behind. `replacing` goes with the storing.
 */
export async function fitLifetime(
  workspace: Workspace,
  { options, job: ticket }: Input<"fitLifetime">,
  replacing?: Replacing,
): Promise<Outcome<LifetimeReport>> {
  const end = endDay(workspace, options.end);
  if (!end.ok) return end;
  const { currency } = workspace.columns().orders;
  const known = certificateNumbers(workspace.vault.db);
  const run = featureRun(workspace, "profiling");
  const horizonDays = options.horizonDays ?? DEFAULT_HORIZON_DAYS;
  const annualDiscount = options.annualDiscount ?? DEFAULT_ANNUAL_DISCOUNT;
  const moneyUnit = 10 ** minorDigits(currency);
  const job = workspace.job(ticket);
  try {
    const output = await workspace.models.run(
      "lifetime",
      { ...run.orders, end: end.value, unit: "week", moneyUnit, horizonDays, annualDiscount },
      job,
    );
    const reference = { history: run.orders, end: end.value, scope: newCustomers, fields: watched };
    const features =
      output.forecast === undefined ? [] : await workspace.models.run("reference", reference, job);
    job.check();
    const report: StoredLifetime = {
      end: isoDate(end.value),
      currency,
      horizonDays,
      annualDiscount,
      withheld: run.withheld,
      ...figuresOf(output),
    };
    return await store(workspace, run, report, { output, features, job, known, replacing });
  } catch (error) {
    if (error instanceof Cancelled) return fault("cancelled");
    throw error;
  }
}

/** The latest run as it was stored, or null before the first. */
export async function latestLifetime({ vault }: Workspace): Promise<Outcome<LifetimeReport | null>> {
  const run = vault.db.first<{ id: number; report: string }>(
    "SELECT id, report FROM runs WHERE model = 'lifetime' ORDER BY id DESC LIMIT 1",
  );
  if (run === undefined) return ok(null);
  return ok({ runId: run.id, ...(JSON.parse(run.report) as StoredLifetime) });
}

/** What of a run goes into its report: everything but the scores. */
function figuresOf(output: LifetimeOutput) {
  const { people, purchases, spend, total, holdout, tracking, review, scores } = output;
  return {
    people,
    ...(purchases && { purchases }),
    ...(spend && { spend }),
    ...(total && { total: roundedTotal(total) }),
    ...(holdout && { holdout: { ...holdout, fromDay: isoDate(holdout.fromDay) } }),
    ...(output.cohortRates && { cohortRates: cohortRatesReport(output.cohortRates) }),
    aliveHistogram: aliveHistogram(scores.pAlive),
    valueTenths: valueTenths(scores.lifetimeValue),
    tracking,
    review,
  };
}

function roundedTotal({ value, low, high }: NonNullable<LifetimeReport["total"]>) {
  return { value: Math.round(value), low: Math.round(low), high: Math.round(high) };
}

function aliveHistogram(pAlive: Float64Array): number[] {
  const bins = new Array<number>(10).fill(0);
  for (const chance of pAlive) {
    const bin = Math.min(9, Math.floor(chance * 10));
    bins[bin] = bins[bin]! + 1;
  }
  return pAlive.length === 0 ? [] : bins;
}

/** Sum of value in each tenth of the people, best first; empty without a spend model. */
function valueTenths(values: Float64Array): number[] {
  if (values.length === 0 || values.some(Number.isNaN)) return [];
  const sorted = values.slice().sort().reverse();
  const edge = (tenth: number) => Math.round((tenth * sorted.length) / 10);
  return Array.from({ length: 10 }, (_, tenth) =>
    Math.round(sorted.subarray(edge(tenth), edge(tenth + 1)).reduce((sum, value) => sum + value, 0)),
  );
}

async function store(
  workspace: Workspace,
  run: FeatureRun,
  report: StoredLifetime,
  {
    output,
    features,
    job,
    known,
    replacing,
  }: {
    readonly output: LifetimeOutput;
    /** How customers who are new were spread when it learnt. */
    readonly features: readonly FeatureBins[];
    readonly job: JobControl;
    /** Certificates there were before anybody was read. */
    readonly known: ReadonlySet<string>;
    readonly replacing: Replacing | undefined;
  },
): Promise<Outcome<LifetimeReport>> {
  const { vault } = workspace;
  const { people, withheld, end, horizonDays, annualDiscount, review } = report;
  const { person, scores } = output;
  const passed = readySettlements(workspace);
  const body = (note: (act: Act) => void): LifetimeReport => {
    const { db } = vault;
    keepSettlements(workspace, passed);
    const replaced = replacing?.();
    db.run("INSERT INTO runs (model, at, options, report) VALUES ('lifetime', ?, ?, ?)", [
      workspace.now().toISOString(),
      JSON.stringify({ end, horizonDays, annualDiscount }),
      JSON.stringify(report),
    ]);
    const runId = db.lastId();
    db.run("DELETE FROM scores");
    // Somebody may have been erased or have objected while the model ran: their score must not come back.
    const customers = run.customersOf(person);
    const rows = Array.from(person.keys()).filter((row) => customers[row] !== 0);
    const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
    insertRows(
      db,
      "INSERT INTO scores (customer_id, run_id, p_alive, expected_purchases, lifetime_value) VALUES (?, ?, ?, ?, ?)",
      [
        Int32Array.from(rows, (row) => customers[row]!),
        { constant: runId },
        pick(scores.pAlive),
        pick(scores.expectedPurchases),
        pick(scores.lifetimeValue),
      ],
      rows.length,
      job,
    );
    keepPurchases({ db, runId, job }, customers, { report, output, features });
    markIfErasedMeanwhile(db, runId, known);
    note({
      gate: "use",
      action: "fit-lifetime",
      payload: {
        run: runId,
        purpose: "profiling",
        people,
        withheld,
        scored: rows.length,
        verdict: review.verdict,
      },
    });
    replaced?.(runId, report, note);
    return { runId, ...report };
  };
  return vault.change(["insight", "record"], body, { job });
}

/** The purchases forecast, to be held against those that come. */
function keepPurchases(
  into: RunStored,
  customers: ArrayLike<number>,
  {
    report,
    output: { forecast, scores },
    features,
  }: {
    readonly report: StoredLifetime;
    readonly output: LifetimeOutput;
    readonly features: readonly FeatureBins[];
  },
): void {
  const { end, horizonDays, people } = report;
  const from = parseIsoDate(end);
  const expected = forecast?.path.at(-1);
  if (forecast === undefined || expected === undefined || from === undefined) return;
  const days = forecastDays(horizonDays);
  keepForecast(into, customers, {
    model: "lifetime",
    outcome: "orders",
    from,
    horizonDays,
    people,
    expected,
    plainExpected: forecast.plain.reduce((sum, own) => sum + own, 0),
    path: forecast.path.map((point, k) => ({ days: days[k]!, ...point })),
    scope: newCustomers,
    features,
    said: scores.expectedPurchases,
    plain: forecast.plain,
  });
}
