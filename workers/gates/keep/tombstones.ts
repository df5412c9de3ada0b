import type { Vault } from "../../vault/vault.ts";

/** Why an identifier must not come back. */
export type TombstoneReason = "retention-erase" | "retention-generalise";

/** The keyed hash under which an erased identifier is remembered; `value` normalised as in table identifiers. */
export function tombstoneHash(vault: Pick<Vault, "pseudonym">, kind: string, value: string): string {
  return vault.pseudonym(`${kind}:${value}`);
}

/**
 * Remembers the identifiers of a person about to be erased, so that the next weekly file does not
 * bring them back. Answers how many were written.
 */
export function buryIdentifiers(
  vault: Pick<Vault, "db" | "pseudonym">,
  customerId: number,
  reason: TombstoneReason,
  at: Date,
): number {
  const identifiers = vault.db.rows<{ kind: string; value: string }>(
    "SELECT DISTINCT kind, value FROM identifiers WHERE customer_id = ?",
    [customerId],
  );
  for (const { kind, value } of identifiers) {
    vault.db.run("INSERT OR REPLACE INTO tombstones (hash, at, reason) VALUES (?, ?, ?)", [
      tombstoneHash(vault, kind, value),
      at.toISOString(),
      reason,
    ]);
  }
  // Cookies and devices seen with nobody else are remembered as the hashes they are kept as.
  vault.db.run(
    `INSERT OR REPLACE INTO tombstones (hash, at, reason)
       SELECT hash, ?2, ?3 FROM visitors WHERE id IN (SELECT visitor_id FROM visitor_keys WHERE customer_id = ?1)
         AND NOT EXISTS (SELECT 1 FROM visitor_keys WHERE visitor_id = visitors.id AND customer_id <> ?1)`,
    [customerId, at.toISOString(), reason],
  );
  return identifiers.length;
}
