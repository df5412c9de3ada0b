import { fixed, sha256 } from "./seal.ts";
import { pageBytes } from "./sqlite-image.ts";
import type { Vector } from "./vector.ts";

const magic = Uint8Array.of(0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7);
const sector = 512;

interface Parts {
  /** Numbers of the pages whose originals it holds. */
  readonly pages?: readonly number[];
  readonly records?: number;
  readonly nonce?: number;
  readonly pageCount?: number;
  readonly sectorBytes?: number;
  readonly pageSize?: number;
}

/** A rollback journal after section 3 of SQLite's file format, its pages noise as ciphertext is. */
function journal(parts: Parts = {}): Uint8Array {
  const {
    pages = [1, 3],
    nonce = 0x01020304,
    pageCount = 3,
    sectorBytes = sector,
    pageSize = pageBytes,
  } = parts;
  const head = new Uint8Array(sector);
  const view = new DataView(head.buffer);
  head.set(magic);
  for (const [i, value] of [parts.records ?? pages.length, nonce, pageCount, sectorBytes, pageSize].entries())
    view.setUint32(8 + 4 * i, value);
  return Buffer.concat([head, ...pages.map((page) => entry(page, original(page, pageSize), nonce))]);
}

const original = (page: number, bytes = pageBytes): Uint8Array =>
  fixed(`journaled page ${String(page)}`, bytes);

function entry(page: number, bytes: Uint8Array, nonce: number): Uint8Array {
  let sum = nonce;
  for (let at = bytes.length - 200; at > 0; at -= 200) sum = (sum + (bytes[at] ?? 0)) >>> 0;
  const out = new Uint8Array(bytes.length + 8);
  const view = new DataView(out.buffer);
  view.setUint32(0, page);
  out.set(bytes, 4);
  view.setUint32(bytes.length + 4, sum);
  return out;
}

/** What is rolled back: each page's number, 32 bits big-endian, and its bytes, in the journal's order. */
export function journalContent(
  pages: readonly { readonly page: number; readonly bytes: Uint8Array }[],
): string {
  const pieces = pages.flatMap(({ page, bytes }) => {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(page);
    return [number, bytes];
  });
  return sha256(Buffer.concat(pieces));
}

const vector = (name: string, expect: Vector["expect"], comment: string, bytes: Uint8Array): Vector => ({
  name: `journal_${name}`,
  kind: "journal",
  expect,
  comment,
  bytes,
});

function ok(name: string, comment: string, parts: Parts = {}, after: Uint8Array = new Uint8Array(0)): Vector {
  const pages = (parts.pages ?? [1, 3]).map((page) => ({ page, bytes: original(page, parts.pageSize) }));
  const bytes = Buffer.concat([journal(parts), after]);
  return { ...vector(name, "ok", comment, bytes), content: journalContent(pages) };
}

const usual = journal();
const recordBytes = pageBytes + 8;

function flipped(name: string, comment: string, at: number, expect: Vector["expect"] = "tampered"): Vector {
  const bytes = usual.slice();
  bytes[at]! ^= 4;
  return vector(name, expect, comment, bytes);
}

const cut = (name: string, comment: string, length: number): Vector =>
  vector(`cut_${name}`, "truncated", comment, usual.slice(0, length));

/** Journals that roll back, and journals that must be left alone: nothing of them may be written into a vault. */
export const journalVectors: readonly Vector[] = [
  ok("two_pages", "the originals of pages 1 and 3"),
  ok("one_page", "the original of page 2", { pages: [2] }),
  ok("no_page", "a commit that only made the file longer", { pages: [] }),
  ok("descending", "pages in no order", { pages: [3, 1] }),
  ok("nonce_high", "a sum that passes 32 bits", { nonce: 0xffffffff }),
  ok("noise_behind", "bytes behind the last record, left by an older journal", {}, fixed("behind", 300)),
  ok("page_size_512", "the smallest page size", { pageSize: 512 }),
  flipped("magic_first", "the first byte of the magic", 0, "unsupported"),
  flipped("magic_last", "the last byte of the magic", 7, "unsupported"),
  flipped("nonce", "the nonce: no checksum holds", 15),
  flipped("record_checksum", "the checksum of the first record", sector + recordBytes - 1),
  flipped(
    "record_sampled_byte",
    "a byte of the first original that its checksum covers",
    sector + 4 + pageBytes - 200,
  ),
  flipped("last_record_checksum", "the checksum of the last record", sector + 2 * recordBytes - 2),
  vector("record_of_page_0", "tampered", "a record of page 0", journal({ pages: [0] })),
  vector(
    "record_behind_end",
    "tampered",
    "a record of a page the file did not have",
    journal({ pages: [4] }),
  ),
  vector(
    "record_of_page_max",
    "tampered",
    "a record of page 4,294,967,295",
    journal({ pages: [0xffffffff] }),
  ),
  vector("page_count_0", "tampered", "records, and a file of no pages", journal({ pageCount: 0 })),
  vector("records_one_more", "truncated", "one record more announced than there is", journal({ records: 3 })),
  vector(
    "records_unknown",
    "unsupported",
    "4,294,967,295 records: the header was never synced",
    journal({ records: 0xffffffff }),
  ),
  vector(
    "records_overflow",
    "truncated",
    "a number of records whose size passes 32 bits",
    journal({ records: 0x00100000 }),
  ),
  vector("sector_0", "unsupported", "a sector of no bytes", journal({ sectorBytes: 0 })),
  vector(
    "sector_4096",
    "unsupported",
    "a sector of 4,096 bytes, where the header fills 512",
    journal({ sectorBytes: 4096 }),
  ),
  vector("sector_max", "unsupported", "a sector of 4 GB", journal({ sectorBytes: 0xffffffff })),
  vector("page_size_0", "unsupported", "pages of no bytes", patched(24, 0)),
  vector("page_size_256", "unsupported", "pages of 256 bytes", patched(24, 256)),
  vector("page_size_3000", "unsupported", "a page size that is no power of two", patched(24, 3000)),
  vector("page_size_max", "unsupported", "pages of 4 GB", patched(24, 0xffffffff)),
  vector(
    "zeros",
    "unsupported",
    "a header of zeros, as SQLite leaves one it has finished with",
    new Uint8Array(sector),
  ),
  cut("to_nothing", "an empty journal", 0),
  cut("inside_magic", "seven bytes", 7),
  cut("inside_header", "27 bytes of the header", 27),
  cut("inside_sector", "a header without its padding", sector - 1),
  cut("to_header", "a header that announces two records, and none", sector),
  cut("inside_record", "half of the first record", sector + 2000),
  cut("last_byte", "all but the last byte", sector + 2 * recordBytes - 1),
  cut("to_one_record", "one of two records", sector + recordBytes),
];

function patched(at: number, value: number): Uint8Array {
  const bytes = usual.slice();
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(at, value);
  return bytes;
}
