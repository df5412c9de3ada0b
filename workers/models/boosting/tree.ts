import type { JobControl } from "../../base/job.ts";
import {
  bestSplit,
  sumsOf,
  type BinTable,
  type LeafLimits,
  type Split,
  type Sums,
  type Units,
} from "./histogram.ts";
import type { Histogram } from "./leaf-code.ts";
import type { LearningRows } from "./learning-rows.ts";

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
  /** Share of a leaf's Newton step that is taken. */
  readonly rate: number;
}

/** A tree, and the value of each leaf in the order in which the rows are marked. */
export interface Grown {
  readonly tree: Tree;
  readonly steps: readonly number[];
}

interface Leaf {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly sums: Sums;
  /** Absent in a leaf that stays one. */
  readonly histogram?: Histogram;
  readonly counted: ReadonlyMap<number, Int32Array>;
  readonly split?: Split | undefined;
}

const uncounted: ReadonlyMap<number, Int32Array> = new Map();

/**
 * Grows a tree best leaf first (Shi 2007) on histograms; the smaller child's is summed, the other's is the rest. Takes the slopes
 * of `nextTree`, and marks the rows by leaf. O(rows in the smaller children x columns). Asks at each division whether to stop.
 * @throws Cancelled
 */
export function growTree(
  data: BinTable,
  rows: LearningRows,
  units: Units,
  options: GrowOptions,
  job: JobControl,
): Grown {
  const nodes = 2 * options.leaves - 1;
  const tree = {
    column: new Int32Array(nodes).fill(-1),
    left: new Uint8Array(nodes * 256),
    child: new Int32Array(nodes),
    value: new Float64Array(nodes),
  };
  const divisible = ({ from, to }: Pick<Leaf, "from" | "to">) => to - from >= 2 * options.leastRows;
  const searched = (leaf: Leaf): Leaf => {
    const { histogram, sums, counted } = leaf;
    if (histogram === undefined || !divisible(leaf)) return leaf;
    return { ...leaf, split: bestSplit({ histogram, sums, units, counted }, data, options, rows.cuts) };
  };
  const whole = rows.fill(0, rows.count);
  const root = {
    node: 0,
    from: 0,
    to: rows.count,
    sums: sumsOf(whole),
    histogram: whole,
    counted: uncounted,
  };
  const leaves: Leaf[] = [searched(root)];
  let used = 1;
  while (leaves.length < options.leaves) {
    job.check();
    const at = mostGain(leaves);
    if (at < 0) break;
    const { node, from, to, sums, histogram, split, counted } = leaves[at]!;
    const { column, left, sums: leftSums } = split!;
    const middle = rows.divide(column, left, from, to);
    if (Math.min(middle - from, to - middle) < options.leastRows) {
      // Histograms hold no numbers of rows: they are counted where they are found to matter.
      const counts = rows.countBins(column, from, to);
      leaves[at] = searched({ ...leaves[at]!, counted: new Map(counted).set(column, counts) });
      continue;
    }
    tree.column[node] = column;
    tree.left.set(left, node * 256);
    tree.child[node] = used;
    const rightSums = { g: sums.g - leftSums.g, h: sums.h - leftSums.h };
    const children = [
      { node: used, from, to: middle, sums: leftSums, counted: uncounted },
      { node: used + 1, from: middle, to, sums: rightSums, counted: uncounted },
    ];
    used += 2;
    if (leaves.length + 1 === options.leaves || !children.some(divisible)) {
      rows.release(histogram!);
      leaves.splice(at, 1, ...children);
      continue;
    }
    const small = middle - from <= to - middle ? 0 : 1;
    const filled = rows.fill(children[small]!.from, children[small]!.to);
    rows.subtract(histogram!, filled);
    const grown = children.map((child, k) =>
      searched({ ...child, histogram: k === small ? filled : histogram! }),
    );
    leaves.splice(at, 1, ...grown);
  }
  const steps = leaves.map(({ node, from, to, sums, histogram }, leaf) => {
    const [g, h] = [sums.g / units.gradient, sums.h / units.hessian + options.l2];
    const value = h > 0 ? (options.rate * g) / h : 0;
    tree.value[node] = value;
    rows.mark(leaf, from, to);
    if (histogram !== undefined) rows.release(histogram);
    return value;
  });
  const cut = (list: Int32Array) => list.slice(0, used);
  return {
    tree: {
      column: cut(tree.column),
      left: tree.left.slice(0, used * 256),
      child: cut(tree.child),
      value: tree.value.slice(0, used),
    },
    steps,
  };
}

function mostGain(leaves: readonly Leaf[]): number {
  let best = -1;
  leaves.forEach(({ split }, at) => {
    if (split !== undefined && split.gain > (leaves[best]?.split?.gain ?? 0)) best = at;
  });
  return best;
}

/** Adds what a tree says of the given rows to their log-odds. */
export function addTree(tree: Tree, { codes }: BinTable, rows: Int32Array, logOdds: Float64Array): void {
  const { column, left, child, value } = tree;
  // Rows are divided node by node, without a branch that nobody could foretell.
  const order = rows.slice();
  const spare = new Int32Array(rows.length);
  const add = (node: number, from: number, to: number): void => {
    if (column[node]! < 0) {
      const own = value[node]!;
      for (let k = from; k < to; k++) logOdds[order[k]!] = logOdds[order[k]!]! + own;
      return;
    }
    const own = codes[column[node]!]!;
    const flags = left.subarray(node * 256, node * 256 + 256);
    let [middle, others] = [from, 0];
    for (let k = from; k < to; k++) {
      const row = order[k]!;
      const goesLeft = flags[own[row]!]!;
      order[middle] = row;
      spare[others] = row;
      middle += goesLeft;
      others += 1 - goesLeft;
    }
    order.set(spare.subarray(0, others), middle);
    add(child[node]!, from, middle);
    add(child[node]! + 1, middle, to);
  };
  add(0, 0, rows.length);
}
