import type { BulkColumn, SqlValue } from "./database.ts";
import type { Sqlite } from "./sqlite-module.ts";
import type { Statement } from "./sqlite-statement.ts";
import { mostBytes, Scratch, writeText } from "./sqlite-text.ts";

const STATIC = 0;

interface Feeder {
  bind(row: number): number;
  free(): void;
}

/**
 * Steps a statement once for each row. Bindings survive a reset, so a value equal to the one above it
 * is not bound again; text is written into one piece of memory a column and bound without a copy.
 */
export function insertColumns(
  sqlite: Sqlite,
  statement: Statement,
  columns: readonly BulkColumn[],
  from: number,
  to: number,
): void {
  const feeders: Feeder[] = [];
  const { module } = sqlite;
  const { pointer } = statement;
  try {
    columns.forEach((column, i) => feeders.push(feeder(sqlite, pointer, i + 1, column)));
    const varying = feeders.filter((_, i) => !isConstant(columns[i]));
    for (const constant of feeders.filter((_, i) => isConstant(columns[i])))
      statement.check(constant.bind(0));
    for (let row = from; row < to; row++) {
      for (const each of varying) {
        const code = each.bind(row);
        if (code !== 0) statement.check(code);
      }
      statement.step();
      module._sqlite3_reset(pointer);
    }
  } finally {
    module._sqlite3_reset(pointer);
    module._sqlite3_clear_bindings(pointer);
    for (const each of feeders) each.free();
  }
}

/** The number of rows that columns agree on. */
export function rowCount(columns: readonly BulkColumn[]): number {
  const lengths = columns.flatMap((column) =>
    "length" in column ? [column.length] : "codes" in column ? [column.codes.length] : [],
  );
  const [rows] = lengths;
  if (rows === undefined) throw new RangeError("at least one column must be an array");
  if (lengths.some((length) => length !== rows)) throw new RangeError("columns of one length");
  return rows;
}

function isConstant(column: BulkColumn | undefined): boolean {
  return column !== undefined && "constant" in column;
}

function feeder(sqlite: Sqlite, statement: number, index: number, column: BulkColumn): Feeder {
  if (column instanceof Int32Array) return feedInts(sqlite, statement, index, column);
  if (column instanceof Float64Array) return feedFloats(sqlite, statement, index, column);
  if ("arena" in column) return feedArena(sqlite, statement, index, column);
  if ("codes" in column) return feedCodes(sqlite, statement, index, column.codes, column.words);
  if ("constant" in column) return feedConstant(sqlite, statement, index, column.constant);
  return feedTexts(sqlite, statement, index, column);
}

const nothing = (): void => undefined;

function feedInts(sqlite: Sqlite, statement: number, index: number, values: Int32Array): Feeder {
  const { module } = sqlite;
  let last: number | undefined;
  return {
    bind: (row) => {
      const value = values[row] ?? 0;
      if (value === last) return 0;
      last = value;
      return module._sqlite3_bind_int(statement, index, value);
    },
    free: nothing,
  };
}

function feedFloats(sqlite: Sqlite, statement: number, index: number, values: Float64Array): Feeder {
  const { module } = sqlite;
  return {
    bind: (row) => {
      const value = values[row] ?? NaN;
      return value === (value | 0)
        ? module._sqlite3_bind_int(statement, index, value)
        : module._sqlite3_bind_double(statement, index, value);
    },
    free: nothing,
  };
}

function feedTexts(
  sqlite: Sqlite,
  statement: number,
  index: number,
  values: readonly (string | null)[],
): Feeder {
  const { module } = sqlite;
  const scratch = new Scratch(sqlite);
  let last: string | null | undefined;
  return {
    bind: (row) => {
      const value = values[row] ?? null;
      if (value === last) return 0;
      last = value;
      // bind_text with a null pointer binds NULL.
      if (value === null) return module._sqlite3_bind_text(statement, index, 0, 0, STATIC);
      const at = scratch.reserve(mostBytes(value));
      return module._sqlite3_bind_text(statement, index, at, writeText(sqlite, value, at), STATIC);
    },
    free: () => {
      scratch.free();
    },
  };
}

function feedCodes(
  sqlite: Sqlite,
  statement: number,
  index: number,
  codes: Int32Array,
  words: readonly string[],
): Feeder {
  const { module } = sqlite;
  const scratch = new Scratch(sqlite);
  const start = new Int32Array(words.length + 1);
  let at = scratch.reserve(words.reduce((sum, word) => sum + mostBytes(word), 1));
  words.forEach((word, i) => {
    start[i] = at;
    at += writeText(sqlite, word, at);
  });
  start[words.length] = at;
  let last: number | undefined;
  return {
    bind: (row) => {
      const code = codes[row] ?? -1;
      if (code === last) return 0;
      last = code;
      if (code < 0 || code >= words.length) return module._sqlite3_bind_text(statement, index, 0, 0, STATIC);
      const pointer = start[code] ?? 0;
      return module._sqlite3_bind_text(statement, index, pointer, (start[code + 1] ?? 0) - pointer, STATIC);
    },
    free: () => {
      scratch.free();
    },
  };
}

function feedArena(
  sqlite: Sqlite,
  statement: number,
  index: number,
  column: { readonly codes: Int32Array; readonly arena: Uint8Array; readonly starts: Int32Array },
): Feeder {
  const { module } = sqlite;
  const { codes, starts } = column;
  const scratch = new Scratch(sqlite);
  const base = scratch.reserve(Math.max(1, column.arena.length));
  sqlite.heap().set(column.arena, base);
  return {
    bind: (row) => {
      const code = codes[row] ?? -1;
      if (code < 0) return module._sqlite3_bind_text(statement, index, 0, 0, STATIC);
      const from = starts[code] ?? 0;
      return module._sqlite3_bind_text(statement, index, base + from, (starts[code + 1] ?? 0) - from, STATIC);
    },
    free: () => {
      scratch.free();
    },
  };
}

function feedConstant(sqlite: Sqlite, statement: number, index: number, value: SqlValue): Feeder {
  if (typeof value === "number") return feedFloats(sqlite, statement, index, Float64Array.of(value));
  if (typeof value === "string" || value === null) return feedTexts(sqlite, statement, index, [value]);
  const scratch = new Scratch(sqlite);
  return {
    bind: () => {
      const at = scratch.reserve(value.byteLength);
      sqlite.heap().set(value, at);
      return sqlite.module._sqlite3_bind_blob(statement, index, at, value.byteLength, STATIC);
    },
    free: () => {
      scratch.free();
    },
  };
}
