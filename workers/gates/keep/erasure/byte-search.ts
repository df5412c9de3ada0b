/** Called for each place where something stands: which pattern, where it starts, and how many bytes it takes. */
export type Hit = (pattern: number, at: number, length: number) => void;

/** Many byte patterns looked for at once. */
export interface ByteSearch {
  /** Bytes of the longest pattern. */
  readonly longest: number;
  search(bytes: Uint8Array, from: number, to: number, hit: Hit): void;
  /** Looks for a pattern no more. */
  drop(pattern: number): void;
  /** The place of the value a pattern belongs to. */
  ownerOf(pattern: number): number;
  /** Wipes what is looked for. */
  close(): void;
}
