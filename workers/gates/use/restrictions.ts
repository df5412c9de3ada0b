import { fault, type Outcome } from "../../base/fault.ts";
import type { Input } from "../../contract.ts";
import type { Database } from "../../vault/database.ts";
import type { Workspace } from "../../workspace.ts";

/** SQL: customers.id of everybody whose latest restriction row freezes them. */
export const FROZEN = `SELECT customer_id FROM restrictions AS own WHERE restricted = 1
  AND NOT EXISTS (SELECT 1 FROM restrictions AS later WHERE later.customer_id = own.customer_id AND later.id > own.id)`;

/** customers.id of everybody whose processing is restricted now (GDPR art. 18; APPI art. 35). */
export function restrictedPeople(db: Database): readonly number[] {
  return db.rows<{ customer_id: number }>(FROZEN).map(({ customer_id }) => customer_id);
}

/** customers.id of everybody whose processing was restricted at a moment, as far as was known at another. */
export function frozenAt(
  db: Database,
  { held, known }: { readonly held: Date; readonly known: Date },
): readonly number[] {
  const at = (held < known ? held : known).toISOString();
  return db
    .rows<{ customer_id: number }>(
      `SELECT customer_id FROM restrictions AS own WHERE restricted = 1 AND at <= ?1
       AND NOT EXISTS (SELECT 1 FROM restrictions AS later WHERE later.customer_id = own.customer_id AND later.id > own.id AND later.at <= ?1)`,
      [at],
    )
    .map(({ customer_id }) => customer_id);
}

/**
 * Freezes a person for every purpose, or lifts that again; what the vault holds of them stays. Takes effect in the same
 * transaction for every model, list and release. Faults: `customer-unknown`, those of saving.
 */
export async function setRestriction(
  workspace: Workspace,
  { customerId, restricted, reason }: Input<"setRestriction">,
): Promise<Outcome<null>> {
  const { vault } = workspace;
  if (vault.db.first("SELECT id FROM customers WHERE id = ?", [customerId]) === undefined)
    return fault("customer-unknown");
  return vault.change(["consent", "insight", "segments", "record"], (note) => {
    vault.db.run("INSERT INTO restrictions (customer_id, restricted, at, reason) VALUES (?, ?, ?, ?)", [
      customerId,
      restricted ? 1 : 0,
      workspace.now().toISOString(),
      reason,
    ]);
    note({
      gate: "use",
      action: restricted ? "restrict" : "lift-restriction",
      payload: { subject: vault.pseudonym(`customer:${String(customerId)}`) },
    });
    return null;
  });
}
