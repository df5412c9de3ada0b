import type { SpreadsheetCell } from "../writers/formula-guard.ts";

declare const consented: unique symbol;

/** A row that may leave: its person granted this purpose to this recipient. Only `consentedRows` makes one, and writers accept nothing else. */
export interface ConsentedRow {
  readonly [consented]: true;
  readonly cells: readonly SpreadsheetCell[];
}
