import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { packJournalHeader, packJournalRecords, readRollbackJournal } from "./rollback-journal.ts";

function journalOf(
  header: { nonce: number; pageCount: number; pageBytes: number },
  pages: readonly number[],
) {
  const originals = Uint8Array.from(
    { length: pages.length * header.pageBytes },
    (_, i) => (i * 7 + 13) & 255,
  );
  const lead = packJournalHeader({ ...header, records: pages.length });
  const records = packJournalRecords(header, pages, originals);
  const bytes = new Uint8Array(lead.byteLength + records.byteLength);
  bytes.set(lead);
  bytes.set(records, lead.byteLength);
  return { bytes, originals };
}

describe("a rollback journal", () => {
  test("has SQLite's layout, byte for byte", () => {
    const { bytes, originals } = journalOf({ nonce: 0x01020304, pageCount: 9, pageBytes: 512 }, [5]);
    const hex = Buffer.from(bytes).toString("hex");
    expect(hex.slice(0, 56)).toBe(
      "d9d505f920a163d7" + "00000001" + "01020304" + "00000009" + "00000200" + "00000200",
    );
    expect(hex.slice(1024, 1032)).toBe("00000005");
    // pager_cksum of 512 bytes takes the bytes at 312 and 112.
    const sum = 0x01020304 + originals[312]! + originals[112]!;
    expect(new DataView(bytes.buffer).getUint32(512 + 4 + 512)).toBe(sum);
  });

  test("is read back as written, whatever follows it", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 12 }),
        fc.integer({ min: 0, max: 0xffffffff }),
        fc.uint8Array({ maxLength: 200 }),
        (pages, nonce, rest) => {
          const { bytes, originals } = journalOf({ nonce, pageCount: 40, pageBytes: 4096 }, pages);
          const longer = new Uint8Array([...bytes, ...rest]);
          const journal = readRollbackJournal(longer);
          expect(journal).toMatchObject({ nonce, pageCount: 40, pageBytes: 4096, end: bytes.byteLength });
          expect(journal?.pages.map(({ page }) => page)).toEqual(pages);
          journal?.pages.forEach((page, i) => {
            expect(Buffer.compare(page.bytes, originals.subarray(i * 4096, (i + 1) * 4096))).toBe(0);
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  test("cut off, with another magic, checksum, sector or page number is none", () => {
    const { bytes } = journalOf({ nonce: 7, pageCount: 3, pageBytes: 4096 }, [1, 3]);
    expect(readRollbackJournal(bytes.subarray(0, -1))).toBeUndefined();
    expect(readRollbackJournal(new Uint8Array(0))).toBeUndefined();
    const places = [
      0,
      7,
      11,
      15,
      19,
      20,
      23,
      24,
      26,
      512,
      515,
      512 + 4 + 3896,
      512 + 4 + 4096,
      bytes.byteLength - 1,
    ];
    for (const at of places) {
      const damaged = bytes.slice();
      damaged[at] = damaged[at]! ^ 0x41;
      // A nonce or a page count of another value is another journal; its checksums or page numbers give it away.
      if (at !== 19) expect(readRollbackJournal(damaged), String(at)).toBeUndefined();
    }
    const beyond = bytes.slice();
    beyond[19] = 2;
    expect(readRollbackJournal(beyond)).toBeUndefined();
  });

  test("of any bytes is read without harm", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.boolean(), (bytes, headed) => {
        if (headed)
          bytes.set(
            packJournalHeader({ records: 1, nonce: 1, pageCount: 1, pageBytes: 512 }).subarray(
              0,
              Math.min(bytes.length, 512),
            ),
          );
        const journal = readRollbackJournal(bytes);
        if (journal !== undefined) expect(journal.end).toBeLessThanOrEqual(bytes.byteLength);
      }),
      { numRuns: 1_000 },
    );
  });
});
