const MIB = 1024 * 1024;

/** Bounds on archives, checked on what the directory declares before anything is inflated, and again as bytes come out. */
export const unpackLimits = {
  entries: 200,
  inflatedBytes: 300 * MIB,
  /** Inflated over packed bytes. Archives that inflate to less than `harmlessBytes` may be packed tighter. */
  ratio: 100,
  harmlessBytes: MIB,
  /** Longest line of JSON. */
  lineBytes: 4 * MIB,
  /** Rows of a sheet (Excel's own limit). */
  sheetRows: 1_048_576,
} as const;
