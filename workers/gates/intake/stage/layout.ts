import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import { fieldTargets, type FieldTarget } from "../../../terms/field.ts";
import type { ImportPlan } from "../../../terms/intake.ts";

/** Which column holds what: -1 for a meaning no column has. Of a meaning given twice, the first column counts. */
export interface Layout {
  readonly at: Readonly<Record<FieldTarget, number>>;
  readonly width: number;
  /** The file has orders, not only people. */
  readonly orders: boolean;
  /** It has lines of products. */
  readonly lines: boolean;
  readonly consents: boolean;
  /** Columns kept as evidence beside a consent; of this meaning there may be several. */
  readonly evidence: readonly number[];
}

/** The layout of a plan, or which meaning it lacks. `forbidden` columns are never stored, whatever the plan says. */
export function layoutOf(plan: ImportPlan, forbidden: ReadonlySet<number>): Outcome<Layout> {
  const found = new Map<FieldTarget, number>();
  plan.columns.forEach((target, index) => {
    if (target !== "ignore" && !found.has(target) && !forbidden.has(index)) found.set(target, index);
  });
  const has = (...targets: FieldTarget[]) => targets.some((target) => found.has(target));
  if (!has("customer_id", "email", "phone")) return fault("mapping-incomplete", { missing: "customer_id" });
  const orders = has("order_date", "order_id", "order_total", "line_total", "unit_price");
  if (orders && !has("order_date")) return fault("mapping-incomplete", { missing: "order_date" });
  if (orders && !has("order_total", "line_total", "unit_price"))
    return fault("mapping-incomplete", { missing: "order_total" });
  return ok({
    at: positions(found),
    width: plan.columns.length,
    orders,
    lines: orders && has("product_code", "product_name"),
    consents: has("consent_email", "consent_postal", "consent_ads", "consent_profiling", "refusal_email"),
    evidence: plan.columns.flatMap((target, index) =>
      target === "consent_evidence" && !forbidden.has(index) ? [index] : [],
    ),
  });
}

function positions(found: ReadonlyMap<FieldTarget, number>): Readonly<Record<FieldTarget, number>> {
  return Object.fromEntries(fieldTargets.map((target) => [target, found.get(target) ?? -1])) as Record<
    FieldTarget,
    number
  >;
}
