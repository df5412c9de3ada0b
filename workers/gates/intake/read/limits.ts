/** Bounds on what a file may ask of the vault, so that no input can exhaust it. */
export const limits = {
  fileBytes: 200 * 1024 * 1024,
  columns: 1000,
  cellBytes: 1_000_000,
  rows: 5_000_000,
  /** Longest raw text kept with a quarantined row, in bytes. */
  rawBytes: 2_000_000,
  /** A record longer than this is given up and skipped to its line end. */
  recordBytes: 4_000_000,
} as const;
