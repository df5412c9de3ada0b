/** A column of words, each row holding the index of its word; -1 where there is none. */
export interface WordColumn {
  readonly codes: Int32Array<SharedArrayBuffer>;
  readonly words: readonly string[];
}

/** One row per person, in order of row id; the position is the person's index everywhere in workers/columns. */
export interface PeopleColumns {
  readonly count: number;
  /** customers.id of each index. Never handed to a model. */
  readonly id: Int32Array<SharedArrayBuffer>;
  readonly prefecture: WordColumn;
  readonly country: WordColumn;
  readonly gender: WordColumn;
  readonly ageBand: WordColumn;
  readonly source: WordColumn;
  /** Epoch day of registration, or of the first order; -2147483648 where unknown. */
  readonly since: Int32Array<SharedArrayBuffer>;
}

/** Orders of the main currency sorted by person, then day. `start[p]` to `start[p + 1]` are the orders of person p. */
export interface OrderColumns {
  readonly count: number;
  readonly start: Int32Array<SharedArrayBuffer>;
  readonly person: Int32Array<SharedArrayBuffer>;
  readonly day: Int32Array<SharedArrayBuffer>;
  /** Integer minor units. */
  readonly amount: Float64Array<SharedArrayBuffer>;
  readonly channel: WordColumn;
  readonly currency: string;
  /** Orders left out because they are in another currency. */
  readonly otherCurrency: number;
}

/** Which person bought which product how often, one entry a pair, sorted by person. */
export interface PurchaseColumns {
  readonly start: Int32Array<SharedArrayBuffer>;
  readonly product: WordColumn;
}

/** What was bought in each order: `start[o]` to `start[o + 1]` are the products of order o of `OrderColumns`. */
export interface OrderItemColumns {
  readonly start: Int32Array<SharedArrayBuffer>;
  readonly product: WordColumn;
}

/** Entries of people sorted by person, then time. `start[p]` to `start[p + 1]` are those of person p. */
interface EntryColumns {
  readonly start: Int32Array<SharedArrayBuffer>;
  readonly day: Int32Array<SharedArrayBuffer>;
}

/** What people did on the web or in an app. */
export interface EventColumns extends EntryColumns {
  /** Seconds since 1970. */
  readonly at: Float64Array<SharedArrayBuffer>;
  readonly kind: WordColumn;
  readonly name: WordColumn;
}

/** What became of messages to people. */
export interface MessageColumns extends EntryColumns {
  /** Seconds since 1970. */
  readonly at: Float64Array<SharedArrayBuffer>;
  readonly event: WordColumn;
  readonly channel: WordColumn;
  readonly campaign: WordColumn;
}

/** What people wrote. */
export interface ReviewColumns extends EntryColumns {
  readonly kind: WordColumn;
  /** NaN without one. */
  readonly rating: Float64Array<SharedArrayBuffer>;
  readonly product: WordColumn;
}

/** Tables whose columns are built when first asked for. */
export type LazyTable = "order_lines" | "events" | "messages" | "reviews" | "identifiers";

/** Columns for thinking: typed arrays in shared memory, in step with the vault's tables after each commit. */
export interface Columns {
  readonly people: PeopleColumns;
  readonly orders: OrderColumns;
  /** Built when first asked for. */
  purchases(): PurchaseColumns;
  /** Built when first asked for, like all that follow. */
  items(): OrderItemColumns;
  events(): EventColumns;
  messages(): MessageColumns;
  reviews(): ReviewColumns;
  /** Per person the bits of `contactBits` (contacts.ts). */
  contacts(): Uint8Array<SharedArrayBuffer>;
  /** Of which tables the lazy columns stand already: the others are worth a prefetch before they are asked for. */
  readonly built: ReadonlySet<LazyTable>;
  /** Index of a customers.id, or -1. */
  indexOf(customerId: number): number;
}
