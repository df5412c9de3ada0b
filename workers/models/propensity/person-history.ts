import type { OrderTable } from "../purchase-histories.ts";

/** Codes into words, -1 where there is none. */
export interface CodedWords {
  readonly codes: Int32Array;
  readonly words: readonly string[];
}

/** Days on which something happened, by person, ascending: those of person p are `start[p]` to `start[p + 1]`. */
export interface DatedLog {
  readonly start: Int32Array;
  readonly day: Int32Array;
}

/** What happened besides, as a small number. */
export interface CodedLog extends DatedLog {
  readonly code: Uint8Array;
}

/** What may become of a message, as codes of a log. */
export const messageCodes = { sent: 0, opened: 1, unsubscribed: 2, delivered: 3 } as const;

/**
 * All a model of people may look at. What the vault does not hold is left out. Everything is dated but `source`: it may say
 * what was known later only, and is looked at with suspicion.
 */
export interface PersonHistory extends OrderTable {
  /** By order. */
  readonly channel?: CodedWords;
  /** By order: share of the price of its lines taken off; NaN where unknown. */
  readonly discount?: Float64Array;
  /** By person. */
  readonly source?: CodedWords;
  /** Days on which a product was bought that had not been bought before. */
  readonly newProducts?: DatedLog;
  readonly messages?: CodedLog;
  /** Visits, log-ins and uses of an app. */
  readonly visits?: DatedLog;
  readonly inquiries?: DatedLog;
}
