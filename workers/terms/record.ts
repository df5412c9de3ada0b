/** The four gates, and the vault itself. */
export const gates = ["vault", "intake", "use", "keep", "release"] as const;
export type Gate = (typeof gates)[number];

/** One line of the append-only record. Payloads hold counts, ids of acts and hashes; never personal data. */
export interface RecordLine {
  readonly seq: number;
  readonly at: string;
  readonly gate: Gate;
  readonly action: string;
  readonly payload: Readonly<Record<string, string | number | boolean>>;
  readonly mac: string;
}

export interface RecordPage {
  readonly total: number;
  readonly lines: readonly RecordLine[];
}

export interface RecordVerification {
  readonly lines: number;
  readonly intact: boolean;
  /** The first line whose chain does not hold. */
  readonly firstBad?: number;
}
