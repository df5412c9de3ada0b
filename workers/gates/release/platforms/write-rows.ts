import { quoteCell } from "../writers/csv-cells.ts";
import { shownCell, type SpreadsheetCell } from "../writers/formula-guard.ts";
import { encodeWindows31J } from "./encode-text.ts";
import type { FileForm } from "./platform-format.ts";

/** A file of a release that may have to be several. */
export interface WrittenPart {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly rows: number;
}

/** Bytes of one of several files: the pieces of a file follow one another, and the files do. */
export interface RowPiece {
  /** Which file, from 0. */
  readonly part: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Only on the last piece of a file: how many rows it holds. */
  readonly rows?: number;
}

/** Bytes are gathered in slabs, so that a large file is never one giant string. */
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
  const parts: WrittenPart[] = [];
  let slabs: Uint8Array[] = [];
  for (const piece of rowPieces(form, headings, rows)) {
    slabs.push(piece.bytes);
    if (piece.rows === undefined) continue;
    parts.push({ bytes: joined(slabs), rows: piece.rows });
    slabs = [];
  }
  return parts;
}

/** The same files in pieces of about `pieceLength` bytes, each made when it is asked for: rows are taken no earlier. */
export function* rowPieces(
  form: FileForm,
  headings: readonly string[],
  rows: Iterable<readonly SpreadsheetCell[]>,
  pieceLength = slabLength,
): Generator<RowPiece> {
  const encode = encoderOf(form);
  const cellText = form.reader === "person" ? guardedBy(form) : plainCell;
  const lineOf = (cells: readonly SpreadsheetCell[]): string => {
    let line = "";
    for (let place = 0; place < cells.length; place++)
      line += place === 0 ? cellText(cells[place]!) : `,${cellText(cells[place]!)}`;
    return line + form.lineEnd;
  };
  const mark = form.byteOrderMark ? Uint8Array.of(0xef, 0xbb, 0xbf) : new Uint8Array(0);
  const head = joined([mark, form.headings ? encode(lineOf(headings)) : new Uint8Array(0)]);
  const { maxRows = Infinity, maxBytes = Infinity } = form;
  let part = 0;
  let slab = new Slab(pieceLength, head);
  let [length, count] = [head.byteLength, 0];
  for (const cells of rows) {
    const line = encode(lineOf(cells));
    if (count > 0 && (count >= maxRows || length + line.byteLength > maxBytes)) {
      yield { part, bytes: slab.filled(), rows: count };
      part++;
      slab = new Slab(pieceLength, head);
      [length, count] = [head.byteLength, 0];
    }
    if (!slab.add(line)) {
      yield { part, bytes: slab.filled() };
      slab = new Slab(pieceLength, line);
    }
    length += line.byteLength;
    count++;
  }
  yield { part, bytes: slab.filled(), rows: count };
}

/** Bytes with room for more. */
class Slab {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #filled: number;

  constructor(room: number, first: Uint8Array) {
    this.#bytes = new Uint8Array(Math.max(room, first.byteLength));
    this.#bytes.set(first);
    this.#filled = first.byteLength;
  }

  /** False where there is no room for them. */
  add(bytes: Uint8Array): boolean {
    if (this.#filled + bytes.byteLength > this.#bytes.byteLength) return false;
    this.#bytes.set(bytes, this.#filled);
    this.#filled += bytes.byteLength;
    return true;
  }

  filled(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#filled);
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return bytes;
}

/** The bytes of a text, good until the next is asked for. */
function encoderOf({ encoding }: FileForm): (text: string) => Uint8Array {
  if (encoding === "utf-8") {
    const encoder = new TextEncoder();
    let room = new Uint8Array(4096);
    // A line is copied at once, so all of them are encoded in one place.
    return (text) => {
      if (room.byteLength < 3 * text.length) room = new Uint8Array(6 * text.length);
      return room.subarray(0, encoder.encodeInto(text, room).written);
    };
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
function guardedBy({ keepsDateLike = false }: FileForm): (cell: SpreadsheetCell) => string {
  return (cell) => {
    const shown = shownCell(cell, keepsDateLike);
    return typeof cell === "string" ? quoteCell(shown, shown !== cell) : shown;
  };
}
