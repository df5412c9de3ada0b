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

/** Columns for thinking: typed arrays in shared memory, in step with the vault's tables after each commit. */
export interface Columns {
  readonly people: PeopleColumns;
  readonly orders: OrderColumns;
  /** Built when first asked for. */
  purchases(): PurchaseColumns;
  /** Index of a customers.id, or -1. */
  indexOf(customerId: number): number;
}
