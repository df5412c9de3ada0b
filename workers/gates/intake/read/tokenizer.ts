import type { Delimiter, QuarantineReason } from "../../../terms/intake.ts";
import { Batch, BATCH_ROWS, byteClass, scanPlainRows } from "./batch.ts";
import { Cells, cellForms, decodeUtf8 } from "./cells.ts";
import { limits } from "./limits.ts";
import { swallowsRows } from "./swallowed.ts";

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

const { delimiter: DELIMITER, lineEnd: LINE_END, nul: NUL } = byteClass;

/** Records read one by one between two looks at whether to stop. */
const LOOK_EVERY = 256;

/** A stretch of the file that is no usable record. */
export interface BadRow {
  readonly line: number;
  readonly reason: QuarantineReason;
  readonly raw: string;
  /** Heading of the cell to blame, where it is one. */
  readonly column?: string;
}

/** Who takes the records. `record` must not keep the cells, `batch` not the batch. */
export interface RecordSink {
  record(cells: Cells): void;
  /**
   * Takes records straight from valid UTF-8 as far as they are of the most usual kind, `bytes[end - 1]` being a line
   * feed; answers where the first begins that is left. Each is one line; `taken` says how many there were.
   */
  rows?(bytes: Uint8Array, from: number, end: number): { readonly at: number; readonly taken: number };
  /** Takes plain records many at a time, in their order among the others; without it all come by `record`. */
  batch?(batch: Batch): void;
  bad(row: BadRow): void;
}

/**
 * Splits UTF-8 bytes into records (RFC 4180, with LF, CR and CRLF all ending a record, and blank lines
 * passed over). A record that cannot be read is reported and the scan goes on at its *next physical
 * line*, so that one unclosed quote costs one row and never its neighbours. A multi-line record of the
 * wrong width, or one whose lines are rows each (`swallowsRows`), counts as an unclosed quote for the same reason.
 *
 * Feed it with `push`; it answers how many bytes it is done with, and the caller hands the rest in again
 * at the head of the next piece. `width` is the number of columns of the heading, 0 while unknown.
 */
export class Tokenizer {
  width: number;
  /** Bytes of the present piece may be invalid UTF-8: each record is then checked by itself. */
  suspect = false;
  /** Records on or above this one-based line are passed over in silence. */
  below = 0;
  /** Set to end the reading before the next record. */
  stopped = false;
  /** Called every so often, for whoever wants to stop by throwing. */
  look: () => void = nothing;
  private line = 1;
  private unlooked = 0;
  private plain: Batch | undefined;
  /** Rows of the next batch where the sink takes usual rows by itself. */
  private unusual = BATCH_ROWS;
  private skipping = false;
  private readonly classes = new Uint8Array(256);
  private readonly cells = new Cells();
  private readonly spaced: boolean;
  private readonly sink: RecordSink;
  private readonly strict = new TextDecoder("utf-8", { fatal: true });
  private readonly isDelimiter = (byte: number): boolean => this.classes[byte] === DELIMITER;

  constructor(delimiter: Delimiter, width: number, sink: RecordSink) {
    this.width = width;
    this.sink = sink;
    this.spaced = delimiter === "space";
    this.classes[0] = NUL;
    this.classes[LF] = LINE_END;
    this.classes[CR] = LINE_END;
    if (this.spaced) {
      this.classes[SPACE] = DELIMITER;
      this.classes[TAB] = DELIMITER;
    } else this.classes[delimiter.charCodeAt(0)] = DELIMITER;
  }

  /** One-based physical line the scan has reached. */
  get atLine(): number {
    return this.line;
  }

  /** Reads the records of `bytes`; answers the offset of the first byte of the record still open. */
  push(bytes: Uint8Array, final: boolean): number {
    let at = 0;
    if (this.skipping) {
      const end = lineEnd(bytes, 0);
      if (end < 0 || (end === bytes.length - 1 && bytes[end] === CR && !final)) {
        if (final) return bytes.length;
        return end < 0 ? bytes.length : end;
      }
      at = afterLineEnd(bytes, end);
      this.line++;
      this.skipping = false;
    }
    const plainEnd = this.batching() && bytes.length > 4 ? bytes.lastIndexOf(LF, bytes.length - 4) + 1 : 0;
    while (at < bytes.length && !this.stopped) {
      if (at < plainEnd && this.line > this.below) {
        at = this.plainRows(bytes, at, plainEnd);
        if (at >= bytes.length) break;
      }
      if (++this.unlooked >= LOOK_EVERY) this.lookUp();
      this.cells.bytes = bytes;
      const next = this.spaced ? this.spacedRecord(bytes, at, final) : this.record(bytes, at, final);
      if (next < 0) return this.unfinished(bytes, at);
      at = next;
    }
    return at;
  }

  /** Whether the records of this piece may be handed on in batches. */
  private batching(): boolean {
    return this.sink.batch !== undefined && !this.spaced && !this.suspect && this.width >= 2;
  }

  /** Hands on plain rows for as long as there are any; answers where the first other record begins. */
  private plainRows(bytes: Uint8Array, from: number, end: number): number {
    if (this.plain?.width !== this.width) this.plain = new Batch(this.width);
    const batch = this.plain;
    let at = from;
    while (at < end) {
      const usual = this.sink.rows?.(bytes, at, end);
      if (usual !== undefined && usual.taken > 0) {
        at = usual.at;
        this.line += usual.taken;
        this.unusual = 1;
        this.lookUp();
        continue;
      }
      // One odd row among usual ones is passed alone; where there are more of them, more are taken together.
      const most = usual === undefined ? BATCH_ROWS : this.unusual;
      this.unusual = Math.min(BATCH_ROWS, this.unusual * 4);
      at = scanPlainRows(batch, bytes, at, end, this.classes, limits.cellBytes, most);
      if (batch.count === 0) break;
      batch.line = this.line;
      this.line += batch.count;
      this.sink.batch?.(batch);
      this.lookUp();
    }
    return at;
  }

  private lookUp(): void {
    this.unlooked = 0;
    this.look();
  }

  /** Scans one record from `start`; answers where the next begins, or -1 when the piece ends first. */
  private record(bytes: Uint8Array, start: number, final: boolean): number {
    const { cells, classes } = this;
    const length = bytes.length;
    cells.count = 0;
    let at = start;
    let lines = 0;
    let nul = false;
    let tooLong = false;
    for (;;) {
      const cellStart = at;
      if (at < length && bytes[at] === QUOTE) {
        let form: number = cellForms.quoted;
        at++;
        for (;;) {
          if (at >= length) {
            if (final) return this.recover(bytes, start, "quote-not-closed", final);
            return at - cellStart > limits.cellBytes ? this.tooLong(bytes, start, lines, final) : -1;
          }
          const byte = bytes[at] ?? 0;
          if (byte === QUOTE) {
            if (at + 1 >= length) {
              if (!final) return -1;
              break;
            }
            if (bytes[at + 1] !== QUOTE) break;
            form = cellForms.escaped;
            at += 2;
            continue;
          }
          if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) lines++;
          else if (byte === 0) nul = true;
          at++;
        }
        cells.add(cellStart + 1, at, form);
        if (at - cellStart > limits.cellBytes) tooLong = true;
        at++;
        // Blanks between the closing quote and the delimiter are harmless.
        while (at < length && bytes[at] === SPACE) at++;
        if (
          at < length &&
          (classes[bytes[at] ?? 0] ?? 0) !== DELIMITER &&
          classes[bytes[at] ?? 0] !== LINE_END
        )
          return this.recover(bytes, start, lines > 0 ? "quote-not-closed" : "quote-in-field", final);
      } else {
        for (;;) {
          while (at < length && classes[bytes[at] as number] === 0) at++;
          if (at >= length || classes[bytes[at] as number] !== NUL) break;
          nul = true;
          at++;
        }
        cells.add(cellStart, at, cellForms.bare);
        if (at - cellStart > limits.cellBytes) tooLong = true;
      }
      if (at >= length) {
        if (!final) return -1;
        return this.finish(bytes, start, at, at, lines, nul, tooLong, final);
      }
      if (classes[bytes[at] as number] === DELIMITER) {
        at++;
        continue;
      }
      if (bytes[at] === CR && at + 1 >= length && !final) return -1;
      return this.finish(bytes, start, at, afterLineEnd(bytes, at), lines, nul, tooLong, final);
    }
  }

  /** As `record`, for columns set apart by runs of blanks; there is no quoting here. */
  private spacedRecord(bytes: Uint8Array, start: number, final: boolean): number {
    const { cells, classes } = this;
    const length = bytes.length;
    cells.count = 0;
    let at = start;
    let nul = false;
    for (;;) {
      while (at < length && classes[bytes[at] ?? 0] === DELIMITER) at++;
      const cellStart = at;
      while (at < length && (classes[bytes[at] ?? 0] === 0 || bytes[at] === 0)) {
        if (bytes[at] === 0) nul = true;
        at++;
      }
      if (at > cellStart) cells.add(cellStart, at, cellForms.bare);
      if (at >= length || classes[bytes[at] ?? 0] === LINE_END) break;
    }
    if (at >= length && !final) return -1;
    if (at < length && bytes[at] === CR && at + 1 >= length && !final) return -1;
    const next = at >= length ? at : afterLineEnd(bytes, at);
    if (cells.count === 0) cells.add(start, start, cellForms.bare);
    return this.finish(bytes, start, at, next, 0, nul, false, final);
  }

  private finish(
    bytes: Uint8Array,
    start: number,
    end: number,
    next: number,
    lines: number,
    nul: boolean,
    tooLong: boolean,
    final: boolean,
  ): number {
    const { cells, width } = this;
    cells.line = this.line;
    cells.from = start;
    cells.to = end;
    if (cells.count === 1 && start === end) {
      if (next > end) this.line++;
      return next;
    }
    if (nul) return this.reject("nul-byte", lines, next);
    if (tooLong) return this.reject("cell-too-long", lines, next);
    if (lines > 0 && swallowsRows(bytes, start, end, cells.count, this.isDelimiter))
      return this.recover(bytes, start, "quote-not-closed", final);
    if (width > 0 && cells.count !== width && !this.onlyBlanksPast(width)) {
      if (lines > 0) return this.recover(bytes, start, "quote-not-closed", final);
      return this.reject(cells.count < width ? "too-few-cells" : "too-many-cells", lines, next);
    }
    if (this.suspect && !this.decodable(bytes, start, end))
      return this.reject("bytes-not-decodable", lines, next);
    if (this.line > this.below) this.sink.record(cells);
    this.line += lines + 1;
    return next;
  }

  private bad(reason: QuarantineReason, raw: string): void {
    if (this.line > this.below) this.sink.bad({ line: this.line, reason, raw });
  }

  private reject(reason: QuarantineReason, lines: number, next: number): number {
    const { cells } = this;
    const to = Math.min(cells.to, cells.from + limits.rawBytes);
    // An undecodable stretch of another encoding stands as three such bytes: shown as one.
    const raw = decodeUtf8(cells.bytes, cells.from, to).replaceAll("\uFFFD\uFFFD\uFFFD", "\uFFFD");
    this.bad(reason, raw);
    this.line += lines + 1;
    return next;
  }

  /** Gives up the record's first physical line and goes on behind it. */
  private recover(bytes: Uint8Array, start: number, reason: QuarantineReason, final: boolean): number {
    const found = lineEnd(bytes, start);
    if (!final && (found < 0 || (found === bytes.length - 1 && bytes[found] === CR))) return -1;
    const end = found < 0 ? bytes.length : found;
    const to = Math.min(end, start + limits.rawBytes);
    this.bad(reason, decodeUtf8(bytes, start, to));
    this.line++;
    return found < 0 ? bytes.length : afterLineEnd(bytes, found);
  }

  /** A quoted cell that grew past the limit: with line ends inside, its quote was most likely never closed. */
  private tooLong(bytes: Uint8Array, start: number, lines: number, final: boolean): number {
    return this.recover(bytes, start, lines > 0 ? "quote-not-closed" : "cell-too-long", final);
  }

  /** The piece ended inside a record: it is handed in again with more, unless it is hopelessly long. */
  private unfinished(bytes: Uint8Array, start: number): number {
    if (bytes.length - start <= limits.recordBytes) return start;
    this.bad("cell-too-long", decodeUtf8(bytes, start, start + limits.rawBytes));
    this.skipping = true;
    return bytes.length;
  }

  /** More cells than headings, but all of them empty: a trailing delimiter, not a wrong row. */
  private onlyBlanksPast(width: number): boolean {
    const { cells } = this;
    if (cells.count < width) return false;
    for (let index = width; index < cells.count; index++)
      if (cells.starts[index] !== cells.ends[index]) return false;
    cells.count = width;
    return true;
  }

  private decodable(bytes: Uint8Array, start: number, end: number): boolean {
    try {
      this.strict.decode(bytes.subarray(start, end));
      return true;
    } catch {
      return false;
    }
  }
}

function nothing(): void {
  return undefined;
}

/** Offset of the first CR or LF at or after `from`, or -1. */
export function lineEnd(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at++) if (bytes[at] === LF || bytes[at] === CR) return at;
  return -1;
}

/** Offset behind the line end (CR, LF or CRLF) at `end`. */
export function afterLineEnd(bytes: Uint8Array, end: number): number {
  return bytes[end] === CR && bytes[end + 1] === LF ? end + 2 : end + 1;
}
