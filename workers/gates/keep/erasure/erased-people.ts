import type { BuriedKey, KeyUse } from "../tombstones.ts";
import type { Vault } from "../../../vault/vault.ts";

/** How an erased person is known again in an older state of the vault: keyed hashes only. */
export interface ErasedPerson {
  readonly certificate: string;
  readonly at: string;
  /** Keyed hash of customers.id. */
  readonly person: string;
  readonly keys: readonly BuriedKey[];
}

interface Stored {
  readonly certificate: string;
  readonly at: string;
  readonly person: string;
  readonly keys: string;
}

/** The pseudonym of a customer, as the record and certificates name one. */
export function subjectOf(vault: Pick<Vault, "pseudonym">, customerId: number): string {
  return vault.pseudonym(`customer:${String(customerId)}`);
}

const marks: Readonly<Record<KeyUse, string>> = { both: "", bars: "#", tells: "@", shared: "~" };

/** Keys as table erased_people and the log hold them. */
export function keysText(keys: readonly BuriedKey[]): string {
  return keys.map(({ hash, use }) => hash + marks[use]).join(" ");
}

/** The keys of such a text. */
export function keysOfText(text: string): readonly BuriedKey[] {
  return text
    .split(" ")
    .filter((key) => key !== "")
    .map((key) => ({ hash: key.replace(/[#@~]$/u, ""), use: useOf(key.at(-1)) }));
}

function useOf(mark: string | undefined): KeyUse {
  return mark === "#" ? "bars" : mark === "@" ? "tells" : mark === "~" ? "shared" : "both";
}

/** Everybody the vault knows to have been erased. */
export function erasedPeople(db: Vault["db"]): readonly ErasedPerson[] {
  return db
    .rows<Stored>("SELECT certificate, at, person, keys FROM erased_people ORDER BY certificate, person")
    .map(({ keys, ...rest }) => ({ ...rest, keys: keysOfText(keys) }));
}

/** Adds people to those the vault knows to have been erased, inside a change; known ones stay. */
export function rememberErased(db: Vault["db"], people: readonly ErasedPerson[]): void {
  const insert = db.prepare(
    "INSERT OR IGNORE INTO erased_people (certificate, person, at, keys) VALUES (?, ?, ?, ?)",
  );
  try {
    for (const { certificate, person, at, keys } of people)
      insert.run([certificate, person, at, keysText(keys)]);
  } finally {
    insert.free();
  }
}
