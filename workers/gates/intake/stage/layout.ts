import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import { fieldTargets, type FieldTarget } from "../../../terms/field.ts";
import type { ImportPlan } from "../../../terms/intake.ts";
import {
  missingMeanings,
  storesTarget,
  tableKindOf,
  type MissingMeaning,
  type TableKind,
} from "../../../terms/table-kind.ts";
import { consentColumns } from "../parse/consent-columns.ts";

/** Which column holds what: -1 for a meaning no column has. Of a meaning given twice, the first column counts. */
export interface Layout {
  readonly kind: TableKind;
  readonly at: Readonly<Record<FieldTarget, number>>;
  readonly width: number;
  /** The file has orders, not only people. */
  readonly orders: boolean;
  /** It has lines of products. */
  readonly lines: boolean;
  /** Its rows about people or orders say what somebody consented to. */
  readonly consents: boolean;
  /** Columns kept as evidence beside a consent; of this meaning there may be several. */
  readonly evidence: readonly number[];
}

/** A meaning that would mend what is missing, as the fault names it. */
const mending: Readonly<Record<MissingMeaning, FieldTarget>> = {
  customer: "customer_id",
  "order-date": "order_date",
  "order-amount": "order_total",
  time: "occurred_at",
  visitor: "cookie_id",
  "consent-time": "consent_time",
  "consent-purpose": "consent_purpose",
};

/** The layout of a plan, or which meaning it lacks. `forbidden` columns are never stored, whatever the plan says. */
export function layoutOf(plan: ImportPlan, forbidden: ReadonlySet<number>): Outcome<Layout> {
  const meant = plan.columns.filter((target, index) => target !== "ignore" && !forbidden.has(index));
  const kind = tableKindOf(meant);
  const found = new Map<FieldTarget, number>();
  plan.columns.forEach((target, index) => {
    if (target !== "ignore" && !found.has(target) && !forbidden.has(index) && storesTarget(kind, target))
      found.set(target, index);
  });
  const has = (...targets: FieldTarget[]) => targets.some((target) => found.has(target));
  const [missing] = missingMeanings(kind, found.keys());
  if (missing !== undefined) return fault("mapping-incomplete", { missing: mending[missing] });
  return ok({
    kind,
    at: positions(found),
    width: plan.columns.length,
    orders: kind === "orders",
    lines: kind === "orders" && has("product_code", "product_name"),
    consents: (kind === "people" || kind === "orders") && has(...consentColumns.map(({ target }) => target)),
    evidence: plan.columns.flatMap((target, index) =>
      target === "consent_evidence" && !forbidden.has(index) && storesTarget(kind, target) ? [index] : [],
    ),
  });
}

function positions(found: ReadonlyMap<FieldTarget, number>): Readonly<Record<FieldTarget, number>> {
  return Object.fromEntries(fieldTargets.map((target) => [target, found.get(target) ?? -1])) as Record<
    FieldTarget,
    number
  >;
}
