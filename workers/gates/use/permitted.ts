import type { PurposeCode } from "../../terms/purpose.ts";

declare const permitted: unique symbol;

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
