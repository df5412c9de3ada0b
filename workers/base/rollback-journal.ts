/*
 * SQLite's rollback journal ("The Rollback Journal File Format", sqlite.org/fileformat2.html section 3), with
 * one header and a stated number of records. Big-endian. For an encrypted vault the pages in it are ciphertext,
 * and the checksums are taken over the ciphertext, as SQLCipher does.
 */

const magic = Uint8Array.of(0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7);
/** The header fills one sector, so that no disk tears it. */
export const journalSectorBytes = 512;

/** What the header says. */
export interface JournalHeader {
  /** Records that follow. */
  readonly records: number;
  /** Added to every checksum, so that records of an older journal in the same place do not pass. */
  readonly nonce: number;
  /** Pages of the database before the transaction: rolling back cuts it to that. */
  readonly pageCount: number;
  readonly pageBytes: number;
}

/** A page as it was before the transaction; `page` counts from 1. */
export interface JournaledPage {
  readonly page: number;
  readonly bytes: Uint8Array;
}

/** A journal as read: `pages` are views of the bytes it was read from. */
export interface RollbackJournal extends JournalHeader {
  readonly pages: readonly JournaledPage[];
  /** Where the last record ends. */
  readonly end: number;
}

/** The header, one sector long. */
export function packJournalHeader(header: JournalHeader): Uint8Array {
  const bytes = new Uint8Array(journalSectorBytes);
  bytes.set(magic);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, header.records);
  view.setUint32(12, header.nonce);
  view.setUint32(16, header.pageCount);
  view.setUint32(20, journalSectorBytes);
  view.setUint32(24, header.pageBytes);
  return bytes;
}

/** The records of some pages whose bytes lie one after the other in `originals`. */
export function packJournalRecords(
  header: Pick<JournalHeader, "nonce" | "pageBytes">,
  pages: readonly number[],
  originals: Uint8Array,
): Uint8Array {
  const { nonce, pageBytes } = header;
  const recordBytes = pageBytes + 8;
  const bytes = new Uint8Array(pages.length * recordBytes);
  const view = new DataView(bytes.buffer);
  for (const [index, page] of pages.entries()) {
    const original = originals.subarray(index * pageBytes, (index + 1) * pageBytes);
    const start = index * recordBytes;
    view.setUint32(start, page);
    bytes.set(original, start + 4);
    view.setUint32(start + 4 + pageBytes, checksum(nonce, original));
  }
  return bytes;
}

/** `nonce` plus every 200th byte, counted from 200 bytes before the page's end down to above its start (pager_cksum). */
function checksum(nonce: number, page: Uint8Array): number {
  let sum = nonce;
  for (let at = page.byteLength - 200; at > 0; at -= 200) sum += page[at]!;
  return sum >>> 0;
}

/**
 * The journal in a byte array, or undefined when it is not one SQLite would roll back whole: another magic or
 * sector size, a page size that is none, a record cut off, with a wrong checksum, or of a page that cannot be.
 * Bytes after the last record do not matter, as long as they are no second header.
 */
export function readRollbackJournal(bytes: Uint8Array): RollbackJournal | undefined {
  if (bytes.byteLength < journalSectorBytes || magic.some((byte, i) => bytes[i] !== byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [records, nonce, pageCount, sector, pageBytes] = [8, 12, 16, 20, 24].map((at) => view.getUint32(at));
  if (sector !== journalSectorBytes || !isPageSize(pageBytes!)) return undefined;
  const end = journalSectorBytes + records! * (pageBytes! + 8);
  if (end > bytes.byteLength) return undefined;
  const pages: JournaledPage[] = [];
  for (let at = journalSectorBytes; at < end; at += pageBytes! + 8) {
    const page = view.getUint32(at);
    const original = bytes.subarray(at + 4, at + 4 + pageBytes!);
    if (page === 0 || page > pageCount!) return undefined;
    if (view.getUint32(at + 4 + pageBytes!) !== checksum(nonce!, original)) return undefined;
    pages.push({ page, bytes: original });
  }
  return { records: records!, nonce: nonce!, pageCount: pageCount!, pageBytes: pageBytes!, pages, end };
}

function isPageSize(bytes: number): boolean {
  return bytes >= 512 && bytes <= 65_536 && (bytes & (bytes - 1)) === 0;
}
