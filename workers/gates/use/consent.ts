import type { Database } from "../../vault/database.ts";
import type { Columns } from "../../columns/columns.ts";
import {
  purposeCodes,
  recipients,
  type ConsentState,
  type PurposeCode,
  type Recipient,
} from "../../terms/purpose.ts";

/** A consent state as a byte, ordered from the loosest to the most restrictive: at equal dates the larger wins. */
export const stateBytes: Readonly<Record<ConsentState, number>> = { granted: 0, unknown: 1, denied: 2 };

const GRANTED = stateBytes.granted;
const UNKNOWN = stateBytes.unknown;
const DENIED = stateBytes.denied;

/** A bi-temporal question: what held at one moment, by what was known at another. */
export interface AsOf {
  readonly held: Date;
  /** Everything the vault knows when left out. */
  readonly known?: Date;
}

/** The consent rows of one purpose as arrays, in no particular order. */
export interface ConsentRows {
  /** customers.id of each row. */
  readonly customer: Int32Array;
  /** Index into `recipients`; -1 for a recipient this version does not know, which no question concerns. */
  readonly recipient: Int32Array;
  /** A byte of `stateBytes`. */
  readonly state: Int32Array;
  /** Julian days: SQLite reads the moments, faster than JavaScript. */
  readonly heldFrom: Float64Array;
  readonly knownAt: Float64Array;
}

/** How everybody stands towards one purpose: a byte of `stateBytes` per person index. */
export interface ConsentStanding {
  readonly purpose: PurposeCode;
  /** For each recipient, with a general refusal (recipient `self`) applied to all others. */
  readonly byRecipient: Readonly<Record<Recipient, Uint8Array<SharedArrayBuffer>>>;
  /**
   * Towards the purpose as such: what was said in general; where nothing was, "granted" if any
   * recipient was granted, else "denied" if any was denied.
   */
  readonly general: Uint8Array<SharedArrayBuffer>;
}

// A date no machine can read must not hide a refusal: such a row holds from when it was known, or from ever.
const READ_BY_PURPOSE = Object.fromEntries(
  purposeCodes.map((purpose) => [
    purpose,
    `SELECT customer_id,
       CASE recipient ${recipients.map((name, code) => `WHEN '${name}' THEN ${String(code)}`).join(" ")} ELSE -1 END,
       CASE state WHEN 'granted' THEN ${String(GRANTED)} WHEN 'denied' THEN ${String(DENIED)} ELSE ${String(UNKNOWN)} END,
       coalesce(julianday(held_from), julianday(known_at), 0), coalesce(julianday(known_at), 0)
     FROM consents WHERE purpose = '${purpose}'`,
  ]),
) as Readonly<Record<PurposeCode, string>>;

/** The rows of one purpose, whole. */
export function readConsentRows(db: Database, purpose: PurposeCode): ConsentRows {
  const [customer, recipient, state, heldFrom, knownAt] = db.readColumns(READ_BY_PURPOSE[purpose], [
    "int32",
    "int32",
    "int32",
    "float64",
    "float64",
  ]);
  return { customer, recipient, state, heldFrom, knownAt };
}

/** A moment as SQLite's julianday() gives it: whole milliseconds since noon of 24 November 4714 BC, in days. */
export function julianDay(moment: Date): number {
  return (moment.getTime() + 210_866_760_000_000) / 86_400_000;
}

/**
 * The ledger's answer to one question for everybody, in one pass. Of each person and recipient the
 * row with the latest `held_from` counts, among those that held and were known at the moments asked
 * for; at equal moments the most restrictive wins; without a row the state is unknown.
 */
export function standing(
  rows: ConsentRows,
  columns: Pick<Columns, "people" | "indexOf">,
  purpose: PurposeCode,
  asOf: AsOf,
): ConsentStanding {
  const people = columns.people.count;
  const held = julianDay(asOf.held);
  const known = asOf.known === undefined ? Number.POSITIVE_INFINITY : julianDay(asOf.known);
  const latest = recipients.map(() => new Float64Array(people).fill(Number.NEGATIVE_INFINITY));
  const states = recipients.map(() => newStates(people));
  for (let row = 0; row < rows.customer.length; row++) {
    const moment = rows.heldFrom[row] ?? 0;
    const recipient = rows.recipient[row] ?? -1;
    if (recipient < 0 || moment > held || (rows.knownAt[row] ?? 0) > known) continue;
    const person = columns.indexOf(rows.customer[row] ?? -1);
    const latestOf = latest[recipient];
    const stateOf = states[recipient];
    if (person < 0 || latestOf === undefined || stateOf === undefined) continue;
    const before = latestOf[person] ?? 0;
    const state = rows.state[row] ?? UNKNOWN;
    if (moment > before || (moment === before && state > (stateOf[person] ?? UNKNOWN))) {
      latestOf[person] = moment;
      stateOf[person] = state;
    }
  }
  return combine(purpose, states);
}

function combine(purpose: PurposeCode, states: readonly Uint8Array<SharedArrayBuffer>[]): ConsentStanding {
  const byRecipient = Object.fromEntries(recipients.map((name, code) => [name, states[code]])) as Record<
    Recipient,
    Uint8Array<SharedArrayBuffer>
  >;
  const self = byRecipient.self;
  const general = newStates(self.length);
  for (let person = 0; person < self.length; person++) {
    const said = self[person] ?? UNKNOWN;
    let found = said;
    for (const recipient of recipients) {
      const others = byRecipient[recipient];
      const other = others[person] ?? UNKNOWN;
      if (said === UNKNOWN && other !== UNKNOWN && found !== GRANTED) found = other;
      if (said === DENIED) others[person] = DENIED;
    }
    general[person] = found;
  }
  return { purpose, byRecipient, general };
}

function newStates(people: number): Uint8Array<SharedArrayBuffer> {
  return new Uint8Array(new SharedArrayBuffer(people)).fill(UNKNOWN);
}
