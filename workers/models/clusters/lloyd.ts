import type { JobControl } from "../../base/job.ts";
import { blockPoints, centreKernel, type CentreKernel } from "../../stats/nearest-centres.ts";
import { checkEvery } from "../cancel.ts";
import { squaredDistance, type Points } from "./points.ts";

const MAX_ROUNDS = 1000;

/** A grouping of points at a local minimum of the inertia. */
export interface Grouping {
  readonly assignments: Int32Array;
  /** Row after row. */
  readonly centres: Float64Array;
  /** Sum of squared distances of points from their centres. */
  readonly inertia: number;
  readonly rounds: number;
  readonly converged: boolean;
}

/**
 * Lloyd's algorithm to convergence with Hamerly's (2010) bounds: a point whose distance to its centre is surely below
 * that to every other is not looked at. The result is that of plain Lloyd. A centre left without points moves to the
 * point farthest from its own. It ends when no centre moves farther than `still`; at 0, when nothing changes any more.
 * @throws Cancelled
 */
export function lloyd(points: Points, start: Float64Array, job: JobControl, still = 0): Grouping {
  const state = begin(points, start);
  assignAll(points, state, job);
  addUp(points, state);
  let rounds = 1;
  let changed = true;
  for (; changed && rounds < MAX_ROUNDS; rounds++) {
    job.check();
    fillEmpty(points, state);
    const moved = moveCentres(points, state);
    if (moved <= still) break;
    changed = reassign(points, state, job) || moved > 0;
  }
  // Sums kept in step have gathered rounding; centres that were still moving have their points looked at once more.
  addUp(points, state);
  moveCentres(points, state);
  if (still > 0) assignAll(points, state, job);
  let inertia = 0;
  for (let i = 0; i < points.count; i++)
    inertia += squaredDistance(points.values, i, state.centres, state.own[i]!, points.width);
  return {
    assignments: state.own,
    centres: state.centres,
    inertia,
    rounds,
    converged: rounds < MAX_ROUNDS,
  };
}

interface State {
  readonly k: number;
  readonly centres: Float64Array;
  readonly own: Int32Array;
  /** At least the distance to the own centre. */
  readonly upper: Float64Array;
  /** At most the distance to any other centre. */
  readonly lower: Float64Array;
  readonly moves: Float64Array;
  /** Of each group: its number of points and their sum, kept in step with `own`. */
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  readonly kernel: CentreKernel;
  /** Points in the kernel's block. */
  readonly waiting: Int32Array;
}

function begin({ count, width }: Points, start: Float64Array): State {
  const k = start.length / width;
  return {
    k,
    centres: start.slice(),
    own: new Int32Array(count),
    upper: new Float64Array(count),
    lower: new Float64Array(count),
    moves: new Float64Array(k),
    counts: new Float64Array(k),
    sums: new Float64Array(k * width),
    kernel: centreKernel(width, k),
    waiting: new Int32Array(blockPoints),
  };
}

/** Counts and sums of all groups anew. */
function addUp({ values, count, width }: Points, { own, counts, sums }: State): void {
  counts.fill(0);
  sums.fill(0);
  for (let i = 0; i < count; i++) {
    counts[own[i]!] = counts[own[i]!]! + 1;
    for (let d = 0, x = i * width, y = own[i]! * width; d < width; d++, x++, y++)
      sums[y] = sums[y]! + values[x]!;
  }
}

/** Puts a point into another group. */
function move({ values, width }: Points, { own, counts, sums }: State, i: number, to: number): void {
  const from = own[i]!;
  own[i] = to;
  counts[from] = counts[from]! - 1;
  counts[to] = counts[to]! + 1;
  for (let d = 0, x = i * width; d < width; d++, x++) {
    sums[from * width + d] = sums[from * width + d]! - values[x]!;
    sums[to * width + d] = sums[to * width + d]! + values[x]!;
  }
}

function assignAll(points: Points, state: State, job: JobControl): void {
  const { count } = points;
  state.kernel.setCentres(state.centres);
  for (let from = 0; from < count; from += blockPoints) {
    checkEvery(job, from);
    const filled = Math.min(blockPoints, count - from);
    for (let at = 0; at < filled; at++) state.waiting[at] = from + at;
    settle(points, state, filled);
  }
}

/**
 * Looks at the first so many points that wait: puts each into the group of its nearest centre and sets its bounds by it and by
 * the second nearest. Whether any changed its group.
 */
function settle(points: Points, state: State, filled: number): boolean {
  const { kernel, waiting, own, upper, lower } = state;
  const { first, second, which } = kernel;
  kernel.take(points.values, waiting, filled);
  kernel.nearest(filled);
  let changed = false;
  for (let at = 0; at < filled; at++) {
    const i = waiting[at]!;
    upper[i] = Math.sqrt(first[at]!);
    lower[i] = Math.sqrt(second[at]!);
    const to = which[at]!;
    if (own[i] === to) continue;
    move(points, state, i, to);
    changed = true;
  }
  return changed;
}

function fillEmpty(points: Points, state: State): void {
  const { k, centres, own, upper, counts } = state;
  for (let c = 0; c < k; c++) {
    if (counts[c]! > 0) continue;
    let [far, most] = [-1, 0];
    for (let i = 0; i < points.count; i++) {
      const distance =
        counts[own[i]!]! > 1 ? squaredDistance(points.values, i, centres, own[i]!, points.width) : 0;
      if (distance > most) [far, most] = [i, distance];
    }
    if (far < 0) continue;
    move(points, state, far, c);
    // Its bounds are from another centre: the largest upper bound has it looked at again.
    upper[far] = Infinity;
  }
}

/** Centres to the means of their points; the longest move. */
function moveCentres({ width }: Points, { k, centres, moves, counts, sums }: State): number {
  let longest = 0;
  for (let c = 0; c < k; c++) {
    let square = 0;
    for (let d = 0, at = c * width; counts[c]! > 0 && d < width; d++, at++) {
      const mean = sums[at]! / counts[c]!;
      square += (mean - centres[at]!) ** 2;
      centres[at] = mean;
    }
    moves[c] = Math.sqrt(square);
    longest = Math.max(longest, moves[c]!);
  }
  return longest;
}

/**
 * Loosens the bounds of all points by how far centres moved and looks at those whose bounds meet. Whether any changed its group.
 */
function reassign(points: Points, state: State, job: JobControl): boolean {
  const { own, upper, lower, moves, waiting, kernel } = state;
  const [farthest, first, second] = longestMoves(moves);
  const halves = halfGaps(state, points.width);
  kernel.setCentres(state.centres);
  let [filled, changed] = [0, false];
  for (let i = 0; i < points.count; i++) {
    const group = own[i]!;
    const high = upper[i]! + moves[group]!;
    const low = lower[i]! - (group === farthest ? second : first);
    upper[i] = high;
    lower[i] = low;
    // Without a branch, which nobody could foretell.
    waiting[filled] = i;
    filled += (high >= low ? 1 : 0) & (high >= halves[group]! ? 1 : 0);
    if (filled === blockPoints) {
      job.check();
      changed = settle(points, state, filled) || changed;
      filled = 0;
    }
  }
  job.check();
  return settle(points, state, filled) || changed;
}

/** The centre that moved farthest, how far, and how far the second. */
function longestMoves(moves: Float64Array): readonly [number, number, number] {
  let [farthest, first, second] = [0, 0, 0];
  moves.forEach((move, c) => {
    if (move > first) [farthest, second, first] = [c, first, move];
    else if (move > second) second = move;
  });
  return [farthest, first, second];
}

/** Half the distance of each centre from its nearest other. */
function halfGaps({ k, centres }: State, width: number): Float64Array {
  const halves = new Float64Array(k).fill(Infinity);
  for (let a = 0; a < k; a++)
    for (let b = 0; b < a; b++) {
      const half = Math.sqrt(squaredDistance(centres, a, centres, b, width)) / 2;
      halves[a] = Math.min(halves[a]!, half);
      halves[b] = Math.min(halves[b]!, half);
    }
  return halves;
}
