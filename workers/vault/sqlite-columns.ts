import type { ColumnArray, ColumnKind } from "./database.ts";
import type { Sqlite } from "./sqlite-module.ts";
import { readText } from "./sqlite-text.ts";
import type { Statement } from "./sqlite-statement.ts";

const NULL_TYPE = 5;

interface Collector {
  take(): void;
  finish(rows: number): Int32Array | Float64Array | ColumnArray<"text">;
}

/** Steps a bound statement to its end and lays its columns out as typed arrays in shared memory. */
export function collectColumns<const K extends readonly ColumnKind[]>(
  sqlite: Sqlite,
  statement: Statement,
  kinds: K,
): { readonly [I in keyof K]: ColumnArray<K[I]> } {
  if (statement.columnCount() !== kinds.length)
    throw new RangeError("one kind for each column of the result");
  const collectors = kinds.map((kind, i) =>
    kind === "int32"
      ? collectInts(sqlite, statement.pointer, i)
      : kind === "float64"
        ? collectFloats(sqlite, statement.pointer, i)
        : collectWords(sqlite, statement.pointer, i),
  );
  let rows = 0;
  while (statement.step()) {
    for (const collector of collectors) collector.take();
    rows++;
  }
  return collectors.map((collector) => collector.finish(rows)) as unknown as {
    readonly [I in keyof K]: ColumnArray<K[I]>;
  };
}

function collectInts(sqlite: Sqlite, statement: number, index: number): Collector {
  const { module } = sqlite;
  let values = new Int32Array(1024);
  let rows = 0;
  return {
    take: () => {
      if (rows === values.length) values = grown(values, new Int32Array(rows * 2));
      values[rows++] = module._sqlite3_column_double(statement, index);
    },
    finish: (count) => sharedInts(values.subarray(0, count)),
  };
}

function collectFloats(sqlite: Sqlite, statement: number, index: number): Collector {
  const { module } = sqlite;
  let values = new Float64Array(1024);
  let rows = 0;
  return {
    take: () => {
      if (rows === values.length) values = grown(values, new Float64Array(rows * 2));
      const value = module._sqlite3_column_double(statement, index);
      values[rows++] =
        value === 0 && module._sqlite3_column_type(statement, index) === NULL_TYPE ? NaN : value;
    },
    finish: (count) => {
      const shared = new Float64Array(new SharedArrayBuffer(count * 8));
      shared.set(values.subarray(0, count));
      return shared;
    },
  };
}

/** Words are told apart by their bytes, so that each different one is decoded once. */
function collectWords(sqlite: Sqlite, statement: number, index: number): Collector {
  const { module } = sqlite;
  const dictionary = new WordTable();
  let codes = new Int32Array(1024);
  let rows = 0;
  return {
    take: () => {
      if (rows === codes.length) codes = grown(codes, new Int32Array(rows * 2));
      const pointer = module._sqlite3_column_text(statement, index);
      if (pointer === 0) codes[rows++] = -1;
      else codes[rows++] = dictionary.code(sqlite, pointer, module._sqlite3_column_bytes(statement, index));
    },
    finish: (count) => ({ codes: sharedInts(codes.subarray(0, count)), words: dictionary.words }),
  };
}

class WordTable {
  readonly words: string[] = [];
  private readonly bytes: Uint8Array[] = [];
  private readonly hashes: number[] = [];
  private slots = new Int32Array(1024).fill(-1);

  code(sqlite: Sqlite, pointer: number, length: number): number {
    const heap = sqlite.heap();
    let hash = 0x811c9dc5;
    for (let i = 0; i < length; i++) hash = Math.imul(hash ^ (heap[pointer + i] ?? 0), 0x01000193);
    // FNV-1a leaves the low bits of short words alike; fold the high ones in.
    hash ^= hash >>> 15;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const code = this.slots[slot] ?? -1;
      if (code < 0) break;
      if (this.hashes[code] === hash && sameBytes(heap, pointer, length, this.bytes[code])) return code;
      slot = (slot + 1) & mask;
    }
    const code = this.words.length;
    this.slots[slot] = code;
    this.hashes.push(hash);
    this.bytes.push(heap.slice(pointer, pointer + length));
    this.words.push(readText(sqlite, pointer, length));
    if (this.words.length * 2 > this.slots.length) this.widen();
    return code;
  }

  private widen(): void {
    this.slots = new Int32Array(this.slots.length * 4).fill(-1);
    const mask = this.slots.length - 1;
    this.hashes.forEach((hash, code) => {
      let slot = hash & mask;
      while ((this.slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      this.slots[slot] = code;
    });
  }
}

function sameBytes(heap: Uint8Array, at: number, length: number, word: Uint8Array | undefined): boolean {
  if (word?.length !== length) return false;
  for (let i = 0; i < length; i++) if (heap[at + i] !== word[i]) return false;
  return true;
}

function grown<T extends Int32Array | Float64Array>(values: T, wider: T): T {
  wider.set(values);
  return wider;
}

function sharedInts(values: Int32Array): Int32Array<SharedArrayBuffer> {
  const shared = new Int32Array(new SharedArrayBuffer(values.length * 4));
  shared.set(values);
  return shared;
}
