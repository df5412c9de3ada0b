import { fault, type Outcome } from "../../../workers/base/fault.ts";
import { ok } from "../../../workers/base/result.ts";
import type { VaultApi } from "../../../workers/contract.ts";
import { daysPerUnit } from "../../../workers/models/purchase-histories.ts";
import type { Io } from "../core/io.ts";
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

function endOf({ end }: Settings): { readonly end?: string } {
  return end === undefined ? {} : { end };
}
