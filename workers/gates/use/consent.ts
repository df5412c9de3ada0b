import type { Columns, PeopleColumns } from "../../columns/columns.ts";
import { purposeCodes, recipients, type PurposeCode, type Recipient } from "../../terms/purpose.ts";
import { stateBytes, type ConsentRows } from "./consent-ledger.ts";

const { granted: GRANTED, unknown: UNKNOWN, denied: DENIED } = stateBytes;

/** What the ledger needs of the columns: how many people, and where each is. */
export interface PersonIndex extends Pick<Columns, "indexOf"> {
  readonly people: Pick<PeopleColumns, "count">;
}

/** A bi-temporal question: what held at one moment, by what was known at another. */
export interface AsOf {
  readonly held: Date;
  /** Everything the vault knows when left out. */
  readonly known?: Date;
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
  columns: PersonIndex,
  purpose: PurposeCode,
  asOf: AsOf,
): ConsentStanding {
  const people = columns.people.count;
  const asked = purposeCodes.indexOf(purpose);
  const held = julianDay(asOf.held);
  const known = asOf.known === undefined ? Number.POSITIVE_INFINITY : julianDay(asOf.known);
  // Person p and recipient r meet at p * recipients + r.
  const latest = new Float64Array(people * recipients.length).fill(Number.NEGATIVE_INFINITY);
  const states = new Uint8Array(people * recipients.length).fill(UNKNOWN);
  for (let row = 0; row < rows.customer.length; row++) {
    if (rows.purpose[row] !== asked) continue;
    const moment = rows.heldFrom[row]!;
    if (moment > held || rows.knownAt[row]! > known) continue;
    const person = columns.indexOf(rows.customer[row]!);
    if (person < 0) continue;
    const place = person * recipients.length + rows.recipient[row]!;
    const state = rows.state[row]!;
    if (moment > latest[place]! || (moment === latest[place] && state > states[place]!)) {
      latest[place] = moment;
      states[place] = state;
    }
  }
  return combine(purpose, people, states);
}

const SELF = recipients.indexOf("self");

function combine(purpose: PurposeCode, people: number, states: Uint8Array): ConsentStanding {
  const general = newStates(people);
  const columns = recipients.map(() => newStates(people));
  for (let person = 0; person < people; person++) {
    const first = person * recipients.length;
    const said = states[first + SELF]!;
    let found = said;
    for (let recipient = 0; recipient < recipients.length; recipient++) {
      const own = states[first + recipient]!;
      if (said === UNKNOWN && own !== UNKNOWN && found !== GRANTED) found = own;
      columns[recipient]![person] = said === DENIED ? DENIED : own;
    }
    general[person] = found;
  }
  const byRecipient = Object.fromEntries(recipients.map((name, place) => [name, columns[place]])) as Record<
    Recipient,
    Uint8Array<SharedArrayBuffer>
  >;
  return { purpose, byRecipient, general };
}

function newStates(people: number): Uint8Array<SharedArrayBuffer> {
  return new Uint8Array(new SharedArrayBuffer(people));
}
