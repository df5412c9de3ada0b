import type { JobControl } from "../../base/job.ts";
import { blockPoints, centreKernel, type CentreKernel } from "../../stats/nearest-centres.ts";
import { squaredDistance, type Points } from "./points.ts";

const MAX_ROUNDS = 1000;
/** Points whose slack is seen through before those are looked at that have none left. */
const SPAN = 16_384;

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
  if (still === 0) addUp(points, state);
  moveCentres(points, state);
  const inertia = still > 0 ? assignAll(points, state, job) : inertiaOf(points, state);
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
  /**
   * How far its own centre and the others may have come in all (see `reach`) before a point can be nearer to another than to
   * its own: the difference of these distances when it was looked at, and how far they had come by then.
   */
  readonly slack: Float64Array;
  /** Of each group: how far its centre has moved in all, and in each round the farthest other. */
  readonly reach: Float64Array;
  readonly moves: Float64Array;
  /** Of each group: its number of points and their sum, kept in step with `own`. */
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  readonly kernel: CentreKernel;
  /** Points of a span that are to be looked at. */
  readonly waiting: Int32Array;
}

function begin({ count, width }: Points, start: Float64Array): State {
  const k = start.length / width;
  return {
    k,
    centres: start.slice(),
    own: new Int32Array(count),
    slack: new Float64Array(count),
    reach: new Float64Array(k),
    moves: new Float64Array(k),
    counts: new Float64Array(k),
    sums: new Float64Array(k * width),
    kernel: centreKernel(width, k),
    waiting: new Int32Array(SPAN),
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

/** Puts every point into the group of its nearest centre; the sum of squared distances from these. */
function assignAll(points: Points, state: State, job: JobControl): number {
  const { kernel, own, slack, reach, counts } = state;
  const { first, second, which } = kernel;
  kernel.setCentres(state.centres);
  counts.fill(0);
  let inertia = 0;
  for (let from = 0; from < points.count; from += blockPoints) {
    job.check();
    const filled = Math.min(blockPoints, points.count - from);
    kernel.takeRun(points.values, from, filled);
    kernel.nearest(filled);
    kernel.collect(filled);
    for (let at = 0, i = from; at < filled; at++, i++) {
      const to = which[at]!;
      own[i] = to;
      counts[to] = counts[to]! + 1;
      slack[i] = reach[to]! + (Math.sqrt(second[at]!) - Math.sqrt(first[at]!));
      inertia += first[at]!;
    }
  }
  kernel.collected(state.sums);
  return inertia;
}

/** Looks at some of the points that wait, a block at most, and moves them where they belong. Whether any changed its group. */
function settle(points: Points, state: State, from: number, to: number): boolean {
  const { kernel, waiting, own, slack, reach } = state;
  const { first, second, which } = kernel;
  kernel.take(points.values, waiting, from, to);
  kernel.nearest(to - from);
  let changed = false;
  for (let at = 0; at < to - from; at++) {
    const i = waiting[from + at]!;
    const nearest = which[at]!;
    slack[i] = reach[nearest]! + (Math.sqrt(second[at]!) - Math.sqrt(first[at]!));
    if (own[i] === nearest) continue;
    move(points, state, i, nearest);
    changed = true;
  }
  return changed;
}

function inertiaOf({ values, count, width }: Points, { own, centres }: State): number {
  let inertia = 0;
  for (let i = 0; i < count; i++) inertia += squaredDistance(values, i, centres, own[i]!, width);
  return inertia;
}

function fillEmpty(points: Points, state: State): void {
  const { k, centres, own, slack, counts } = state;
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
    // Its slack is from another centre: it is looked at again.
    slack[far] = -Infinity;
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

/** Looks at the points whose slack is used up. Whether any changed its group. */
function reassign(points: Points, state: State, job: JobControl): boolean {
  extendReach(state);
  state.kernel.setCentres(state.centres);
  let changed = false;
  for (let from = 0; from < points.count; from += SPAN) {
    job.check();
    const filled = gather(state, from, Math.min(from + SPAN, points.count));
    for (let at = 0; at < filled; at += blockPoints) {
      job.check();
      changed = settle(points, state, at, Math.min(at + blockPoints, filled)) || changed;
    }
  }
  return changed;
}

/** Has the points of a span wait whose slack is used up; their number. */
function gather({ own, slack, reach, waiting }: State, from: number, to: number): number {
  const farthest = reach.reduce((most, far) => Math.max(most, far));
  let filled = 0;
  for (let i = from; i < to; i++) {
    const left = slack[i]!;
    if (left <= farthest && left <= reach[own[i]!]!) waiting[filled++] = i;
  }
  return filled;
}

/** Adds to each group's reach how far its centre moved and how far the farthest other. */
function extendReach({ moves, reach }: State): void {
  let [farthest, first, second] = [0, 0, 0];
  moves.forEach((move, c) => {
    if (move > first) [farthest, second, first] = [c, first, move];
    else if (move > second) second = move;
  });
  moves.forEach((move, c) => (reach[c] = reach[c]! + move + (c === farthest ? second : first)));
}
