import type { JobControl } from "../../base/job.ts";
import type { Field } from "./field.ts";
import { componentsOf, type Component } from "./blocking-keys.ts";

/** One pass: rows that share all of its components are compared. */
export interface BlockingPass {
  /** Headings of the fields whose values or coarser forms must agree. */
  readonly fields: readonly string[];
  /** Pairs in the blocks that were kept, and rows in blocks set aside as too large. */
  readonly pairs: number;
  readonly rowsSetAside: number;
}

/** The passes over a table, ready to run. */
export interface Blocking {
  readonly passes: readonly BlockingPass[];
  /** Pairs of all passes together, those of several passes counted in each. */
  readonly atMost: number;
  /** Calls `pair` once for every pair of rows (a before b) that shares a block in any pass. */
  run(pair: (a: number, b: number) => void, job: JobControl): void;
}

/** Up to this many pairs are all compared. */
const COMPARE_ALL = 600_000;
const MOST_PASSES = 20;

/**
 * Chooses what to block on: single values that few rows share, then pairs and triples of weaker ones, so that any two rows that agree
 * on two telling fields meet. Each pass is kept within a few pairs a row, all together within eight, so memory and time grow with the rows
 * and not with their square.
 */
export function planBlocking(fields: readonly Field[], rows: number): Blocking {
  if ((rows * (rows - 1)) / 2 <= COMPARE_ALL) return allPairs(rows);
  const components = componentsOf(fields, rows);
  const budget = Math.max(60_000, 1.5 * rows);
  const found: Blocks[] = [];
  const passes: BlockingPass[] = [];
  let left = Math.max(500_000, 8 * rows);
  for (const chosen of passesOf(components, rows, budget)) {
    if (left <= 0 || passes.length === MOST_PASSES) break;
    const parts = chosen.map((at) => components[at]!);
    const { blocks, pairs, rowsSetAside } = blocksOf(parts, rows, Math.min(left, 2 * budget));
    if (pairs === 0) continue;
    left -= pairs;
    found.push(blocks);
    passes.push({ fields: [...new Set(parts.map(({ field }) => fields[field]!.name))], pairs, rowsSetAside });
  }
  return {
    passes,
    atMost: passes.reduce((sum, { pairs }) => sum + pairs, 0),
    run: (pair, job) => runPasses(found, rows, pair, job),
  };
}

function allPairs(rows: number): Blocking {
  const pairs = (rows * (rows - 1)) / 2;
  return {
    passes: [{ fields: [], pairs, rowsSetAside: 0 }],
    atMost: pairs,
    run: (pair, job) => {
      for (let a = 0; a < rows; a++) {
        if ((a & 63) === 0) job.check();
        for (let b = a + 1; b < rows; b++) pair(a, b);
      }
    },
  };
}

/** Sets of components whose blocks hold few pairs, the most telling sets of whole values first. */
function passesOf(
  components: readonly Component[],
  rows: number,
  budget: number,
): readonly (readonly number[])[] {
  const all = (rows * (rows - 1)) / 2;
  const sets: { readonly parts: readonly number[]; readonly pairs: number; readonly rank: number }[] = [];
  const small = (parts: readonly number[]) => {
    // Places alone say too much of each other: a postal code has its city.
    if (parts.length > 1 && parts.every((at) => components[at]!.place)) return true;
    const pairs = parts.reduce((product, at) => product * components[at]!.chance, all);
    if (pairs > budget) return false;
    const coarse = parts.filter((at) => !components[at]!.whole).length;
    sets.push({ parts, pairs, rank: parts.length * 2 + coarse * 3 });
    return true;
  };
  const open = [...components.keys()].filter((at) => !small([at]));
  const wide: (readonly [number, number])[] = [];
  open.forEach((i, place) => {
    for (const j of open.slice(place + 1))
      if (components[i]!.field !== components[j]!.field && !small([i, j])) wide.push([i, j]);
  });
  for (const [i, j] of wide)
    for (const k of open)
      if (
        k > j &&
        components[k]!.field !== components[i]!.field &&
        components[k]!.field !== components[j]!.field
      )
        small([i, j, k]);
  return sets.sort((a, b) => a.rank - b.rank || a.pairs - b.pairs).map(({ parts }) => parts);
}

/** Blocks of one pass: rows in order of their block, and where each block starts and ends. */
interface Blocks {
  readonly order: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
}

/**
 * The blocks of a set of components: rows sorted by all of them, one stable counting sort each, then cut where any changes. Rows alone in
 * theirs or without a value fall out, and so do blocks so large that the pass would not keep within `most` pairs: the largest go first.
 */
function blocksOf(parts: readonly Component[], rows: number, most: number) {
  let order = Int32Array.from({ length: rows }, (_, row) => row);
  for (const { codes, values } of parts.toReversed()) order = sortedBy(order, codes, values);
  const starts: number[] = [];
  const ends: number[] = [];
  const bySize = new Map<number, number>();
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && alike(parts, order[from]!, order[to]!)) to++;
    if (to - from > 1) {
      starts.push(from);
      ends.push(to);
      bySize.set(to - from, (bySize.get(to - from) ?? 0) + 1);
    }
    from = to;
  }
  let pairs = 0;
  let largest = 1;
  for (const [size, blocks] of [...bySize].sort(([a], [b]) => a - b)) {
    const more = (blocks * size * (size - 1)) / 2;
    if (pairs + more > most) break;
    pairs += more;
    largest = size;
  }
  const kept = [...starts.keys()].filter((block) => ends[block]! - starts[block]! <= largest);
  const start = Int32Array.from(kept, (block) => starts[block]!);
  const end = Int32Array.from(kept, (block) => ends[block]!);
  const rowsSetAside = starts.reduce(
    (sum, from, block) => sum + (ends[block]! - from > largest ? ends[block]! - from : 0),
    0,
  );
  return { blocks: { order, start, end }, pairs, rowsSetAside };
}

/** Rows that have a code, in order of it and otherwise as they were. */
function sortedBy(rows: Int32Array, codes: Int32Array, values: number): Int32Array<ArrayBuffer> {
  const next = new Int32Array(values + 1);
  for (let i = 0; i < rows.length; i++) next[codes[rows[i]!]! + 1]!++;
  const blank = next[0]!;
  next[0] = 0;
  for (let value = 1; value <= values; value++) next[value]! += next[value - 1]!;
  const order = new Int32Array(rows.length - blank);
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i]!]!;
    if (code >= 0) order[next[code]!++] = rows[i]!;
  }
  return order;
}

function alike(parts: readonly Component[], a: number, b: number): boolean {
  for (const { codes } of parts) if (codes[a] !== codes[b]) return false;
  return true;
}

function runPasses(
  passes: readonly Blocks[],
  rows: number,
  pair: (a: number, b: number) => void,
  job: JobControl,
): void {
  const width = passes.length;
  // Row by row, so that asking whether an earlier pass has met a pair reads two stretches of memory.
  const byRow = new Int32Array(rows * width).fill(-1);
  passes.forEach(({ order, start, end }, pass) => {
    for (let block = 0; block < start.length; block++)
      for (let i = start[block]!; i < end[block]!; i++) byRow[order[i]! * width + pass] = block;
  });
  for (let pass = 0; pass < width; pass++) {
    job.progress({ phase: "comparing", done: pass, total: width });
    const { order, start, end } = passes[pass]!;
    for (let block = 0; block < start.length; block++) {
      if ((block & 1023) === 0) job.check();
      const to = end[block]!;
      for (let i = start[block]!; i < to; i++) {
        const a = order[i]!;
        for (let j = i + 1; j < to; j++) {
          const b = order[j]!;
          let p = 0;
          while (p < pass) {
            const code = byRow[a * width + p]!;
            if (code >= 0 && code === byRow[b * width + p]!) break;
            p++;
          }
          if (p === pass) pair(a, b);
        }
      }
    }
  }
}
