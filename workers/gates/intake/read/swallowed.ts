import { decodeUtf8 } from "./cells.ts";

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;

/** With fewer columns a line of prose inside a cell looks too much like a row. */
const FEWEST = 3;
/** Longest first cell that is compared. */
const LONGEST = 80;

/**
 * Whether a record of `count` cells that spans several lines is rather several rows, the first of which opens a quote
 * that a later row's stray quote seems to close (`1,"never closed,x` above `2,5",y`). By the letter of RFC 4180 it is
 * one record; it is taken for rows only where every line, quotes passed over, has `count` cells, begins with a cell of
 * the same make as the first line's, and has no blank behind a delimiter as prose has. `bytes[start, end)` is the record.
 */
export function swallowsRows(
  bytes: Uint8Array,
  start: number,
  end: number,
  count: number,
  isDelimiter: (byte: number) => boolean,
): boolean {
  if (count < FEWEST) return false;
  let make: string | undefined;
  for (let from = start; from < end;) {
    let to = from;
    let firstEnd = -1;
    let cells = 1;
    for (; to < end && bytes[to] !== LF && bytes[to] !== CR; to++) {
      if (!isDelimiter(bytes[to] as number)) continue;
      if (firstEnd < 0) firstEnd = to;
      if (from > start && bytes[to + 1] === SPACE) return false;
      cells++;
    }
    if (cells !== count) return false;
    const found = makeOf(bytes, from, firstEnd);
    make ??= found;
    if (found === undefined || found !== make) return false;
    from = bytes[to] === CR && bytes[to + 1] === LF ? to + 2 : to + 1;
  }
  return true;
}

/** How a cell is made: runs of digits and of letters, and the signs between; nothing for one without digit or @. */
function makeOf(bytes: Uint8Array, start: number, end: number): string | undefined {
  const from = bytes[start] === QUOTE ? start + 1 : start;
  if (end - from > LONGEST) return undefined;
  const make = decodeUtf8(bytes, from, end)
    .normalize("NFKC")
    .replace(/"$/, "")
    .replace(/\d+/gu, "9")
    .replace(/\p{L}+/gu, "a");
  return /[9@]/.test(make) ? make : undefined;
}
