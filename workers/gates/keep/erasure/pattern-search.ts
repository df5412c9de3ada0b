import type { ByteSearch, Hit } from "./byte-search.ts";
import { PatternTable } from "./pattern-table.ts";

/** Few values: every byte pattern they make is held. */
export class PatternSearch implements ByteSearch {
  private readonly table: PatternTable;
  private readonly owners: Int32Array;

  /** `owners`: the value each pattern belongs to. */
  constructor(patterns: readonly Uint8Array[], owners: Int32Array) {
    this.table = new PatternTable(patterns);
    this.owners = owners;
  }

  get longest(): number {
    return this.table.longest;
  }

  search(bytes: Uint8Array, from: number, to: number, hit: Hit): void {
    this.table.search(bytes, from, to, hit);
  }

  drop(pattern: number): void {
    this.table.drop(pattern);
  }

  ownerOf(pattern: number): number {
    return this.owners[pattern] ?? -1;
  }

  close(): void {
    this.table.close();
  }
}
