import type { Vault } from "../../vault/vault.ts";

/** Why an identifier must not come back. */
export type TombstoneReason = "retention-erase" | "retention-generalise" | "erasure";

/** The keyed hash under which an erased identifier is remembered; `value` normalised as in table identifiers. */
export function tombstoneHash(vault: Pick<Vault, "pseudonym">, kind: string, value: string): string {
  return vault.pseudonym(`${kind}:${value}`);
}

/**
 * What a keyed hash of an identifier is for: "both" keeps an import from bringing the person back and tells them in an older state of
 * the vault; a customer number is told with its source ("tells") and kept out without ("bars"); what somebody who stays has as
 * well (a household's telephone) does neither ("shared").
 */
export type KeyUse = "both" | "bars" | "tells" | "shared";

/** What is remembered of one identifier. */
export interface BuriedKey {
  readonly hash: string;
  readonly use: KeyUse;
}

/** The keyed hashes under which an identifier may be remembered, and what each is for where nobody else has it. */
export function keyHashes(
  vault: Pick<Vault, "pseudonym">,
  kind: string,
  value: string,
  source: string,
): readonly BuriedKey[] {
  const hash = tombstoneHash(vault, kind, value);
  if (kind !== "customer_id") return [{ hash, use: "both" }];
  return [
    { hash, use: "bars" },
    { hash: tombstoneHash(vault, `customer_id@${source}`, value), use: "tells" },
  ];
}

const HELD_BY_OTHERS = `EXISTS (SELECT 1 FROM identifiers AS other WHERE other.kind = own.kind AND other.value = own.value
  AND other.kind <> 'customer_id' AND other.customer_id NOT IN (SELECT id FROM temp.doomed))`;

interface StoredIdentifier {
  readonly kind: string;
  readonly value: string;
  readonly source: string;
  readonly shared: number;
}

/**
 * Remembers the identifiers of a person in temp.doomed as keyed hashes, so that the next weekly file does not bring them back;
 * what people who stay hold, too, is left alone.
 */
export function buryIdentifiers(
  vault: Pick<Vault, "db" | "pseudonym">,
  customerId: number,
  reason: TombstoneReason,
  at: Date,
): readonly BuriedKey[] {
  const keys = new Map<string, BuriedKey>();
  for (const { kind, value, source, shared } of vault.db.rows<StoredIdentifier>(
    `SELECT kind, value, source, ${HELD_BY_OTHERS} AS shared FROM identifiers AS own WHERE customer_id = ?`,
    [customerId],
  ))
    for (const key of keyHashes(vault, kind, value, source))
      keys.set(key.hash, shared === 1 ? { hash: key.hash, use: "shared" } : key);
  for (const { hash, use } of keys.values()) if (bars(use)) bury(vault.db, hash, reason, at);
  // Cookies and devices seen with nobody else are remembered as the hashes they are kept as.
  vault.db.run(
    `INSERT OR REPLACE INTO tombstones (hash, at, reason)
       SELECT hash, ?2, ?3 FROM visitors WHERE id IN (SELECT visitor_id FROM visitor_keys WHERE customer_id = ?1)
         AND NOT EXISTS (SELECT 1 FROM visitor_keys WHERE visitor_id = visitors.id AND customer_id <> ?1)`,
    [customerId, at.toISOString(), reason],
  );
  return [...keys.values()];
}

/** Whether a key keeps an import from bringing the person back. */
export function bars(use: KeyUse): boolean {
  return use === "both" || use === "bars";
}

/** Writes one keyed hash down. */
export function bury(db: Vault["db"], hash: string, reason: TombstoneReason, at: Date): void {
  db.run("INSERT OR REPLACE INTO tombstones (hash, at, reason) VALUES (?, ?, ?)", [
    hash,
    at.toISOString(),
    reason,
  ]);
}
