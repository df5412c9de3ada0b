import type { Sqlite } from "./sqlite-module.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * A piece of SQLite's memory that grows and is used again and again. Whatever was handed out before
 * is overwritten by the next call, so it may be bound without a copy only while one row is stepped.
 */
export class Scratch {
  private readonly sqlite: Sqlite;
  private pointer = 0;
  private capacity = 0;

  constructor(sqlite: Sqlite) {
    this.sqlite = sqlite;
  }

  /** At least `bytes` of memory; its address may change from call to call. */
  reserve(bytes: number): number {
    if (bytes > this.capacity || this.pointer === 0) {
      const { module } = this.sqlite;
      if (this.pointer !== 0) module._free(this.pointer);
      this.capacity = Math.max(256, bytes * 2);
      this.pointer = module._malloc(this.capacity);
      if (this.pointer === 0) throw new Error("out of memory");
    }
    return this.pointer;
  }

  free(): void {
    if (this.pointer !== 0) this.sqlite.module._free(this.pointer);
    this.pointer = 0;
    this.capacity = 0;
  }
}

/** Most bytes that `text` can take in UTF-8. */
export function mostBytes(text: string): number {
  return text.length * 3;
}

/** Writes text as UTF-8 at `pointer`, where `mostBytes` must be free. Answers the number of bytes. */
export function writeText(sqlite: Sqlite, text: string, pointer: number): number {
  const heap = sqlite.heap();
  const { length } = text;
  // Short ASCII, the common case, is faster by hand than through the encoder.
  if (length <= 48) {
    let i = 0;
    for (; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) break;
      heap[pointer + i] = code;
    }
    if (i === length) return length;
  }
  return encoder.encodeInto(text, heap.subarray(pointer, pointer + length * 3)).written;
}

/** Reads UTF-8 from SQLite's memory. */
export function readText(sqlite: Sqlite, pointer: number, bytes: number): string {
  return bytes === 0 ? "" : decoder.decode(sqlite.heap().subarray(pointer, pointer + bytes));
}

/** A new NUL-terminated copy of `text`, to be freed by the caller. */
export function newCString(sqlite: Sqlite, text: string): number {
  const pointer = sqlite.module._malloc(mostBytes(text) + 1);
  if (pointer === 0) throw new Error("out of memory");
  const bytes = writeText(sqlite, text, pointer);
  sqlite.heap()[pointer + bytes] = 0;
  return pointer;
}
