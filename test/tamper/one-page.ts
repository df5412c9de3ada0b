import type { VaultKey } from "../../workers/vault/key.ts";
import { openPage, PAGE_BYTES } from "../../workers/vault/page-codec.ts";

const untouched = 0xa5;

/**
 * Asks the check that stands before every page SQLite reads, and watches what it hands out.
 * "rejected": refused, and not one byte was written where the plaintext would go.
 */
export function askForPage(
  key: VaultKey,
  number: number,
  sealed: Uint8Array,
): "opened" | "rejected" | "leaked" {
  const target = new Uint8Array(PAGE_BYTES).fill(untouched);
  if (openPage(key, number, sealed, target)) return "opened";
  return target.every((byte) => byte === untouched) ? "rejected" : "leaked";
}
