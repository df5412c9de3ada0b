import { fault, type Outcome } from "../../../workers/base/fault.ts";
import { ok } from "../../../workers/base/result.ts";
import type { VaultApi } from "../../../workers/contract.ts";
import { daysPerUnit } from "../../../workers/models/purchase-histories.ts";
import type { Io } from "../core/io.ts";
import { churnFields, type ChurnPage, type ChurnReport } from "../../../workers/terms/churn.ts";
import { mapOutcome } from "../core/outcome.ts";
import type { Settings } from "./settings.ts";

/** A model's answer as the document of --json. */
export type Document = Readonly<Record<string, unknown>>;

/** RFM of the vault's customers: groups and cells, never people. */
export async function rfmOfVault(api: VaultApi, settings: Settings): Promise<Outcome<Document>> {
  return mapOutcome(await api.rfm(endOf(settings)), (report) => ({ model: "rfm", ...report }));
}

/** Cohort retention of the vault's customers. */
export async function cohortsOfVault(api: VaultApi, settings: Settings): Promise<Outcome<Document>> {
  const unit = settings.unit === "week" ? "week" : "month";
  return mapOutcome(await api.cohorts({ ...endOf(settings), unit }), (report) => ({
    model: "cohort",
    ...report,
  }));
}

/** BG/NBD or Gamma-Gamma from the vault's lifetime run, which is stored there with its scores. */
export async function lifetimeOfVault(
  model: "bgnbd" | "gammagamma",
  api: VaultApi,
  settings: Settings,
  io: Io,
): Promise<Outcome<Document>> {
  const { unit = "day", horizon, discount } = settings;
  const options = {
    ...endOf(settings),
    ...(horizon === undefined ? {} : { horizonDays: Math.max(1, Math.round(horizon * daysPerUnit[unit])) }),
    ...(discount === undefined ? {} : { annualDiscount: discount }),
  };
  const fitted = await api.fitLifetime({ options, job: io.job });
  if (!fitted.ok) return fitted;
  const { purchases, spend, people, ...report } = fitted.value;
  const figures = model === "bgnbd" ? purchases : spend;
  if (figures === undefined && report.review.verdict !== "do-not-use") return fault("model-no-data");
  return ok({ model, unit: "week", ...figures, n: people, ...report });
}

/** People listed with their reasons, those with the highest risk. */
const LISTED = 100;

/**
 * Who is likely to leave, from the vault's own run: the names of a file's document (`churnDocument`). Customers are named by
 * their numbers in the vault.
 */
export async function churnOfVault(api: VaultApi, settings: Settings, io: Io): Promise<Outcome<Document>> {
  const { horizon } = settings;
  const options = {
    ...endOf(settings),
    ...(horizon === undefined ? {} : { horizonDays: Math.max(7, Math.round(horizon)) }),
  };
  const fitted = await api.fitChurn({ options, job: io.job });
  if (!fitted.ok) return fitted;
  return mapOutcome(await api.listChurn({ offset: 0, limit: LISTED }), (page) =>
    churnDocumentOf(fitted.value, page),
  );
}

function churnDocumentOf(
  { validation, horizonDays, fields, pairs = [], ...report }: ChurnReport,
  page: ChurnPage,
): Document {
  const { people = 0, left = 0, auc, ...figures } = validation ?? {};
  return {
    model: "churn",
    horizon: horizonDays,
    n: people,
    positives: left,
    ...report,
    scored: report.people,
    auc: auc === undefined ? null : { mean: auc.value, low: auc.low, high: auc.high },
    logLoss: null,
    brier: null,
    calibration: [],
    gains: [],
    ...figures,
    fields: fields.map(({ field, ...own }) => ({ ...own, column: churnFields[field] })),
    pairs: pairs.map(({ fields: both, ...own }) => ({
      ...own,
      columns: both.map((field) => churnFields[field]),
    })),
    customers: page.rows.map(({ customerId, chance, base, reasons, others }) => ({
      customer: String(customerId),
      churn: chance,
      base,
      reasons: reasons.map(({ field, adds }) => ({ term: churnFields[field], adds })),
      others,
    })),
  };
}

/** Kinds of customers by what they do, from the vault's own run. `k` is chosen by stability when left out. */
export async function groupsOfVault(
  api: VaultApi,
  options: { readonly k?: number; readonly end?: string },
  io: Io,
): Promise<Outcome<Document>> {
  return mapOutcome(await api.fitGroups({ options, job: io.job }), ({ people, groups, ...report }) => ({
    model: "kmeans",
    scale: "standard",
    n: people,
    ...report,
    sizes: groups.map((group) => group.people),
    groups: groups.map(({ people: size, traits, ...group }, at) => ({
      group: at,
      size,
      ...group,
      traits: traits.map(({ field, direction }) => ({ term: churnFields[field], direction })),
    })),
  }));
}

function endOf({ end }: Settings): { readonly end?: string } {
  return end === undefined ? {} : { end };
}
