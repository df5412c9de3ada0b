import type { VaultKey } from "../key.ts";
import { pageNumbers, unsoundPages } from "../page-codec.ts";
import { PageChanged, type CipherFile } from "./cipher-file.ts";

/** 1 MiB: some ten milliseconds. */
const PAGES_A_GROUP = 256;

/** Pages of a file in groups of up to 256, in order. */
export function pageGroups(file: CipherFile): number[][] {
  const pages = pageNumbers(file.pages);
  return Array.from({ length: Math.ceil(pages.length / PAGES_A_GROUP) }, (_, group) =>
    pages.slice(group * PAGES_A_GROUP, (group + 1) * PAGES_A_GROUP),
  );
}

/** How many of some pages the key did not seal at their place, or are not as when the file was opened. @throws Unreadable */
export function countUnsound(key: VaultKey, file: CipherFile, group: readonly number[]): number {
  const gathered = new Map(file.gather(group));
  let changed = 0;
  for (const page of group)
    if (!gathered.has(page)) {
      try {
        gathered.set(page, file.page(page));
      } catch (error) {
        if (!(error instanceof PageChanged)) throw error;
        changed++;
      }
    }
  const there = group.filter((page) => gathered.has(page));
  const none = new Uint8Array(0);
  return changed + unsoundPages(key, there, (page) => gathered.get(page) ?? none).length;
}
