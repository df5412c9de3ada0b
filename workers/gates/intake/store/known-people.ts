import type { Vault } from "../../../vault/vault.ts";
import { readCorrections } from "../../keep/rights/corrections.ts";
import { tombstoneHash } from "../../keep/tombstones.ts";
import type { WrittenName } from "../identity/compare-names.ts";
import type { IdentifierKind, KnownPeople } from "../stage/known.ts";
import { holderOf, visitorText } from "./visitors.ts";

type NameRow = Readonly<
  Record<
    "full_name" | "family_name" | "given_name" | "full_reading" | "family_reading" | "given_reading",
    string | null
  >
>;

/** The people of a vault by their identifiers, read once. A customer id counts within `source` only. */
export function knownPeople(vault: Vault, source: string): KnownPeople {
  const holders = byKind(() => new Map<string, number>());
  const holding = byKind(() => new Set<number>());
  /** Who else holds a contact that a household shares: few. */
  const others = byKind(() => new Map<string, number[]>());
  vault.db.each(
    "SELECT kind, value, customer_id FROM identifiers WHERE kind <> 'customer_id' OR source = ? ORDER BY id",
    [source],
    ([kind, value, customer]) => {
      if (!isKind(kind) || typeof value !== "string" || typeof customer !== "number") return;
      const first = holders[kind].get(value);
      if (first === undefined) holders[kind].set(value, customer);
      else if (first !== customer) {
        const more = others[kind].get(value);
        if (more === undefined) others[kind].set(value, [customer]);
        else more.push(customer);
      }
      holding[kind].add(customer);
    },
  );
  const erased = vault.db.count("SELECT count(*) FROM tombstones") > 0;
  const corrections = readCorrections(vault.db);
  const retired = (kind: IdentifierKind, value: string): boolean =>
    !corrections.none && !holders[kind].has(value) && corrections.formerHolder(kind, value) > 0;
  return {
    anybody: erased || Object.values(holders).some((held) => held.size > 0),
    find: (kind, value) => holders[kind].get(value) ?? corrections.formerHolder(kind, value),
    retired,
    holders: (kind, value) => {
      const first = holders[kind].get(value);
      if (retired(kind, value)) return [corrections.formerHolder(kind, value)];
      return first === undefined ? [] : [...new Set([first, ...(others[kind].get(value) ?? [])])];
    },
    names: (customer) => namesOf(vault, customer),
    holds: (kind, customer) => holding[kind].has(customer),
    seen: (kind, value) => {
      const hash = vault.pseudonym(visitorText({ kind, value }, source));
      if (erased && vault.db.count("SELECT 1 FROM tombstones WHERE hash = ?", [hash]) > 0) return -1;
      const visitor = vault.db.count("SELECT id FROM visitors WHERE hash = ?", [hash]);
      return visitor > 0 ? holderOf(vault.db, visitor) : 0;
    },
    erased: (kind, value) =>
      erased &&
      vault.db.count("SELECT 1 FROM tombstones WHERE hash = ?", [tombstoneHash(vault, kind, value)]) > 0,
  };
}

function namesOf({ db }: Vault, customer: number): readonly WrittenName[] {
  const own = db.first<NameRow>(
    "SELECT full_name, family_name, given_name, full_reading, family_reading, given_reading FROM customers WHERE id = ?",
    [customer],
  );
  const joined = db
    .rows<{ person: string }>("SELECT person FROM merge_members WHERE customer_id = ?", [customer])
    .map(({ person }) => JSON.parse(person) as NameRow);
  return [...(own === undefined ? [] : [own]), ...joined].map((row) => ({
    full: row.full_name ?? "",
    family: row.family_name ?? "",
    given: row.given_name ?? "",
    fullReading: row.full_reading ?? "",
    familyReading: row.family_reading ?? "",
    givenReading: row.given_reading ?? "",
  }));
}

function isKind(kind: unknown): kind is IdentifierKind {
  return kind === "customer_id" || kind === "email" || kind === "phone" || kind === "line_user_id";
}

function byKind<T>(make: () => T): Readonly<Record<IdentifierKind, T>> {
  return { customer_id: make(), email: make(), phone: make(), line_user_id: make() };
}
