import type { Vault } from "../../../vault/vault.ts";
import { HASH_MARK, isKeyedHash } from "../parse/keyed-hash-text.ts";
import type { IdentifierKind, KnownPeople } from "../stage/known.ts";

/** The kind under which a hashed key is stored: nobody takes it for an address to write to. */
export function storedKind(kind: IdentifierKind, value: string): string {
  return kind !== "customer_id" && isKeyedHash(value) ? `${kind}_hash` : kind;
}

/**
 * The people of a vault found by hashed keys, too: a hash finds who is known by the same hash or by the value itself, and a value
 * finds who is known by its hash only. An erased person does not come back as a hash: it is the one they are remembered by.
 */
export function hashAware(vault: Vault, known: KnownPeople, source: string): KnownPeople {
  const hashed = new Map<string, number>();
  const holding = new Set<string>();
  vault.db.each(
    "SELECT replace(kind, '_hash', ''), value, customer_id FROM identifiers WHERE kind LIKE '%\\_hash' ESCAPE '\\' OR (kind = 'customer_id' AND source = ? AND value LIKE 'hash:%') ORDER BY id",
    [source],
    ([kind, value, customer]) => {
      const key = `${String(kind)} ${String(value)}`;
      if (!hashed.has(key)) hashed.set(key, Number(customer));
      holding.add(`${String(kind)} ${String(customer)}`);
    },
  );
  const hashOf = (kind: IdentifierKind, value: string): string =>
    `${HASH_MARK}${vault.pseudonym(`${kind}:${value}`)}`;
  const plain = new Map<IdentifierKind, ReadonlyMap<string, number>>();
  const byHash = (kind: IdentifierKind): ReadonlyMap<string, number> => {
    const made = plain.get(kind) ?? hashesOfPlain(vault, kind, source, hashOf);
    plain.set(kind, made);
    return made;
  };
  const find = (kind: IdentifierKind, value: string): number => {
    const found = known.find(kind, value);
    if (found > 0) return found;
    if (isKeyedHash(value)) return hashed.get(`${kind} ${value}`) ?? byHash(kind).get(value) ?? 0;
    return hashed.size === 0 ? 0 : (hashed.get(`${kind} ${hashOf(kind, value)}`) ?? 0);
  };
  const tombstoned = (value: string): boolean =>
    vault.db.count("SELECT count(*) FROM tombstones WHERE hash = ?", [value.slice(HASH_MARK.length)]) > 0;
  return {
    ...known,
    anybody: known.anybody || hashed.size > 0,
    pseudonym: (text) => vault.pseudonym(text),
    find,
    holders: (kind, value) => {
      const holders = known.holders(kind, value);
      const found = holders.length > 0 ? 0 : find(kind, value);
      return found > 0 ? [found] : holders;
    },
    holds: (kind, customer) => known.holds(kind, customer) || holding.has(`${kind} ${String(customer)}`),
    erased: (kind, value) => (isKeyedHash(value) ? tombstoned(value) : known.erased(kind, value)),
  };
}

function hashesOfPlain(
  vault: Vault,
  kind: IdentifierKind,
  source: string,
  hashOf: (kind: IdentifierKind, value: string) => string,
): ReadonlyMap<string, number> {
  const hashes = new Map<string, number>();
  vault.db.each(
    "SELECT value, customer_id FROM identifiers WHERE kind = ?1 AND (?1 <> 'customer_id' OR source = ?2) ORDER BY id",
    [kind, source],
    ([value, customer]) => {
      if (typeof value !== "string" || isKeyedHash(value)) return;
      const hash = hashOf(kind, value);
      if (!hashes.has(hash)) hashes.set(hash, Number(customer));
    },
  );
  return hashes;
}
