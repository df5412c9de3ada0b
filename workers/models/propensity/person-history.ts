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

/** How long something lasted. */
export interface TimedLog extends DatedLog {
  readonly seconds: Float64Array;
}

/** What somebody wrote, as numbers only. */
export interface ToldTexts extends DatedLog {
  /** From -1 (discontent) to 1 (content); NaN where no word of tone was found. */
  readonly tone: Float64Array;
  /** 1 where it speaks of leaving, sending back or having the money back. */
  readonly parting: Float64Array;
}

/** What may become of a message, as codes of a log. */
export const messageCodes = { sent: 0, opened: 1, unsubscribed: 2, delivered: 3 } as const;

/**
 * All a model of people may look at. What the vault does not hold is left out. Everything is dated but `source`: it may say
 * what was known later only, and is looked at with suspicion.
 */
export interface PersonHistory extends OrderTable {
  /** By person: the day they were registered or first ordered; `neverKnown` where the vault does not say. */
  readonly since?: Int32Array;
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
  /** Whatever else they did on the web or in an app: documents called up, forms sent. */
  readonly actions?: DatedLog;
  readonly inquiries?: DatedLog;
  /** Log-ins alone, where visits hold more than these. */
  readonly logins?: DatedLog;
  /** Visits and uses whose length is known. */
  readonly use?: TimedLog;
  readonly texts?: ToldTexts;
}

/** A day nobody knows. */
export const neverKnown = -2147483648;
