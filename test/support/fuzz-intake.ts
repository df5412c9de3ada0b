import { strToU8, zipSync } from "fflate";
import { openTable } from "../../workers/gates/intake/unpack/open-table.ts";
import { makeXlsx } from "./make-xlsx.ts";
import { splitText } from "../../workers/gates/intake/read/read-records.ts";

/** Numbers from a seed (mulberry32), so that a file that fails can be made again. */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const words = [
  "abc",
  "山田",
  "１２",
  "",
  "x y",
  "é",
  "😀",
  "0",
  "-1.5",
  "表能構ソ",
  "a@example.com",
  "﨑",
] as const;
const ends = ["\n", "\r\n", "\r"] as const;
const delimiters = [",", "\t", ";", "|"] as const;

/**
 * What happens to a row of a file: it is lost, its neighbours never. Each answers the row as it then stands. A quote that
 * is never closed is followed by a letter: were the next quote of the file followed by a delimiter, all between them
 * would be one cell by the letter of RFC 4180, and nobody could tell.
 */
const damages: readonly ((row: string, delimiter: string, next: () => number) => Uint8Array)[] = [
  (row, delimiter) => strToU8(`${row}${delimiter}one more`),
  (row, delimiter) => strToU8(row.slice(0, row.lastIndexOf(delimiter))),
  (row, delimiter) =>
    strToU8(`${row.slice(0, row.indexOf(delimiter) + 1)}"x${row.slice(row.indexOf(delimiter) + 1)}`),
  (row) => strToU8(`${row}\u0000`),
  (row, _, next) => withBytes(row, next, [0xff, 0xc0, 0xfe, 0xf8]),
  (row, delimiter) => strToU8(`"${row.replace(delimiter, `" x${delimiter}`)}`),
];

function withBytes(row: string, next: () => number, bytes: readonly number[]): Uint8Array {
  const whole = strToU8(row);
  const at = whole.length;
  return Uint8Array.from([...whole.subarray(0, at), bytes[Math.floor(next() * bytes.length)] ?? 0xff]);
}

/** What one fuzzed file came to: undefined when all is well, else what went wrong. */
export function fuzzTable(seed: number): string | undefined {
  const next = numbersFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const width = 2 + Math.floor(next() * 6);
  const delimiter = pick(delimiters);
  const end = pick(ends);
  const good: string[][] = [];
  const parts: Uint8Array[] = [];
  let damaged = 0;
  const count = 1 + Math.floor(next() * 20);
  for (let row = 0; row <= count; row++) {
    const cells = [`k${String(row)}`, ...Array.from({ length: width - 1 }, () => pick(words))];
    const text = cells.join(delimiter);
    if (row > 0 && next() < 0.2) {
      damaged++;
      parts.push(pick(damages)(text, delimiter, next));
    } else {
      good.push(cells);
      parts.push(strToU8(text));
    }
    parts.push(strToU8(end));
  }
  const { rows, bad } = splitText(joined(parts), delimiter, width);
  const found = new Map(rows.map((row) => [row[0], row]));
  const lost = good.filter((cells) => JSON.stringify(found.get(cells[0])) !== JSON.stringify(cells));
  if (lost.length > 0) return `seed ${String(seed)}: ${String(lost.length)} good rows lost`;
  return rows.length + bad.length >= good.length + damaged
    ? undefined
    : `seed ${String(seed)}: ${String(good.length + damaged - rows.length - bad.length)} rows neither stored nor held`;
}

/** Bytes of no sense at all: the reader must come to an end, and count nothing twice. */
export function fuzzBytes(seed: number): string | undefined {
  const next = numbersFrom(seed);
  const bytes = Uint8Array.from({ length: Math.floor(next() * 400) }, () => {
    const kind = next();
    return kind < 0.3
      ? (strToU8('",\n\r\t;| \u0000')[Math.floor(next() * 9)] ?? 0)
      : Math.floor(next() * 256);
  });
  const { rows, bad } = splitText(bytes, next() < 0.5 ? "," : "space", Math.floor(next() * 5));
  return rows.length + bad.length <= bytes.length + 1
    ? undefined
    : `seed ${String(seed)}: more rows than bytes`;
}

const archives = [
  makeXlsx({
    S: [
      ["email", "name"],
      ["a@example.com", "A"],
      ["b@example.com", 5],
    ],
  }),
  Uint8Array.from(
    zipSync({ "a.csv": strToU8("email\na@example.com\n".repeat(20)), "b.jsonl": strToU8('{"a":1}\n') }),
  ),
  strToU8('{"email":"a@example.com","n":{"x":1}}\n{"email":"b@example.com"}\n'),
];

/** A workbook, an archive or JSON Lines with some bytes changed: an answer, whatever it is, and no exception. */
export async function fuzzArchive(seed: number): Promise<string | undefined> {
  const next = numbersFrom(seed);
  const bytes = (archives[seed % archives.length] ?? new Uint8Array(0)).slice();
  const changes = 1 + Math.floor(next() * 8);
  for (let change = 0; change < changes; change++)
    bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
  const cut = next() < 0.2 ? bytes.slice(0, Math.floor(next() * bytes.length)) : bytes;
  const opened = await openTable(new Blob([Uint8Array.from(cut)]));
  return typeof opened.ok === "boolean" ? undefined : `seed ${String(seed)}: no answer`;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
