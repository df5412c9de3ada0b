import { createHash } from "node:crypto";
import fc from "fast-check";
import { createSHA256 } from "hash-wasm";
import { describe, expect, test } from "vitest";
import { PAGE_BYTES } from "./page-codec.ts";
import { PageTags } from "./page-tags.ts";

const sha256 = await createSHA256();

/** Pages whose tags alone are filled, from a seed. */
function pagesOf(seeds: readonly number[]): Uint8Array {
  const file = new Uint8Array(seeds.length * PAGE_BYTES);
  seeds.forEach((seed, i) =>
    file.set(
      createHash("sha512")
        .update(String(seed + 1))
        .digest(),
      (i + 1) * PAGE_BYTES - 64,
    ),
  );
  return file;
}

/** The root as documented, by another implementation. */
function rootOf(file: Uint8Array): string {
  const pages = file.byteLength / PAGE_BYTES;
  const top = createHash("sha256");
  for (let from = 0; from < pages; from += 256) {
    const group = createHash("sha256");
    for (let page = from; page < Math.min(from + 256, pages); page++)
      group.update(file.subarray((page + 1) * PAGE_BYTES - 64, (page + 1) * PAGE_BYTES));
    top.update(group.digest());
  }
  return top.digest("hex");
}

const applied = (file: Uint8Array, pageCount: number, pages: readonly number[], bytes: Uint8Array) => {
  const next = new Uint8Array(pageCount * PAGE_BYTES);
  next.set(file.subarray(0, next.length));
  pages.forEach((page, i) =>
    next.set(bytes.subarray(i * PAGE_BYTES, (i + 1) * PAGE_BYTES), (page - 1) * PAGE_BYTES),
  );
  return next;
};

describe("the tags of a file", () => {
  test.each([1, 2, 255, 256, 257, 600])("have the documented root: %i pages", (pages) => {
    const file = pagesOf(Array.from({ length: pages }, (_, i) => i));
    expect(PageTags.of(sha256, file).root()).toBe(rootOf(file));
  });

  test("a commit gives the root of the file it makes, and leaves the tags before it as they were", () => {
    const commit = fc.record({
      size: fc.integer({ min: 1, max: 520 }),
      chosen: fc.array(fc.nat(519), { maxLength: 20 }),
      seed: fc.nat(1_000_000),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 520 }),
        fc.array(commit, { minLength: 1, maxLength: 4 }),
        (start, commits) => {
          let file = pagesOf(Array.from({ length: start }, (_, i) => i));
          let tags = PageTags.of(sha256, file);
          for (const { size, chosen, seed } of commits) {
            const added = Array.from(
              { length: Math.max(0, size - tags.pages) },
              (_, i) => tags.pages + i + 1,
            );
            const numbers = new Set([...chosen.map((page) => (page % size) + 1), ...added]);
            const pages = [...numbers].sort((a, b) => a - b);
            const bytes = pagesOf(pages.map((page) => seed + page * 7919));
            const before = tags.root();
            const next = tags.after({ pageCount: size, pages, bytes });
            expect(tags.root()).toBe(before);
            file = applied(file, size, pages, bytes);
            tags = next;
            expect(tags.root()).toBe(rootOf(file));
            expect(tags.pages).toBe(size);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test("commits that are none are bugs", () => {
    const tags = PageTags.of(sha256, pagesOf([1, 2, 3]));
    const bytes = (count: number): Uint8Array => pagesOf(Array.from({ length: count }, () => 1));
    expect(() => tags.after({ pageCount: 5, pages: [5], bytes: bytes(1) })).toThrow("every new page");
    expect(() => tags.after({ pageCount: 3, pages: [2, 1], bytes: bytes(2) })).toThrow("ascend");
    expect(() => tags.after({ pageCount: 3, pages: [2, 2], bytes: bytes(2) })).toThrow("ascend");
    expect(() => tags.after({ pageCount: 3, pages: [4], bytes: bytes(1) })).toThrow("ascend");
    expect(() => tags.after({ pageCount: 3, pages: [1], bytes: bytes(2) })).toThrow("one page of bytes");
    expect(() => PageTags.of(sha256, new Uint8Array(5))).toThrow("whole pages");
  });
});
