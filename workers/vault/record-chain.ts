import type { JobControl } from "../base/job.ts";
import type { Database, RowBytes } from "./database.ts";
import { MAC_CHARS, type LineMac } from "./line-mac.ts";

const LINES_A_CHECK = 4096;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The pieces of a line's canonical JSON, members in order, with the columns that stand between them. */
const pieces = {
  action: encoder.encode('{"action":"'),
  at: encoder.encode('","at":"'),
  gate: encoder.encode('","gate":"'),
  payload: encoder.encode('","payload":'),
  seq: encoder.encode(',"seq":'),
};
const CLOSE = "}".charCodeAt(0);

const SQL = "SELECT seq, at, gate, action, payload, prev, mac FROM record ORDER BY seq";
const column = { seq: 0, at: 1, gate: 2, action: 3, payload: 4, prev: 5, mac: 6 } as const;

/**
 * The number of the first line of the record that does not hold: its number, its link to the line before or its mac
 * is not what the chain demands. The lines are hashed as SQLite has them, byte by byte; no strings are made.
 */
export function firstBadLine(db: Database, job: JobControl, hmac: LineMac): number | undefined {
  const writer = new LineWriter(hmac);
  let expected = 0;
  let firstBad: number | undefined;
  hmac.mac.fill("0".charCodeAt(0));
  db.eachBytes(SQL, (row) => {
    if (expected % LINES_A_CHECK === 0) {
      job.check();
      job.progress({ phase: "record", done: expected + 1 });
    }
    expected++;
    const sound =
      row.number(column.seq) === expected &&
      holds(row, column.prev, hmac.mac) &&
      writer.seal(row, expected) &&
      holds(row, column.mac, hmac.mac);
    if (!sound) firstBad = expected;
    return sound;
  });
  return firstBad;
}

/** Whether a column is exactly the text of these bytes. */
function holds(row: RowBytes, at: number, bytes: Uint8Array): boolean {
  const start = row.start(at);
  const { length } = bytes;
  if (start < 0 || row.length(at) !== length) return false;
  const { heap } = row;
  for (let i = 0; i < length; i++) if (heap[start + i] !== bytes[i]) return false;
  return true;
}

/** Writes lines as the chain's HMAC takes them: the mac before, then the line's canonical JSON. */
class LineWriter {
  private readonly hmac: LineMac;
  private length = 0;

  constructor(hmac: LineMac) {
    this.hmac = hmac;
  }

  /** Seals a row that follows the mac in `hmac.mac`; false when a column holds no text. */
  seal(row: RowBytes, seq: number): boolean {
    this.hmac.message.set(this.hmac.mac);
    this.length = MAC_CHARS;
    if (
      !this.put(pieces.action, row, column.action, true) ||
      !this.put(pieces.at, row, column.at, true) ||
      !this.put(pieces.gate, row, column.gate, true) ||
      !this.put(pieces.payload, row, column.payload, false)
    )
      return false;
    this.end(String(seq));
    this.hmac.seal(this.length);
    return true;
  }

  /** Adds a piece and a column behind it: a quoted one as JSON writes it, the payload as it stands. */
  private put(piece: Uint8Array, row: RowBytes, at: number, quoted: boolean): boolean {
    const start = row.start(at);
    if (start < 0) return false;
    const bytes = row.length(at);
    this.hmac.reserve(this.length + bytes + 64, this.length);
    const { heap } = row;
    const { message } = this.hmac;
    let to = this.length;
    for (let i = 0; i < piece.length; i++) message[to++] = piece[i]!;
    const from = to;
    for (let i = start; i < start + bytes; i++) {
      const byte = heap[i]!;
      if (quoted && (byte < 0x20 || byte === 0x22 || byte === 0x5c)) {
        this.length = from;
        this.escaped(heap.subarray(start, start + bytes));
        return true;
      }
      message[to++] = byte;
    }
    this.length = to;
    return true;
  }

  /** The rare text with a character that JSON escapes; without its quotes, which the pieces hold. */
  private escaped(bytes: Uint8Array): void {
    const text = encoder.encode(JSON.stringify(decoder.decode(bytes)).slice(1, -1));
    this.hmac.reserve(this.length + text.length + 64, this.length);
    this.hmac.message.set(text, this.length);
    this.length += text.length;
  }

  private end(seq: string): void {
    const { message } = this.hmac;
    for (let i = 0; i < pieces.seq.length; i++) message[this.length++] = pieces.seq[i]!;
    for (let i = 0; i < seq.length; i++) message[this.length++] = seq.charCodeAt(i);
    message[this.length++] = CLOSE;
  }
}
