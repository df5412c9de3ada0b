import { isoDate, parseIsoDate } from "../base/calendar.ts";
import type { Json } from "../base/canonical-json.ts";
import { fault, type Outcome } from "../base/fault.ts";
import type { JobControl } from "../base/job.ts";
import { ok } from "../base/result.ts";
import { sortOrders } from "../columns/order-sort.ts";
import { cohorts } from "../models/cohorts.ts";
import { repeatPurchaseNames } from "../models/repeat-families.ts";
import { rfm, rfmGroups } from "../models/rfm.ts";
import { churnDocument } from "./churn-document.ts";
import { cohortList, cohortReview } from "./cohort-report.ts";
import { gammaGammaDocument, repeatPurchaseDocument } from "./analyse-repeat.ts";
import { reviewJson } from "./document.ts";
import type { PreparedTable, PurchaseTable, TableOptions } from "./prepared-table.ts";
import { rfmReview } from "./rfm-report.ts";

export type { PurchaseTable, TableOptions } from "./prepared-table.ts";

/** Models that run on a plain table of purchases. */
export const tableModels = ["rfm", "cohort", ...repeatPurchaseNames, "gammagamma", "churn"] as const;
export type TableModel = (typeof tableModels)[number];

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
    case "churn":
      return ok(churnDocument(prepared.value, job));
    case "gammagamma":
      return gammaGammaDocument(prepared.value, job);
    default:
      return repeatPurchaseDocument(model, prepared.value, job);
  }
}

function prepare(table: PurchaseTable, options: TableOptions): Outcome<PreparedTable> {
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

function rfmDocument({ table, orders, end }: PreparedTable, job: JobControl): Json {
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
    review: reviewJson(rfmReview(scores.people)),
    customers,
  };
}

function cohortDocument({ orders, end, options }: PreparedTable, job: JobControl): Outcome<Json> {
  const unit = options.unit ?? "month";
  if (unit !== "week" && unit !== "month") return fault("bad-arguments");
  const output = cohorts({ ...orders, end, unit }, job);
  const list = cohortList(output, unit).map((cohort) => ({ ...cohort }));
  return ok({
    model: "cohort",
    unit,
    end: isoDate(end),
    cohorts: list,
    review: reviewJson(cohortReview(output)),
  });
}

/** Sums of decimal amounts without the noise of binary fractions. */
function tidy(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}
