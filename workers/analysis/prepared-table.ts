/** One row a purchase: whose (an index into `customers`), the epoch day, and the amount as the file says it. */
export interface PurchaseTable {
  readonly customers: readonly string[];
  readonly customer: Int32Array;
  readonly day: Int32Array;
  /** Left out when the file has none: nothing is said about money then. */
  readonly amount?: Float64Array;
}

export interface TableOptions {
  /** Clock of repeat-purchase models (default day) and period of cohorts (week or month, default month). */
  readonly unit?: string;
  /** `YYYY-MM-DD`; the last day of the table when left out. */
  readonly end?: string;
  /** Time ahead in units of the clock; the answer then holds a line a customer. */
  readonly horizon?: number;
  /** Discount rate a year of lifetime values; 0.1 when left out. */
  readonly discount?: number;
}

/** A table checked and sorted, with its clock. */
export interface PreparedTable {
  readonly table: PurchaseTable;
  readonly orders: {
    readonly start: Int32Array;
    readonly day: Int32Array;
    readonly amount: Float64Array;
    readonly mask: Uint8Array;
  };
  readonly end: number;
  readonly options: TableOptions;
}
