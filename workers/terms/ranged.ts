/** A number with its 95 % range. */
export interface Ranged {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}
