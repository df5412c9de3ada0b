import type { WrittenName } from "../identity/compare-names.ts";

/** The kinds of exact keys. */
export type IdentifierKind = "customer_id" | "email" | "phone" | "line_user_id";

/** Keys of which only keyed hashes are kept: whoever was seen with one. */
export type SeenKind = "login" | "device" | "cookie";

/** What is known of people before a file is read. Without a vault nobody is known. */
export interface KnownPeople {
  /** False while the vault knows nobody at all, and nobody was ever erased. */
  readonly anybody: boolean;
  /** customers.id that holds an identifier, 0 for nobody. A customer id counts within the plan's source only. */
  find(kind: IdentifierKind, value: string): number;
  /** Everybody who holds an identifier, the first who did first. */
  holders(kind: IdentifierKind, value: string): readonly number[];
  /** What a person is called, and what those joined into them were called. */
  names(customerId: number): readonly WrittenName[];
  /** Whether a person already has an identifier of a kind; a customer id counts within the plan's source only. */
  holds(kind: IdentifierKind, customerId: number): boolean;
  /** The one customer who was seen with a key (a login counts within the plan's source only), 0 for nobody or several, -1 for one who was erased. */
  seen(kind: SeenKind, value: string): number;
  /** Whether a contact is one that was put right: it finds whose it was, and is not theirs any more. */
  readonly retired?: (kind: IdentifierKind, value: string) => boolean;
  /** The vault's keyed hash of a text; none where there is no vault. */
  readonly pseudonym?: (text: string) => string;
  /** Whether an identifier is of somebody who was erased. */
  erased(kind: IdentifierKind, value: string): boolean;
}

export const nobodyKnown: KnownPeople = {
  anybody: false,
  find: () => 0,
  holders: () => [],
  names: () => [],
  holds: () => false,
  seen: () => 0,
  erased: () => false,
};
