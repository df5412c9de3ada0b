import type { ConsentChannel } from "../../terms/consent.ts";
import { recipientFacts } from "../../terms/policy.ts";
import { legalBases, type LegalBasis, type PurposeCode, type Recipient } from "../../terms/purpose.ts";
import type { Vault } from "../../vault/vault.ts";
import { policyInForce } from "../policy/in-force.ts";
import type { Policy } from "../policy/judge.ts";
import { standing, type PersonIndex } from "./consent.ts";
import { consentLedger, stateBytes, type LedgerSource } from "./consent-ledger.ts";
import { lawfulRows, lawfulStates, namedPeople } from "./lawful.ts";
import { restrictedPeople } from "./restrictions.ts";
import { refuseForSharers } from "./shared-address.ts";
import type { Permitted, Releasable, WithheldCounts } from "./permitted.ts";

/** Below every state: nobody is let in. */
const NOBODY = -1;

const { granted: GRANTED, unknown: UNKNOWN, denied: DENIED } = stateBytes;
/** Above every state: said yes, and the law in force stops the row all the same. */
const STOPPED = DENIED + 1;

/**
 * The legal basis a purpose rests on in this vault (GDPR art. 6(1); APPI art. 17 and 18); undefined for a purpose nobody
 * declared: nothing may be done for it. A basis this version cannot read counts as consent, the strictest.
 */
export function basisOf(vault: Pick<Vault, "db">, purpose: PurposeCode): LegalBasis | undefined {
  const row = vault.db.first<{ basis: string }>("SELECT basis FROM purposes WHERE code = ?", [purpose]);
  if (row === undefined) return undefined;
  return legalBases.find((basis) => basis === row.basis) ?? "consent";
}

/**
 * The people `purpose` may consider at `now`. With basis consent, those who said yes (to the firm or
 * to any recipient); with any other basis, everybody but those who objected (GDPR art. 21).
 *
 * Each purpose stands alone: who objected to profiling still counts in analytics, whose results are
 * figures about groups, and who objected to analytics alone may still be scored. Withdrawal of
 * marketing consent is no objection to profiling; the window offers both. A restriction freezes a person for
 * every purpose (GDPR art. 18(2)); a purpose the vault does not declare lets nobody in. Whom a pack of rules in force
 * stops is left out besides: a pack takes people away and never adds any.
 */
export function permittedPeople<P extends PurposeCode>(
  vault: LedgerSource,
  columns: PersonIndex,
  purpose: P,
  now: Date,
  policy: Policy = policyInForce(vault.db, now),
): Permitted<P> {
  const { states, basis, lets } = useStates(vault, columns, purpose, now);
  const lawful = basis === undefined ? [] : lawfulStates(policy, purpose, basis);
  const { mask, count } = maskOf(states, (state) => lets(state) && lawful[state] === true);
  return brandPermitted({ purpose, mask, count, withheld: states.length - count });
}

/** How everybody stands towards a purpose, and which states it lets in by itself, before the packs in force are asked. */
export function useStates(
  vault: LedgerSource,
  columns: PersonIndex,
  purpose: PurposeCode,
  now: Date,
): {
  readonly states: Uint8Array<SharedArrayBuffer>;
  readonly basis: LegalBasis | undefined;
  readonly lets: (state: number) => boolean;
} {
  const { general } = standing(consentLedger(vault), columns, purpose, { held: now });
  // granted 0 < unknown 1 < denied 2: everything up to the limit is let in.
  const basis = basisOf(vault, purpose);
  const limit = basis === undefined ? NOBODY : basis === "consent" ? GRANTED : UNKNOWN;
  return { states: withoutRestricted(vault, columns, general), basis, lets: (state) => state <= limit };
}

/**
 * The people whose rows may leave for `purpose` to `recipient` at `now`: only those who granted
 * exactly that, whatever the basis of use inside the vault. Silence never leaves the laptop, and a
 * general refusal of the purpose outweighs a yes to one recipient. A yes to the firm reaches its processors. What was said
 * of the country the recipient holds them in (its seat, or `country`), and of the way they go (the purpose's own, or `channel`), counts for it. Whom a pack of rules
 * in force stops is left out besides.
 */
export function releasablePeople<P extends PurposeCode, R extends Recipient>(
  vault: LedgerSource,
  columns: PersonIndex,
  purpose: P,
  recipient: R,
  now: Date,
  policy: Policy = policyInForce(vault.db, now),
  channel?: ConsentChannel,
  country: string | undefined = recipientFacts[recipient].country,
): Releasable<P, R> {
  const { states, basis, named } = rowStates(vault, columns, purpose, recipient, now, channel, country);
  const lawful = lawfulRows(policy, { purpose, recipient, basis, country });
  if (!lawful.named || !lawful.unnamed) {
    const isNamed = named();
    for (let person = 0; person < states.length; person++)
      if (states[person] === GRANTED && !lawful[isNamed[person] === 1 ? "named" : "unnamed"])
        states[person] = STOPPED;
  }
  const { mask, count } = maskOf(states, (state) => state === GRANTED);
  return brandReleasable({
    purpose,
    recipient,
    mask,
    count,
    withheld: withheldCounts(states),
    withheldWithin: (within) => withheldCounts(states, within),
  });
}

/** How everybody stands towards a purpose and a recipient, before the packs in force are asked. */
export function rowStates(
  vault: LedgerSource,
  columns: PersonIndex,
  purpose: PurposeCode,
  recipient: Recipient,
  now: Date,
  channel?: ConsentChannel,
  country: string | undefined = recipientFacts[recipient].country,
): {
  readonly states: Uint8Array<SharedArrayBuffer>;
  readonly basis: LegalBasis;
  /** 1 for people whose yes names the recipient's country. */
  readonly named: () => Uint8Array;
} {
  const rows = consentLedger(vault);
  const asked = standing(rows, columns, purpose, {
    held: now,
    ...(country === undefined ? {} : { country }),
    ...(channel === undefined ? {} : { channel }),
  });
  const states = withoutRestricted(vault, columns, asked.byRecipient[recipient]);
  const basis = basisOf(vault, purpose);
  if (basis === undefined) states.fill(DENIED);
  refuseForSharers(vault.db, columns, purpose, states);
  return {
    states,
    basis: basis ?? "consent",
    named: () => namedPeople(vault.db, rows, asked, recipient, states, country),
  };
}

/** States with everybody under a restriction at "denied". */
function withoutRestricted(
  vault: LedgerSource,
  columns: PersonIndex,
  states: Uint8Array<SharedArrayBuffer>,
): Uint8Array<SharedArrayBuffer> {
  for (const customer of restrictedPeople(vault.db)) {
    const person = columns.indexOf(customer);
    if (person >= 0) states[person] = DENIED;
  }
  return states;
}

function maskOf(
  states: Uint8Array,
  allowed: (state: number) => boolean,
): { readonly mask: Uint8Array<SharedArrayBuffer>; readonly count: number } {
  const mask = new Uint8Array(new SharedArrayBuffer(states.length));
  let count = 0;
  for (let person = 0; person < states.length; person++) {
    if (!allowed(states[person]!)) continue;
    mask[person] = 1;
    count++;
  }
  return { mask, count };
}

function withheldCounts(states: Uint8Array, within?: Uint8Array): WithheldCounts {
  const counts = [0, 0, 0, 0];
  for (let person = 0; person < states.length; person++)
    if (within === undefined || within[person] === 1) counts[states[person]!]!++;
  return {
    "consent-denied": counts[DENIED]!,
    "consent-unknown": counts[UNKNOWN]!,
    "stopped-by-law": counts[STOPPED]!,
  };
}

type Unbranded<T> = { readonly [K in keyof T as K extends string ? K : never]: T[K] };

// The only two places where the brands are put on.
function brandPermitted<P extends PurposeCode>(people: Unbranded<Permitted<P>>): Permitted<P> {
  return people as Permitted<P>;
}

function brandReleasable<P extends PurposeCode, R extends Recipient>(
  people: Unbranded<Releasable<P, R>>,
): Releasable<P, R> {
  return people as Releasable<P, R>;
}
