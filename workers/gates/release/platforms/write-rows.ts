import { quoteCell } from "../writers/csv-cells.ts";
import { shownCell, type SpreadsheetCell } from "../writers/formula-guard.ts";
import { encodeWindows31J } from "./encode-text.ts";
import type { FileForm } from "./platform-format.ts";

/** A file of a release that may have to be several. */
export interface WrittenPart {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly rows: number;
}

/** Written as it was built: bytes gathered in slabs, so that a large file is never one giant string. */
const slabLength = 262_144;

/**
 * Writes rows as files of one form: its encoding, mark, line ends, headings and quoting, a new file
 * wherever the next row would pass the platform's limit of rows or bytes. Every file but the last is as
 * full as it may be, and each carries the headings.
 */
export function writeRows(
  form: FileForm,
  headings: readonly string[],
  rows: Iterable<readonly SpreadsheetCell[]>,
): readonly WrittenPart[] {
  const encode = encoderOf(form);
  const cellText = form.reader === "person" ? guardedCell : plainCell;
  const lineOf = (cells: readonly SpreadsheetCell[]): string => cells.map(cellText).join(",") + form.lineEnd;
  const mark = form.byteOrderMark ? Uint8Array.of(0xef, 0xbb, 0xbf) : new Uint8Array(0);
  const head = form.headings ? encode(lineOf(headings)) : new Uint8Array(0);
  const { maxRows = Infinity, maxBytes = Infinity } = form;
  const parts: WrittenPart[] = [];
  let open = newPart(mark, head);
  for (const cells of rows) {
    const line = encode(lineOf(cells));
    if (open.rows > 0 && (open.rows >= maxRows || open.length + line.byteLength > maxBytes)) {
      parts.push(finish(open));
      open = newPart(mark, head);
    }
    append(open, line);
    open.rows++;
  }
  parts.push(finish(open));
  return parts;
}

interface OpenPart {
  readonly slabs: Uint8Array[];
  slab: Uint8Array<ArrayBuffer>;
  filled: number;
  length: number;
  rows: number;
}

function newPart(...first: readonly Uint8Array[]): OpenPart {
  const part = { slabs: [], slab: new Uint8Array(slabLength), filled: 0, length: 0, rows: 0 };
  for (const bytes of first) append(part, bytes);
  return part;
}

function append(part: OpenPart, bytes: Uint8Array): void {
  if (part.filled + bytes.byteLength > part.slab.byteLength) {
    part.slabs.push(part.slab.subarray(0, part.filled));
    part.slab = new Uint8Array(Math.max(slabLength, bytes.byteLength));
    part.filled = 0;
  }
  part.slab.set(bytes, part.filled);
  part.filled += bytes.byteLength;
  part.length += bytes.byteLength;
}

function finish(part: OpenPart): WrittenPart {
  const bytes = new Uint8Array(part.length);
  let at = 0;
  for (const slab of [...part.slabs, part.slab.subarray(0, part.filled)]) {
    bytes.set(slab, at);
    at += slab.byteLength;
  }
  return { bytes, rows: part.rows };
}

function encoderOf({ encoding }: FileForm): (text: string) => Uint8Array {
  if (encoding === "utf-8") {
    const encoder = new TextEncoder();
    return (text) => encoder.encode(text);
  }
  return (text) => {
    const bytes = encodeWindows31J(text);
    // People whose cells cannot be written are withheld before this; a heading that cannot is a mistake of ours.
    if (bytes === undefined) throw new Error("a line that Windows-31J cannot hold reached the writer");
    return bytes;
  };
}

function plainCell(cell: SpreadsheetCell): string {
  return cell === null ? "" : quoteCell(String(cell));
}

/** What was neutralised is always quoted. */
function guardedCell(cell: SpreadsheetCell): string {
  const shown = shownCell(cell);
  return typeof cell === "string" ? quoteCell(shown, shown !== cell) : shown;
}
