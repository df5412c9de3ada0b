import type { Columns, PeopleColumns } from "../../columns/columns.ts";
import { consentChannels, ownChannels, type ConsentChannel } from "../../terms/consent.ts";
import {
  processors,
  purposeCodes,
  recipients,
  type PurposeCode,
  type Recipient,
} from "../../terms/purpose.ts";
import { countryCode, stateBytes, type ConsentRows } from "./consent-ledger.ts";

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
  /** The purpose's own channel when left out. */
  readonly channel?: ConsentChannel;
  /** Where the data would go; only statements about every country count when left out. */
  readonly country?: string;
}

/** How everybody stands towards one purpose: a byte of `stateBytes` per person index. */
export interface ConsentStanding {
  readonly purpose: PurposeCode;
  /**
   * For each recipient, with a general refusal (recipient `self`) applied to all others, and a general yes to the
   * processors of whom nothing else was said.
   */
  readonly byRecipient: Readonly<Record<Recipient, Uint8Array<SharedArrayBuffer>>>;
  /**
   * Towards the purpose as such: what was said in general; where nothing was, "granted" if any
   * recipient was granted, else "denied" if any was denied.
   */
  readonly general: Uint8Array<SharedArrayBuffer>;
  /** The row of the ledger that decides for a person and a recipient; -1 where nothing was said. */
  deciding(person: number, recipient: Recipient): number;
}

/**
 * The ledger's answer to one question for everybody, in one pass: what `consent-semantics.ts` says of one person, over
 * arrays. Of each person and recipient the row with the latest second counts, among those that held and were known at
 * the moments asked for and fit the channel and country; in one second the most restrictive wins; without a row the
 * state is unknown.
 */
export function standing(
  rows: ConsentRows,
  columns: PersonIndex,
  purpose: PurposeCode,
  asOf: AsOf,
): ConsentStanding {
  const people = columns.people.count;
  const asked = purposeCodes.indexOf(purpose);
  const held = asOf.held.getTime();
  const known = asOf.known?.getTime() ?? Number.MAX_VALUE;
  const channel = channelPlace(asOf.channel ?? ownChannels[purpose]);
  const country = asOf.country === undefined ? 0 : countryCode(asOf.country);
  // Person p and recipient r meet at p * recipients + r.
  const latest = new Float64Array(people * recipients.length).fill(Number.NEGATIVE_INFINITY);
  const states = new Uint8Array(people * recipients.length).fill(UNKNOWN);
  const deciding = new Int32Array(people * recipients.length).fill(-1);
  for (let row = 0; row < rows.customer.length; row++) {
    if (rows.purpose[row] !== asked) continue;
    if (rows.heldFrom[row]! > held || rows.knownAt[row]! > known || rows.retractedAt[row]! <= known) continue;
    if (rows.channel[row] !== 0 && rows.channel[row] !== channel) continue;
    if (rows.country[row] !== 0 && rows.country[row] !== country) continue;
    const person = columns.indexOf(rows.customer[row]!);
    if (person < 0) continue;
    const place = person * recipients.length + rows.recipient[row]!;
    const state = rows.state[row]!;
    const second = Math.floor(rows.heldFrom[row]! / 1000);
    if (second > latest[place]! || (second === latest[place] && state > states[place]!)) {
      latest[place] = second;
      states[place] = state;
      deciding[place] = row;
    }
  }
  return {
    purpose,
    ...combine(people, states),
    deciding: (person, recipient) => {
      const first = person * recipients.length;
      const place = first + recipients.indexOf(recipient);
      const general =
        states[first + SELF] === DENIED || (processors.has(recipient) && states[place] === UNKNOWN);
      return deciding[general ? first + SELF : place]!;
    },
  };
}

function channelPlace(channel: ConsentChannel | undefined): number {
  return channel === undefined ? 0 : consentChannels.indexOf(channel) + 1;
}

const SELF = recipients.indexOf("self");
const isProcessor = recipients.map((recipient) => processors.has(recipient));

function combine(people: number, states: Uint8Array): Pick<ConsentStanding, "byRecipient" | "general"> {
  const general = newStates(people);
  const columns = recipients.map(() => newStates(people));
  for (let person = 0; person < people; person++) {
    const first = person * recipients.length;
    const said = states[first + SELF]!;
    let found = said;
    for (let recipient = 0; recipient < recipients.length; recipient++) {
      const own = states[first + recipient]!;
      if (said === UNKNOWN && own !== UNKNOWN && found !== GRANTED) found = own;
      const general = said === DENIED || (own === UNKNOWN && isProcessor[recipient] === true);
      columns[recipient]![person] = general ? said : own;
    }
    general[person] = found;
  }
  const byRecipient = Object.fromEntries(recipients.map((name, place) => [name, columns[place]])) as Record<
    Recipient,
    Uint8Array<SharedArrayBuffer>
  >;
  return { byRecipient, general };
}

function newStates(people: number): Uint8Array<SharedArrayBuffer> {
  return new Uint8Array(new SharedArrayBuffer(people));
}
