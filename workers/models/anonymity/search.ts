import type { JobControl } from "../../base/job.ts";
import { Lattice } from "./lattice.ts";
import { NodeJudge, type NodeStanding, type Requirement } from "./judge-node.ts";
import { tuplesOf, type Microdata } from "./microdata.ts";
import type { LossMeasure } from "./penalties.ts";

/** The least lossy way to meet a requirement with one level a column. */
export interface Generalisation {
  /** Level of each quasi-identifier. */
  readonly levels: readonly number[];
  readonly standing: NodeStanding;
  /** The class of each row, -1 where it is left out. */
  readonly classOf: Int32Array;
  readonly classes: number;
}

/** What a search found; no generalisation where not even the coarsest levels will do. */
export interface SearchOutcome {
  readonly found: Generalisation | undefined;
  /** Nodes of the lattice, and how many of them had to be looked at. */
  readonly nodes: number;
  readonly judged: number;
}

/** More nodes than this are not searched: a lattice holds a number a node in memory. */
export const mostNodes = 4_000_000;

/** Nodes of the lattice over a table's hierarchies. */
export function latticeSize({ quasi }: Microdata): number {
  return quasi.reduce((size, { hierarchy }) => size * hierarchy.levels.length, 1);
}

/**
 * Full-domain generalisation with suppression: of all choices of one level a column, one whose classes hold at least k rows
 * and fulfil l and t (rows of other classes left out, up to the limit) and whose loss is the least of all. Exact:
 *
 * - a node that leaves out too many rows in classes below k does so at every finer node, and one that does not, at no coarser
 *   node (Samarati, TKDE 13(6), 2001); paths are bisected as in OLA and Flash (El Emam et al., JAMIA 16(5), 2009; Kohlmayer,
 *   Prasser, Eckert, Kemper & Kuhn, PASSAT 2012) and both directions are marked. l and t decide such marks only without
 *   suppression: with it, merging a good class with a bad one can make both be left out;
 * - nodes are taken by the loss of their levels alone, which no amount of suppression lowers: once it reaches the least loss
 *   found, nothing better is left.
 */
export function generalise(
  data: Microdata,
  requirement: Requirement,
  measure: LossMeasure,
  job: JobControl,
): SearchOutcome {
  const lattice = new Lattice(data.quasi.map(({ hierarchy }) => hierarchy.levels.length));
  const judge = new NodeJudge(data, tuplesOf(data), lattice, requirement, measure);
  const search = new Search(lattice, judge, job);
  const best = search.run();
  const found = best && {
    levels: lattice.levels(best.node),
    standing: best.standing,
    ...judge.classesOfRows(best.node),
  };
  return { found, nodes: lattice.size, judged: search.judged };
}

/** How one given choice of levels stands, and its classes. */
export function atLevels(
  data: Microdata,
  requirement: Requirement,
  measure: LossMeasure,
  levels: readonly number[],
): Generalisation {
  const lattice = new Lattice(data.quasi.map(({ hierarchy }) => hierarchy.levels.length));
  const judge = new NodeJudge(data, tuplesOf(data), lattice, requirement, measure);
  const node = lattice.node(levels);
  return { levels, standing: judge.judge(node), ...judge.classesOfRows(node) };
}

const unknown = 0;
const tooFine = 1;
const coarseEnough = 2;

class Search {
  judged = 0;
  readonly #lattice: Lattice;
  readonly #judge: NodeJudge;
  readonly #job: JobControl;
  readonly #state: Uint8Array;
  readonly #seen: Uint8Array;
  readonly #bounds: Float64Array;
  #best: { node: number; standing: NodeStanding } | undefined;

  constructor(lattice: Lattice, judge: NodeJudge, job: JobControl) {
    this.#lattice = lattice;
    this.#judge = judge;
    this.#job = job;
    this.#state = new Uint8Array(lattice.size);
    this.#seen = new Uint8Array(lattice.size);
    this.#bounds = Float64Array.from({ length: lattice.size }, (_, node) => judge.bound(node));
  }

  run() {
    const order = Uint32Array.from(this.#bounds, (_, node) => node).sort(
      (a, b) => this.#bounds[a]! - this.#bounds[b]! || a - b,
    );
    for (const node of order) {
      if (this.#bounds[node]! > (this.#best?.standing.loss ?? Infinity)) break;
      if (this.#state[node] === unknown) this.#bisect(this.#path(node));
      if (this.#state[node] !== tooFine && this.#seen[node] === 0) this.#look(node);
    }
    return this.#best;
  }

  /** From a node upwards through undecided nodes, always to the one that loses least. */
  #path(node: number): readonly number[] {
    const path = [node];
    for (let at = node; ;) {
      let next = -1;
      for (const above of this.#lattice.above(at))
        if (this.#state[above] === unknown && (next < 0 || this.#bounds[above]! < this.#bounds[next]!))
          next = above;
      if (next < 0) return path;
      path.push(next);
      at = next;
    }
  }

  #bisect(path: readonly number[]): void {
    let [low, high] = [0, path.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (this.#look(path[middle]!)) high = middle - 1;
      else low = middle + 1;
    }
  }

  /** Less lost; of equals the one with fewer steps up, since a level can cost nothing in a table that has few values. */
  #isBetter(node: number, loss: number): boolean {
    if (this.#best === undefined || loss !== this.#best.standing.loss)
      return loss < (this.#best?.standing.loss ?? Infinity);
    const steps = (of: number) => this.#lattice.levels(of).reduce((sum, level) => sum + level, 0);
    return steps(node) < steps(this.#best.node);
  }

  /** Judges a node and marks all that follows from it; whether nodes above it are sure to be coarse enough. */
  #look(node: number): boolean {
    this.#job.check();
    const standing = this.#judge.judge(node);
    this.judged++;
    this.#seen[node] = 1;
    if (standing.fulfilled && this.#isBetter(node, standing.loss)) this.#best = { node, standing };
    const enough = this.#judge.monotone ? standing.fulfilled : standing.largeEnough;
    const state = this.#state;
    if (enough) this.#lattice.spread(node, 1, (above) => (state[above] = coarseEnough));
    else this.#lattice.spread(node, -1, (below) => (state[below] = tooFine));
    return enough;
  }
}
