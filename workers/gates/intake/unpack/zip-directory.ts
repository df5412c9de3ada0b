import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { FileLike } from "../../../terms/intake.ts";
import { unpackLimits } from "./unpack-limits.ts";

/** One file of an archive as its directory declares it. Sizes are bytes. */
export interface ZipEntry {
  readonly name: string;
  readonly packed: number;
  readonly inflated: number;
  /** 0 stored, 8 deflated; nothing else is read. */
  readonly method: number;
  readonly encrypted: boolean;
  /** Offset of the local header. */
  readonly offset: number;
}

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_SIZE = 22;
const MOST_COMMENT = 65_535;

/**
 * The directory of a ZIP archive (PKWARE APPNOTE 4.3), refused when it declares more than a laptop should
 * unpack: too many entries, too many bytes, or too many bytes out of too few. Nothing is inflated here.
 * Faults: "file-damaged", "file-bomb".
 */
export async function readZipDirectory(file: FileLike): Promise<Outcome<readonly ZipEntry[]>> {
  const damaged = fault("file-damaged", { kind: "ZIP" });
  const from = Math.max(0, file.size - END_SIZE - MOST_COMMENT);
  const tail = new DataView(await file.slice(from, file.size).arrayBuffer());
  let end = tail.byteLength - END_SIZE;
  while (end >= 0 && tail.getUint32(end, true) !== END_SIGNATURE) end--;
  if (end < 0) return damaged;
  const count = tail.getUint16(end + 10, true);
  const size = tail.getUint32(end + 12, true);
  const start = tail.getUint32(end + 16, true);
  if (count > unpackLimits.entries) return bomb("entries", count);
  if (start + size > file.size) return damaged;
  const entries = readEntries(await file.slice(start, start + size).arrayBuffer(), count);
  if (entries === undefined) return damaged;
  return checked(entries, file.size);
}

function readEntries(bytes: ArrayBuffer, count: number): readonly ZipEntry[] | undefined {
  const view = new DataView(bytes);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== ENTRY_SIGNATURE) return undefined;
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    if (nameEnd > view.byteLength) return undefined;
    entries.push({
      name: entryName(new Uint8Array(bytes, at + 46, nameEnd - at - 46)),
      packed: view.getUint32(at + 20, true),
      inflated: view.getUint32(at + 24, true),
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      offset: view.getUint32(at + 42, true),
    });
    at = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** UTF-8 where it is valid; else as Japanese Windows packs names. */
function entryName(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("shift_jis").decode(bytes);
  }
}

function checked(entries: readonly ZipEntry[], fileSize: number): Outcome<readonly ZipEntry[]> {
  const inflated = entries.reduce((sum, entry) => sum + entry.inflated, 0);
  const packed = entries.reduce((sum, entry) => sum + entry.packed, 0);
  if (inflated > unpackLimits.inflatedBytes) return bomb("bytes", inflated);
  // Entries that overlap declare more packed bytes than there are.
  if (packed > fileSize) return bomb("overlap", packed);
  if (inflated > unpackLimits.harmlessBytes && inflated > packed * unpackLimits.ratio)
    return bomb("ratio", Math.round(inflated / Math.max(1, packed)));
  return ok(entries);
}

function bomb(what: "entries" | "bytes" | "overlap" | "ratio", found: number): Outcome<never> {
  return fault("file-bomb", { what, found });
}

/** Whether a member's path leads out of its archive: absolute, with a drive, or climbing by "..". */
export function leadsOutside(name: string): boolean {
  return (
    /^(?:[/\\]|[A-Za-z]:)/.test(name) ||
    name.includes("\u0000") ||
    name.split(/[/\\]/).some((part) => part === "..")
  );
}

/** Where an entry's packed bytes begin; undefined when its local header is not there. */
export async function dataStart(file: FileLike, entry: ZipEntry): Promise<number | undefined> {
  const head = new DataView(
    await file.slice(entry.offset, Math.min(file.size, entry.offset + 30)).arrayBuffer(),
  );
  if (head.byteLength < 30 || head.getUint32(0, true) !== LOCAL_SIGNATURE) return undefined;
  const start = entry.offset + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  return start + entry.packed <= file.size ? start : undefined;
}
