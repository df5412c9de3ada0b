import type { createSHA256 } from "hash-wasm";
import { PAGE_BYTES } from "./page-codec.ts";
import { TAG_BYTES, tagsOf } from "./pages/cipher-file.ts";

type Hasher = Awaited<ReturnType<typeof createSHA256>>;

const TAG_AT = PAGE_BYTES - TAG_BYTES;
const GROUP_PAGES = 256;

/** The tags of up to 256 pages in a row, and their SHA-256. Never changed once made. */
interface Group {
  readonly tags: Uint8Array;
  readonly digest: Uint8Array;
}

/** Pages that a commit writes: numbers from 1, ascending, and their ciphertext one after the other. */
export interface ChangedPages {
  /** Pages of the file after the commit. */
  readonly pageCount: number;
  readonly pages: readonly number[];
  readonly bytes: Uint8Array;
}

/**
 * The tags of all pages of a vault file, and a root over them: SHA-256 over the SHA-256 of each group of 256 tags.
 * A value: a commit makes a new one that shares the groups it left alone, so its cost follows the pages changed,
 * and one that failed leaves nothing behind. Tags are bound to page numbers by the HMAC itself, versions by the root.
 */
export class PageTags {
  readonly pages: number;
  private readonly groups: readonly Group[];
  private readonly sha256: Hasher;

  private constructor(sha256: Hasher, pages: number, groups: readonly Group[]) {
    this.sha256 = sha256;
    this.pages = pages;
    this.groups = groups;
  }

  /** The tags of a whole file. `sha256` is lent for good. @throws RangeError for a file that is not whole pages. */
  static of(sha256: Hasher, file: Uint8Array): PageTags {
    const pages = file.byteLength / PAGE_BYTES;
    if (!Number.isInteger(pages) || pages === 0) throw new RangeError("a vault file is whole pages");
    return PageTags.from(sha256, tagsOf(file));
  }

  /** The tags of a file, given one after the other. They are taken over. `sha256` is lent for good. */
  static from(sha256: Hasher, tags: Uint8Array): PageTags {
    const groups: Group[] = [];
    for (let at = 0; at < tags.byteLength; at += GROUP_PAGES * TAG_BYTES)
      groups.push(sealed(sha256, tags.subarray(at, at + GROUP_PAGES * TAG_BYTES)));
    return new PageTags(sha256, tags.byteLength / TAG_BYTES, groups);
  }

  /**
   * The tags after a commit: pages overwritten, added at the end, or cut off.
   * @throws RangeError when a new page is missing, the order is wrong or the bytes do not fit the numbers.
   */
  after({ pageCount, pages, bytes }: ChangedPages): PageTags {
    if (bytes.byteLength !== pages.length * PAGE_BYTES)
      throw new RangeError("one page of bytes for each number");
    const open = new Map<number, Uint8Array>();
    const tagsOf = (group: number): Uint8Array => {
      const known = open.get(group);
      if (known !== undefined) return known;
      const tags = new Uint8Array(Math.min(GROUP_PAGES, pageCount - group * GROUP_PAGES) * TAG_BYTES);
      tags.set((this.groups[group]?.tags ?? tags).subarray(0, tags.length));
      open.set(group, tags);
      return tags;
    };
    let last = 0;
    let fresh = 0;
    pages.forEach((page, i) => {
      if (!(page > last && page <= pageCount)) throw new RangeError("page numbers ascend within the file");
      last = page;
      if (page > this.pages) fresh++;
      const index = page - 1;
      tagsOf(Math.floor(index / GROUP_PAGES)).set(tagOf(bytes, i), (index % GROUP_PAGES) * TAG_BYTES);
    });
    if (fresh !== Math.max(0, pageCount - this.pages)) throw new RangeError("every new page has bytes");
    // A cut can shorten the last group without touching a page of it.
    if (pageCount < this.pages) tagsOf(Math.ceil(pageCount / GROUP_PAGES) - 1);
    const groups = Array.from({ length: Math.ceil(pageCount / GROUP_PAGES) }, (_, group) => {
      const tags = open.get(group);
      return tags === undefined ? this.group(group) : sealed(this.sha256, tags);
    });
    return new PageTags(this.sha256, pageCount, groups);
  }

  /** The root over all tags, in hex. */
  root(): string {
    this.sha256.init();
    for (const { digest } of this.groups) this.sha256.update(digest);
    return this.sha256.digest("hex");
  }

  private group(at: number): Group {
    const group = this.groups[at];
    if (group === undefined) throw new RangeError("no such group of pages");
    return group;
  }
}

function tagOf(file: Uint8Array, index: number): Uint8Array {
  return file.subarray(index * PAGE_BYTES + TAG_AT, (index + 1) * PAGE_BYTES);
}

function sealed(sha256: Hasher, tags: Uint8Array): Group {
  return { tags, digest: sha256.init().update(tags).digest("binary") };
}
