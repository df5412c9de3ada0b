import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { ImportPlan } from "../../../terms/intake.ts";
import type { DocumentedBasis } from "../../../terms/treatment.ts";
import type { Database } from "../../../vault/database.ts";
import type { Act } from "../../../vault/vault.ts";
import { policyInForce } from "../../policy/in-force.ts";
import { stopping } from "../../policy/judge.ts";
import type { SensitiveKind } from "../profile/sensitive.ts";
import type { StoreContext } from "../store/context.ts";
import { findPersonal } from "../recognise/find-personal.ts";

/**
 * The documented bases of a plan as the gate takes them (APPI art. 20(2), GDPR art. 9(2)): only for columns that else never come
 * in, card and official numbers as hashes only (PCI DSS 3.2; My Number Act art. 20). Faults: `basis-refused` for secrets,
 * `basis-personal` where the reason itself names somebody, for it is kept in the record for good.
 */
export function basesOf(
  plan: ImportPlan,
  sensitive: ReadonlyMap<number, SensitiveKind>,
): Outcome<readonly DocumentedBasis[]> {
  const taken: DocumentedBasis[] = [];
  for (const basis of plan.bases ?? []) {
    const kind = sensitive.get(basis.column);
    if (kind === undefined) continue;
    if (kind === "secret") return fault("basis-refused", { column: basis.column + 1 });
    if (findPersonal(basis.reason).length > 0) return fault("basis-personal", { column: basis.column + 1 });
    taken.push({ ...basis, hash: basis.hash || kind !== "special-category" });
  }
  return ok(taken);
}

/**
 * The record's line about a column kept on a documented basis, with the rules in force that let it in only with explicit consent: what
 * the basis confirms. (GDPR art. 9(2)(a); APPI art. 20(2); Civ. Code 1798.121.)
 */
export function basisAct(
  db: Database,
  { importId, now }: Pick<StoreContext, "importId" | "now">,
  { column, purpose, reason, hash }: DocumentedBasis,
): Act {
  const use = { kind: "use", purpose, basis: "consent", state: "granted", special: "other" } as const;
  const asking = stopping(policyInForce(db, new Date(now)), use)
    .filter(({ rule }) => rule.asks.kind === "special_category")
    .map(({ rule }) => rule.id);
  return {
    gate: "intake",
    action: "special-category-kept",
    payload: {
      ...{ import: importId, column: column + 1, purpose, reason, hashed: hash },
      ...(asking.length === 0 ? {} : { rules: asking.join(", ") }),
    },
  };
}
