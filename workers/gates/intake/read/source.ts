import type { JobControl } from "../../../base/job.ts";
import type { Encoding, FileLike } from "../../../terms/intake.ts";
import { afterLineEnd, lineEnd } from "./tokenizer.ts";

const CHUNK = 1024 * 1024;
const LF = 0x0a;
const CR = 0x0d;
const HIGH_BITS = 0x80808080 | 0;

/** What is done with each piece: answers how many of its bytes are used up. */
export type PieceReader = (piece: Utf8Piece) => number;

/** A stretch of the file as UTF-8, from the first byte not used up before. */
export interface Utf8Piece {
  readonly bytes: Uint8Array;
  readonly final: boolean;
  /** The bytes are known to hold invalid UTF-8 somewhere. */
  readonly suspect: boolean;
}

/** Watches the raw bytes as they go by, for instance to hash them. */
export type ByteWatcher = (bytes: Uint8Array) => void;

/**
 * Streams a file of any of the encodings as UTF-8. What cannot be decoded is turned into bytes that are
 * no UTF-8 (0xFF), so that exactly the rows which hold them are found bad further on.
 *
 * The bytes of a piece are good until the next one: their memory is used again. Progress is in bytes of the file;
 * the job is asked before each piece of about 1 MiB.
 * @throws Cancelled
 */
export async function readUtf8(
  file: FileLike,
  encoding: Encoding,
  job: JobControl,
  read: PieceReader,
  watch?: ByteWatcher,
): Promise<void> {
  const recode = encoding === "utf-8" ? undefined : new Recoder(encoding);
  const work = new WorkBytes();
  let ahead = readChunk(file, 0);
  for (let offset = 0; ; offset += CHUNK) {
    job.check();
    const raw = await ahead;
    watch?.(raw);
    const final = offset + raw.length >= file.size;
    if (!final) ahead = readChunk(file, offset + CHUNK);
    const start = recode === undefined && offset === 0 && startsWithBom(raw) ? 3 : 0;
    const fresh = recode === undefined ? raw.subarray(start) : recode.push(raw, final);
    const bytes = work.append(fresh);
    work.drop(read({ bytes, final, suspect: recode?.spoiled ?? !validUtf8(bytes, final) }));
    job.progress({
      phase: "read",
      done: Math.min(offset + raw.length, file.size),
      total: file.size,
      unit: "bytes",
    });
    if (final) return;
  }
}

async function readChunk(file: FileLike, offset: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(offset, Math.min(file.size, offset + CHUNK)).arrayBuffer());
}

/** What is not used up yet, in memory that is used again for each piece. */
class WorkBytes {
  private memory = new Uint8Array(0);
  private length = 0;

  /** What was left, and behind it `fresh`. */
  append(fresh: Uint8Array): Uint8Array {
    const length = this.length + fresh.length;
    if (length > this.memory.length) {
      const larger = new Uint8Array(length + (length >> 4) + 65_536);
      larger.set(this.memory.subarray(0, this.length));
      this.memory = larger;
    }
    this.memory.set(fresh, this.length);
    this.length = length;
    return this.memory.subarray(0, length);
  }

  /** Takes the first bytes away. */
  drop(used: number): void {
    this.memory.copyWithin(0, used, this.length);
    this.length -= used;
  }
}

/** Two stretches of bytes as one. */
function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  if (head.length === 0) return tail;
  const bytes = new Uint8Array(head.length + tail.length);
  bytes.set(head);
  bytes.set(tail, head.length);
  return bytes;
}

function startsWithBom(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** Whether bytes are plain ASCII or valid UTF-8; a character cut off at the end is forgiven unless `final`. */
export function validUtf8(bytes: Uint8Array, final: boolean): boolean {
  const length = bytes.length;
  const at = asciiPrefix(bytes);
  if (at === length) return true;
  let end = length;
  if (!final) {
    const floor = Math.max(at, length - 3);
    while (end > floor && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end--;
    if (end > at && (bytes[end - 1] ?? 0) >= 0xc0) end--;
    else end = length;
  }
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(at, end));
    return true;
  } catch {
    return false;
  }
}

/** Turns pieces of another encoding into UTF-8, whole lines at a time. */
class Recoder {
  /** Some line so far could not be decoded. */
  spoiled = false;
  private carry: Uint8Array = new Uint8Array(0);
  private readonly encoder = new TextEncoder();
  private readonly encoding: Encoding;

  constructor(encoding: Encoding) {
    this.encoding = encoding;
  }

  push(raw: Uint8Array, final: boolean): Uint8Array {
    const bytes = joined(this.carry, raw);
    const cut = final ? bytes.length : this.lastLineEnd(bytes);
    this.carry = bytes.slice(cut);
    const block = bytes.subarray(0, cut);
    this.spoiled = false;
    try {
      return this.encoder.encode(new TextDecoder(this.encoding, { fatal: true }).decode(block));
    } catch {
      this.spoiled = true;
      return this.lineByLine(block);
    }
  }

  /** Decodes each line by itself; in a bad one the undecodable stretches become 0xFF 0xBF 0xBD. */
  private lineByLine(block: Uint8Array): Uint8Array {
    const parts: Uint8Array[] = [];
    let size = 0;
    for (let at = 0; at < block.length;) {
      const next = this.nextLine(block, at);
      const part = this.decodeLine(block.subarray(at, next));
      parts.push(part);
      size += part.length;
      at = next;
    }
    const all = new Uint8Array(size);
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  private decodeLine(line: Uint8Array): Uint8Array {
    try {
      return this.encoder.encode(new TextDecoder(this.encoding, { fatal: true }).decode(line));
    } catch {
      const bytes = this.encoder.encode(new TextDecoder(this.encoding).decode(line));
      for (let at = 0; at + 2 < bytes.length; at++)
        if (bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) bytes[at] = 0xff;
      return bytes;
    }
  }

  private nextLine(block: Uint8Array, from: number): number {
    if (this.encoding === "utf-16le" || this.encoding === "utf-16be") {
      const low = this.encoding === "utf-16le" ? 0 : 1;
      for (let at = from; at + 1 < block.length; at += 2)
        if (block[at + low] === LF && block[at + 1 - low] === 0) return at + 2;
      return block.length;
    }
    const end = lineEnd(block, from);
    return end < 0 ? block.length : afterLineEnd(block, end);
  }

  /** Where to cut: behind the last line end that cannot be half of a CRLF. */
  private lastLineEnd(bytes: Uint8Array): number {
    if (this.encoding === "utf-16le" || this.encoding === "utf-16be") {
      const low = this.encoding === "utf-16le" ? 0 : 1;
      for (let at = (bytes.length & ~1) - 2; at >= 0; at -= 2)
        if (bytes[at + low] === LF && bytes[at + 1 - low] === 0) return at + 2;
      return 0;
    }
    const feed = bytes.lastIndexOf(LF);
    if (feed >= 0) return feed + 1;
    const back = bytes.lastIndexOf(CR, bytes.length - 2);
    return back >= 0 ? back + 1 : 0;
  }
}

/** Offset of the first byte above ASCII, or the length; sixteen bytes a step. */
function asciiPrefix(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length && ((bytes.byteOffset + at) & 3) !== 0) {
    if ((bytes[at] as number) >= 0x80) return at;
    at++;
  }
  // So few bytes that none of them lay on a word.
  if (at === bytes.length) return at;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, (bytes.length - at) >> 2);
  // Some bytes are always left to the loop at the end: code that has run once is compiled for good.
  const count = words.length - 1;
  let word = 0;
  for (; word + 3 < count; word += 4) {
    const some =
      (words[word] as number) |
      (words[word + 1] as number) |
      (words[word + 2] as number) |
      (words[word + 3] as number);
    if ((some & HIGH_BITS) !== 0) break;
  }
  at += word * 4;
  while (at < bytes.length && (bytes[at] as number) < 0x80) at++;
  return at;
}
