import type { JobControl } from "../../base/job.ts";
import type { Field } from "./field.ts";
import { componentsOf, type Component } from "./blocking-keys.ts";
import { blocksOf, eachPair, refined, withoutLargest, type Blocks } from "./blocks.ts";

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
  /** Calls `pair` once for every pair of rows (a before b) that shares a block in any pass, in order of a. */
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
  const components = componentsOf(fields);
  const budget = Math.max(60_000, 1.5 * rows);
  const found: Blocks[] = [];
  const passes: BlockingPass[] = [];
  const blocksFor = refining(components);
  let left = Math.max(500_000, 8 * rows);
  for (const chosen of passesOf(components, rows, budget)) {
    if (left <= 0 || passes.length === MOST_PASSES) break;
    const { blocks, pairs, rowsSetAside } = withoutLargest(blocksFor(chosen), Math.min(left, 2 * budget));
    if (pairs === 0) continue;
    left -= pairs;
    found.push(blocks);
    const names = chosen.map((at) => fields[components[at]!.field]!.name);
    passes.push({ fields: [...new Set(names)], pairs, rowsSetAside });
  }
  return {
    passes,
    atMost: passes.reduce((sum, { pairs }) => sum + pairs, 0),
    run: (pair, job) => eachPair(found, rows, pair, job),
  };
}

/** Blocks of several components, from those of all but the last, which other passes may share. */
function refining(components: readonly Component[]): (parts: readonly number[]) => Blocks {
  const known = new Map<string, Blocks>();
  const blocksFor = (parts: readonly number[]): Blocks => {
    const name = parts.join(" ");
    const last = components[parts.at(-1)!]!;
    const own =
      known.get(name) ?? (parts.length === 1 ? blocksOf(last) : refined(blocksFor(parts.slice(0, -1)), last));
    known.set(name, own);
    return own;
  };
  return blocksFor;
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
