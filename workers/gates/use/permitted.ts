import type { PurposeCode, Recipient } from "../../terms/purpose.ts";

declare const permitted: unique symbol;
declare const releasable: unique symbol;

/**
 * The people one purpose may consider today: a byte per person index, 1 for yes. Only the use gate
 * makes one, and models, segments, dashboards and releases accept nothing else.
 */
export interface Permitted<P extends PurposeCode = PurposeCode> {
  readonly [permitted]: P;
  readonly purpose: P;
  readonly mask: Uint8Array<SharedArrayBuffer>;
  readonly count: number;
  /** People of the vault outside the mask. */
  readonly withheld: number;
}

/**
 * The people whose rows may leave for one purpose to one recipient today: those who said yes to
 * exactly that. Only the use gate makes one, and the writers of consented rows accept nothing else.
 */
export interface Releasable<P extends PurposeCode = PurposeCode, R extends Recipient = Recipient> {
  readonly [releasable]: readonly [P, R];
  readonly purpose: P;
  readonly recipient: R;
  readonly mask: Uint8Array<SharedArrayBuffer>;
  readonly count: number;
  /** Of all people of the vault, those who refused, those who were never asked or did not answer, and whom the law stops. */
  readonly withheld: WithheldCounts;
  /** The same counts among the people of another mask, a segment's for example. */
  withheldWithin(mask: Uint8Array): WithheldCounts;
}

export interface WithheldCounts {
  readonly "consent-denied": number;
  readonly "consent-unknown": number;
  /** Said yes; a pack of rules in force stops the row all the same. */
  readonly "stopped-by-law": number;
}
