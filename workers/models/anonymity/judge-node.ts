import type { Demands } from "./diversity.ts";
import { DiversityJudge, fulfils } from "./diversity.ts";
import type { Lattice } from "./lattice.ts";
import { Grouping, type Microdata, type Tuples } from "./microdata.ts";
import { penaltiesOf, type LossMeasure, type Penalties } from "./penalties.ts";

/** What a released table must fulfil. */
export interface Requirement extends Demands {
  readonly k: number;
  /** Rows that may be left out, as a share of all. */
  readonly suppress: number;
}

/** How a node stands. */
export interface NodeStanding {
  /** Classes below k hold no more rows than may be left out. */
  readonly largeEnough: boolean;
  /** That, and the classes that stay fulfil l and t. */
  readonly fulfilled: boolean;
  readonly suppressed: number;
  /** Mean penalty of a cell, those of left-out rows included. */
  readonly loss: number;
}

/** Classes found at a node that coarser nodes can be counted from. */
interface Snapshot {
  readonly node: number;
  /** One tuple of each class, and the rows of the class. */
  readonly tuples: Int32Array;
  readonly sizes: Int32Array;
}

const mostSnapshots = 24;

/** Judges nodes of a lattice; remembers small sets of classes, since the classes of a coarser node are unions of them. */
export class NodeJudge {
  readonly #data: Microdata;
  readonly #lattice: Lattice;
  readonly #tuples: Tuples;
  readonly #requirement: Requirement;
  readonly #penalties: readonly Penalties[];
  /** Mean penalty by column and level when nothing is left out. */
  readonly #means: readonly Float64Array[];
  readonly #grouping: Grouping;
  readonly #judges: readonly DiversityJudge[];
  readonly #allowed: number;
  /** Every tuple by itself: the classes of the finest node. */
  readonly #whole: Snapshot;
  readonly #snapshots: Snapshot[];

  constructor(
    data: Microdata,
    tuples: Tuples,
    lattice: Lattice,
    requirement: Requirement,
    measure: LossMeasure,
  ) {
    this.#data = data;
    this.#tuples = tuples;
    this.#lattice = lattice;
    this.#requirement = requirement;
    this.#allowed = Math.floor(requirement.suppress * data.rows + 1e-9);
    this.#penalties = data.quasi.map((column) => penaltiesOf(column, measure));
    this.#means = this.#penalties.map(({ levels }, column) =>
      Float64Array.from(levels, (penalty) => {
        const values = tuples.columns[column]!;
        let sum = 0;
        for (let tuple = 0; tuple < tuples.count; tuple++)
          sum += tuples.weight[tuple]! * penalty[values[tuple]!]!;
        return sum / data.rows;
      }),
    );
    this.#grouping = new Grouping(Math.max(tuples.count, 1));
    this.#whole = {
      node: 0,
      tuples: Int32Array.from({ length: tuples.count }, (_, at) => at),
      sizes: tuples.weight,
    };
    this.#snapshots = [this.#whole];
    const asked = requirement.l !== undefined || requirement.t !== undefined;
    this.#judges = asked ? data.sensitive.map((column) => new DiversityJudge(column)) : [];
  }

  /** The loss without leaving anything out: no node's loss is below it, and it grows from level to level. */
  bound(node: number): number {
    const columns = this.#means.length;
    let sum = 0;
    for (let column = 0; column < columns; column++)
      sum += this.#means[column]![this.#lattice.level(node, column)]!;
    return columns === 0 ? 0 : sum / columns;
  }

  /** Whether a node that is coarser than a fulfilling one is sure to fulfil too. */
  get monotone(): boolean {
    return this.#judges.length === 0 || this.#allowed === 0;
  }

  judge(node: number): NodeStanding {
    const { k } = this.#requirement;
    const base = this.#nearest(node);
    const { classes, sizes, classOf } = this.#classes(node, base);
    let small = 0;
    for (let one = 0; one < classes; one++) if (sizes[one]! < k) small += sizes[one]!;
    this.#remember(node, base, classOf, sizes, classes);
    if (small > this.#allowed)
      return { largeEnough: false, fulfilled: false, suppressed: small, loss: Infinity };
    const good = Uint8Array.from(sizes.subarray(0, classes), (size) => (size >= k ? 1 : 0));
    const suppressed = this.#judges.length === 0 ? small : this.#judgeDiversity(node, good);
    const fulfilled = suppressed <= this.#allowed && suppressed < this.#data.rows;
    return {
      largeEnough: true,
      fulfilled,
      suppressed,
      loss: fulfilled ? this.#loss(node, suppressed, good, base) : Infinity,
    };
  }

  /** The class of each row at a node, -1 where it is left out. */
  classesOfRows(node: number): { readonly classOf: Int32Array; readonly classes: number } {
    const { classes, sizes } = this.#classes(node, this.#whole);
    const good = Uint8Array.from(sizes.subarray(0, classes), (size) => (size >= this.#requirement.k ? 1 : 0));
    if (this.#judges.length > 0) this.#judgeDiversity(node, good);
    const order = new Int32Array(classes).fill(-1);
    let kept = 0;
    for (let one = 0; one < classes; one++) if (good[one] === 1) order[one] = kept++;
    const { classOf } = this.#grouping;
    return { classes: kept, classOf: this.#tuples.ofRow.map((tuple) => order[classOf[tuple]!]!) };
  }

  /** The smallest set of classes known of a node that is nowhere coarser. */
  #nearest(node: number): Snapshot {
    let best = this.#whole;
    for (const snapshot of this.#snapshots)
      if (snapshot.tuples.length < best.tuples.length && this.#lattice.isBelow(snapshot.node, node))
        best = snapshot;
    return best;
  }

  #classes(node: number, base: Snapshot) {
    const { quasi } = this.#data;
    const maps = quasi.map(({ hierarchy }, column) => {
      const { of, labels } = hierarchy.levels[this.#lattice.level(node, column)]!;
      return { of, labels: labels.length };
    });
    const grouping = this.#grouping;
    grouping.group(base.tuples.length, this.#tuples.columns, maps, base.tuples);
    const { classes, classOf } = grouping;
    const sizes = new Int32Array(classes);
    for (let i = 0; i < base.tuples.length; i++) sizes[classOf[i]!] = sizes[classOf[i]!]! + base.sizes[i]!;
    return { classes, sizes, classOf };
  }

  #remember(node: number, base: Snapshot, classOf: Int32Array, sizes: Int32Array, classes: number): void {
    if (this.#snapshots.length >= mostSnapshots || 3 * classes > 2 * base.tuples.length) return;
    const tuples = new Int32Array(classes).fill(-1);
    for (let i = 0; i < base.tuples.length; i++)
      if (tuples[classOf[i]!] === -1) tuples[classOf[i]!] = base.tuples[i]!;
    this.#snapshots.push({ node, tuples, sizes: sizes.slice() });
  }

  /** Strikes classes out that fail l or t; rows left out in all. Leaves the grouping at the node, over all tuples. */
  #judgeDiversity(node: number, good: Uint8Array): number {
    const { classes, classOf } = this.#classes(node, this.#whole);
    const { ofRow } = this.#tuples;
    const rows = this.#data.rows;
    const starts = new Int32Array(classes + 1);
    for (let row = 0; row < rows; row++) {
      const next = classOf[ofRow[row]!]! + 1;
      starts[next] = starts[next]! + 1;
    }
    for (let one = 0; one < classes; one++) starts[one + 1] = starts[one + 1]! + starts[one]!;
    const ordered = new Int32Array(rows);
    const next = starts.slice(0, classes);
    for (let row = 0; row < rows; row++) {
      const one = classOf[ofRow[row]!]!;
      ordered[next[one]!] = row;
      next[one] = next[one]! + 1;
    }
    let suppressed = 0;
    for (let one = 0; one < classes; one++) {
      const [from, to] = [starts[one]!, starts[one + 1]!];
      if (good[one] === 1)
        for (const judge of this.#judges)
          if (!fulfils(judge.judge(ordered, from, to, this.#requirement), this.#requirement)) good[one] = 0;
      if (good[one] === 0) suppressed += to - from;
    }
    return suppressed;
  }

  #loss(node: number, suppressed: number, good: Uint8Array, base: Snapshot): number {
    const columns = this.#penalties.length;
    if (suppressed === 0 || columns === 0) return this.bound(node);
    // After judging diversity the grouping stands over all tuples, else over the base.
    const { tuples, sizes } = this.#judges.length > 0 ? this.#whole : base;
    const { classOf } = this.#grouping;
    let more = 0;
    for (let i = 0; i < tuples.length; i++) {
      if (good[classOf[i]!] === 1) continue;
      for (let column = 0; column < columns; column++) {
        const value = this.#tuples.columns[column]![tuples[i]!]!;
        const { levels, suppressed: left } = this.#penalties[column]!;
        more += sizes[i]! * (left[value]! - levels[this.#lattice.level(node, column)]![value]!);
      }
    }
    return this.bound(node) + more / (columns * this.#data.rows);
  }
}
