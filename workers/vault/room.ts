import { Refused } from "../base/refused.ts";
import type { Database } from "./database.ts";
import { PAGE_BYTES } from "./page-codec.ts";

const MEGABYTE = 1_000_000;

/** Pages of the open database, those of the change under way included. */
export function pageCount(db: Database): number {
  return db.count("PRAGMA page_count");
}

/**
 * For an import, before it is committed: one that makes the vault larger than it may become is taken back. Pages are
 * counted, `ceiling` is bytes. Other changes are never asked: a consent can be withdrawn in any vault.
 *
 * @throws Refused ("vault-too-large").
 */
export function refuseTooLarge(before: number, after: number, ceiling: number): void {
  if (after <= before || after * PAGE_BYTES <= ceiling) return;
  throw new Refused("vault-too-large", {
    megabytes: Math.ceil((after * PAGE_BYTES) / MEGABYTE),
    limit: Math.floor(ceiling / MEGABYTE),
  });
}
