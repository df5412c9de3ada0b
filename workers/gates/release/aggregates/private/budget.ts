import { fault, type Outcome } from "../../../../base/fault.ts";
import { ok } from "../../../../base/result.ts";
import type { PrivacyPromise } from "../../../../terms/release.ts";
import type { Database } from "../../../../vault/database.ts";

/** What all releases of a vault together may spend: rho 0.5 is epsilon 5.2 at delta 1e-6, or twenty tables of epsilon 1. */
export const vaultRho = 0.5;

/** Sums of many small spendings must not refuse the last one for a rounding. */
const slack = 1e-12;

/** What a vault's releases have spent so far. What was spent stays spent, also where the file was deleted or recalled. */
export function spentRho(db: Database): number {
  return db.first<{ spent: number | null }>("SELECT SUM(rho) AS spent FROM privacy_spending")?.spent ?? 0;
}

/** Fault "privacy-budget-spent" where a release would spend more than is left. */
export function withinBudget(db: Database, { rho }: PrivacyPromise): Outcome<null> {
  const left = vaultRho - spentRho(db);
  if (rho <= left + slack) return ok(null);
  const shown = (value: number) => Number(Math.max(0, value).toPrecision(3));
  return fault("privacy-budget-spent", { left: shown(left), budget: vaultRho, needed: shown(rho) });
}

/** Writes down what a release spends; inside the transaction that lets it out. */
export function spend(db: Database, promise: PrivacyPromise, at: Date): void {
  db.run("INSERT INTO privacy_spending (at, mechanism, epsilon, delta, rho) VALUES (?, ?, ?, ?, ?)", [
    at.toISOString(),
    promise.mechanism,
    promise.epsilon,
    promise.delta,
    promise.rho,
  ]);
}
