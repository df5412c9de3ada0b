import type { JobControl } from "../../base/job.ts";
import type { VaultKey } from "../key.ts";
import { openPages, PAGE_BYTES, putBody } from "../page-codec.ts";
import { PageChanged, type CipherFile } from "./cipher-file.ts";
import { pageGroups } from "./soundness.ts";

/**
 * Visits every page of a file (from 0), authenticated and decrypted, in order; its bytes are good until the visit ends. Answers with the
 * first page (from 1) that the key did not seal at its place, or undefined. @throws Unreadable, Cancelled
 */
export async function readThrough(
  key: VaultKey,
  file: CipherFile,
  visit: (page: Uint8Array, number: number) => void,
  job: JobControl,
): Promise<number | undefined> {
  const plain = new Uint8Array(PAGE_BYTES);
  let done = 0;
  try {
    for (const group of pageGroups(file)) {
      job.check();
      job.progress({ phase: "searching", done, total: file.pages });
      const gathered = new Map(file.gather(group));
      for (const page of group) if (!gathered.has(page)) gathered.set(page, file.page(page));
      const unsound = await openPages(
        key,
        group,
        (page) => gathered.get(page) ?? new Uint8Array(PAGE_BYTES),
        (page, body) => {
          putBody(page, body, plain);
          visit(plain, page);
        },
      );
      if (unsound !== undefined) return unsound + 1;
      done += group.length;
    }
    return undefined;
  } catch (error) {
    if (error instanceof PageChanged) return error.page + 1;
    throw error;
  } finally {
    plain.fill(0);
  }
}
