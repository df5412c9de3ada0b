import { recipientFacts, type PolicyCase } from "../../terms/policy.ts";
import type { ConsentState, LegalBasis, PurposeCode, Recipient } from "../../terms/purpose.ts";
import type { Database } from "../../vault/database.ts";
import { namesCountry } from "../policy/country-named.ts";
import { stopping, type ActiveRule, type Policy } from "../policy/judge.ts";
import { countryCode, stateBytes, type ConsentRows } from "./consent-ledger.ts";
import type { ConsentStanding } from "./consent.ts";
import { wordingsByNumber } from "./wordings.ts";

const states = ["granted", "unknown", "denied"] as const;

/** By state byte, whether the law lets a purpose consider a person who stands so. */
export function lawfulStates(policy: Policy, purpose: PurposeCode, basis: LegalBasis): readonly boolean[] {
  return states.map((state) => stopping(policy, { kind: "use", purpose, basis, state }).length === 0);
}

interface RowUse {
  readonly purpose: PurposeCode;
  readonly recipient: Recipient;
  readonly basis: LegalBasis;
  /** Where the recipient holds the rows; its seat where left out. */
  readonly country?: string | undefined;
}

/** Whether a row of somebody who said yes may leave: where that yes names the recipient's country, and where it does not. */
export function lawfulRows(
  policy: Policy,
  use: RowUse,
): { readonly named: boolean; readonly unnamed: boolean } {
  const lets = (countryNamed: boolean): boolean =>
    rowStoppedBy(policy, { ...use, countryNamed }).length === 0;
  return { named: lets(true), unnamed: lets(false) };
}

/** The rules that keep a person's row from leaving: that of somebody who said yes, unless another state is asked about. */
export function rowStoppedBy(
  policy: Policy,
  row: RowUse & {
    readonly countryNamed: boolean;
    readonly state?: ConsentState;
    readonly restricted?: boolean;
  },
): readonly ActiveRule[] {
  const { purpose, recipient, basis, country, countryNamed, state = "granted", restricted = false } = row;
  const where = country === undefined ? {} : { country };
  const cases: readonly PolicyCase[] = [
    { kind: "use", purpose, basis, state, restricted },
    { kind: "release", shape: "list", purpose, recipient, ...where, state, countryNamed },
  ];
  return cases.flatMap((one) => stopping(policy, one));
}

/** 1 for people at "granted" whose yes is about the recipient's country, or was said under a text that names it. */
export function namedPeople(
  db: Database,
  rows: ConsentRows,
  asked: ConsentStanding,
  recipient: Recipient,
  of: Uint8Array,
  country: string | undefined = recipientFacts[recipient].country,
): Uint8Array {
  const named = new Uint8Array(of.length);
  if (country === undefined) return named.fill(1);
  const code = countryCode(country);
  const texts = new Set(
    [...wordingsByNumber(db)].flatMap(([number, { text }]) => (namesCountry(text, country) ? [number] : [])),
  );
  for (let person = 0; person < of.length; person++) {
    if (of[person] !== stateBytes.granted) continue;
    const row = asked.deciding(person, recipient);
    if (row >= 0 && (rows.country[row] === code || texts.has(rows.wording[row]!))) named[person] = 1;
  }
  return named;
}
