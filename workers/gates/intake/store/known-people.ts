import type { Vault } from "../../../vault/vault.ts";
import { tombstoneHash } from "../../keep/tombstones.ts";
import type { IdentifierKind, KnownPeople } from "../stage/known.ts";

/** The people of a vault by their identifiers, read once. A customer id counts within `source` only. */
export function knownPeople(vault: Vault, source: string): KnownPeople {
  const holders: Record<IdentifierKind, Map<string, number>> = {
    customer_id: new Map(),
    email: new Map(),
    phone: new Map(),
  };
  const holding: Record<IdentifierKind, Set<number>> = {
    customer_id: new Set(),
    email: new Set(),
    phone: new Set(),
  };
  vault.db.each(
    "SELECT kind, value, customer_id FROM identifiers WHERE kind <> 'customer_id' OR source = ? ORDER BY id",
    [source],
    ([kind, value, customer]) => {
      if (!isKind(kind) || typeof value !== "string" || typeof customer !== "number") return;
      if (!holders[kind].has(value)) holders[kind].set(value, customer);
      holding[kind].add(customer);
    },
  );
  const erased = vault.db.count("SELECT count(*) FROM tombstones") > 0;
  return {
    anybody: erased || Object.values(holders).some((held) => held.size > 0),
    find: (kind, value) => holders[kind].get(value) ?? 0,
    holds: (kind, customer) => holding[kind].has(customer),
    erased: (kind, value) =>
      erased &&
      vault.db.count("SELECT 1 FROM tombstones WHERE hash = ?", [tombstoneHash(vault, kind, value)]) > 0,
  };
}

function isKind(kind: unknown): kind is IdentifierKind {
  return kind === "customer_id" || kind === "email" || kind === "phone";
}
