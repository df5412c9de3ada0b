import { legalBases, type LegalBasis, type PurposeCode, type Recipient } from "../../terms/purpose.ts";
import type { Vault } from "../../vault/vault.ts";
import { standing, type PersonIndex } from "./consent.ts";
import { consentLedger, stateBytes, type LedgerSource } from "./consent-ledger.ts";
import { restrictedPeople } from "./restrictions.ts";
import { refuseForSharers } from "./shared-address.ts";
import type { Permitted, Releasable, WithheldCounts } from "./permitted.ts";

/** Below every state: nobody is let in. */
const NOBODY = -1;

const { granted: GRANTED, unknown: UNKNOWN, denied: DENIED } = stateBytes;

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
 * every purpose (GDPR art. 18(2)); a purpose the vault does not declare lets nobody in.
 */
export function permittedPeople<P extends PurposeCode>(
  vault: LedgerSource,
  columns: PersonIndex,
  purpose: P,
  now: Date,
): Permitted<P> {
  const { general } = standing(consentLedger(vault), columns, purpose, { held: now });
  // granted 0 < unknown 1 < denied 2: everything up to the limit is let in.
  const basis = basisOf(vault, purpose);
  const limit = basis === undefined ? NOBODY : basis === "consent" ? GRANTED : UNKNOWN;
  const { mask, count } = maskUpTo(withoutRestricted(vault, columns, general), limit);
  return brandPermitted({ purpose, mask, count, withheld: general.length - count });
}

/**
 * The people whose rows may leave for `purpose` to `recipient` at `now`: only those who granted
 * exactly that, whatever the basis of use inside the vault. Silence never leaves the laptop, and a
 * general refusal of the purpose outweighs a yes to one recipient. A yes to the firm reaches its processors.
 */
export function releasablePeople<P extends PurposeCode, R extends Recipient>(
  vault: LedgerSource,
  columns: PersonIndex,
  purpose: P,
  recipient: R,
  now: Date,
): Releasable<P, R> {
  const asked = standing(consentLedger(vault), columns, purpose, { held: now });
  const states = withoutRestricted(vault, columns, asked.byRecipient[recipient]);
  if (basisOf(vault, purpose) === undefined) states.fill(DENIED);
  refuseForSharers(vault.db, columns, purpose, states);
  const { mask, count } = maskUpTo(states, GRANTED);
  return brandReleasable({
    purpose,
    recipient,
    mask,
    count,
    withheld: withheldCounts(states),
    withheldWithin: (within) => withheldCounts(states, within),
  });
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

function maskUpTo(
  states: Uint8Array,
  limit: number,
): { readonly mask: Uint8Array<SharedArrayBuffer>; readonly count: number } {
  const mask = new Uint8Array(new SharedArrayBuffer(states.length));
  let count = 0;
  for (let person = 0; person < states.length; person++) {
    if ((states[person] ?? DENIED) > limit) continue;
    mask[person] = 1;
    count++;
  }
  return { mask, count };
}

function withheldCounts(states: Uint8Array, within?: Uint8Array): WithheldCounts {
  let denied = 0;
  let unknown = 0;
  for (let person = 0; person < states.length; person++) {
    if (within !== undefined && within[person] !== 1) continue;
    if (states[person] === DENIED) denied++;
    else if (states[person] !== GRANTED) unknown++;
  }
  return { "consent-denied": denied, "consent-unknown": unknown };
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
