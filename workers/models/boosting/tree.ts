import type { JobControl } from "../../base/job.ts";
import { bestSplit, type BinTable, type LeafLimits, type Split } from "./histogram.ts";
import type { LeafHistograms } from "./leaf-histograms.ts";

/** A tree of divisions; node 0 is the root. */
export interface Tree {
  /** Column of each node; -1 for a leaf. */
  readonly column: Int32Array;
  /** 256 flags a node: the bins that go left. */
  readonly left: Uint8Array;
  /** Left child of each node; the right one is next to it. */
  readonly child: Int32Array;
  /** What a leaf adds to the log-odds. */
  readonly value: Float64Array;
}

export interface GrowOptions extends LeafLimits {
  readonly leaves: number;
  /** Least number of rows of a leaf. */
  readonly leastRows: number;
  /** Share of a leaf's Newton step that is taken. */
  readonly rate: number;
}

interface Leaf {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly histogram: Float64Array;
  readonly split: Split | undefined;
}

/** What trees share: rows in the order of leaves, and histograms. */
export interface GrowRoom {
  /** Asked at each division whether to stop. */
  readonly job: JobControl;
  readonly rows: Int32Array;
  readonly spare: Int32Array;
  readonly histograms: LeafHistograms;
}

/**
 * Grows a tree best leaf first (Shi 2007) on histograms; the smaller child's is summed, the other's is the rest. The slopes
 * lie in `room.histograms`. Adds the leaves' values to `logOdds` of the rows in `room.rows`. O(rows in the smaller children x columns).
 */
export function growTree(data: BinTable, room: GrowRoom, options: GrowOptions, logOdds: Float64Array): Tree {
  const nodes = 2 * options.leaves - 1;
  const tree = {
    column: new Int32Array(nodes).fill(-1),
    left: new Uint8Array(nodes * 256),
    child: new Int32Array(nodes),
    value: new Float64Array(nodes),
  };
  const filled = (from: number, to: number) => room.histograms.fill(room.rows.subarray(from, to));
  const leafOf = (node: number, from: number, to: number, histogram: Float64Array): Leaf => {
    const split = to - from < 2 * options.leastRows ? undefined : bestSplit(histogram, data, options);
    return { node, from, to, histogram, split };
  };
  const leaves = [leafOf(0, 0, room.rows.length, filled(0, room.rows.length))];
  let used = 1;
  while (leaves.length < options.leaves) {
    room.job.check();
    const at = mostGain(leaves);
    if (at < 0) break;
    const { node, from, to, histogram, split } = leaves[at]!;
    const middle = divide(data, split!, room, from, to);
    if (Math.min(middle - from, to - middle) < options.leastRows) {
      leaves[at] = { node, from, to, histogram, split: undefined };
      continue;
    }
    tree.column[node] = split!.column;
    tree.left.set(split!.left, node * 256);
    tree.child[node] = used;
    const smallLeft = middle - from <= to - middle;
    const small = smallLeft ? filled(from, middle) : filled(middle, to);
    room.histograms.subtract(histogram, small);
    leaves[at] = leafOf(used, from, middle, smallLeft ? small : histogram);
    leaves.push(leafOf(used + 1, middle, to, smallLeft ? histogram : small));
    used += 2;
  }
  for (const { node, from, to, histogram } of leaves) {
    const value = leafValue(room, from, to, options);
    tree.value[node] = value;
    for (let k = from; k < to; k++) logOdds[room.rows[k]!] = logOdds[room.rows[k]!]! + value;
    room.histograms.release(histogram);
  }
  const cut = (list: Int32Array) => list.slice(0, used);
  return {
    column: cut(tree.column),
    left: tree.left.slice(0, used * 256),
    child: cut(tree.child),
    value: tree.value.slice(0, used),
  };
}

function mostGain(leaves: readonly Leaf[]): number {
  let best = -1;
  leaves.forEach(({ split }, at) => {
    if (split !== undefined && split.gain > (leaves[best]?.split?.gain ?? 0)) best = at;
  });
  return best;
}

/** Puts the rows of a leaf that go left before the others, each side in its order; where the right side begins. */
function divide(
  { codes }: BinTable,
  { column, left }: Split,
  room: GrowRoom,
  from: number,
  to: number,
): number {
  const { rows, spare } = room;
  const own = codes[column]!;
  let [to0, others] = [from, 0];
  for (let k = from; k < to; k++) {
    const row = rows[k]!;
    const goesLeft = left[own[row]!]!;
    // On both sides, without a branch, which nobody could foretell; the one where it does not belong is written over.
    rows[to0] = row;
    spare[others] = row;
    to0 += goesLeft;
    others += 1 - goesLeft;
  }
  rows.set(spare.subarray(0, others), to0);
  return to0;
}

function leafValue(
  { rows, histograms: { slopes } }: GrowRoom,
  from: number,
  to: number,
  { l2, rate }: GrowOptions,
): number {
  let [g, h] = [0, 0];
  for (let k = from; k < to; k++) {
    g += slopes[2 * rows[k]!]!;
    h += slopes[2 * rows[k]! + 1]!;
  }
  return h + l2 > 0 ? (rate * g) / (h + l2) : 0;
}

/** Adds what a tree says of the given rows to their log-odds. */
export function addTree(tree: Tree, { codes }: BinTable, rows: Int32Array, logOdds: Float64Array): void {
  const { column, left, child, value } = tree;
  for (const row of rows) {
    let node = 0;
    while (column[node]! >= 0) {
      const goesLeft = left[node * 256 + codes[column[node]!]![row]!]!;
      node = child[node]! + 1 - goesLeft;
    }
    logOdds[row] = logOdds[row]! + value[node]!;
  }
}
