import type { JobControl } from "../../base/job.ts";
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
  let rounds = 1;
  let changed = true;
  for (; changed && rounds < MAX_ROUNDS; rounds++) {
    job.check();
    fillEmpty(points, state);
    const moved = moveCentres(points, state);
    if (moved <= still) break;
    loosenBounds(state);
    changed = reassign(points, state, job) || moved > 0;
  }
  // Centres that were still moving have their points looked at once more.
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
  readonly counts: Float64Array;
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
  };
}

function assignAll(points: Points, state: State, job: JobControl): void {
  for (let i = 0; i < points.count; i++) {
    checkEvery(job, i);
    lookAtAll(points, state, i);
  }
}

/** Finds the nearest and second nearest centre of a point. */
function lookAtAll({ values, width }: Points, { k, centres, own, upper, lower }: State, i: number): void {
  let [best, first, second] = [0, Infinity, Infinity];
  for (let c = 0; c < k; c++) {
    const distance = squaredDistance(values, i, centres, c, width);
    if (distance < first) {
      second = first;
      first = distance;
      best = c;
    } else if (distance < second) {
      second = distance;
    }
  }
  own[i] = best;
  upper[i] = Math.sqrt(first);
  lower[i] = Math.sqrt(second);
}

function fillEmpty({ values, count, width }: Points, { k, centres, own, upper, counts }: State): void {
  counts.fill(0);
  for (let i = 0; i < count; i++) counts[own[i]!] = counts[own[i]!]! + 1;
  for (let c = 0; c < k; c++) {
    if (counts[c]! > 0) continue;
    let [far, most] = [-1, 0];
    for (let i = 0; i < count; i++) {
      const distance = counts[own[i]!]! > 1 ? squaredDistance(values, i, centres, own[i]!, width) : 0;
      if (distance > most) [far, most] = [i, distance];
    }
    if (far < 0) continue;
    counts[own[far]!] = counts[own[far]!]! - 1;
    own[far] = c;
    // Its bounds are from another centre: the largest upper bound has it looked at again.
    upper[far] = Infinity;
    counts[c] = 1;
  }
}

/** Centres to the means of their points; the longest move. */
function moveCentres({ values, count, width }: Points, { k, centres, own, moves, counts }: State): number {
  const sums = new Float64Array(k * width);
  for (let i = 0; i < count; i++)
    for (let d = 0, x = i * width, y = own[i]! * width; d < width; d++, x++, y++)
      sums[y] = sums[y]! + values[x]!;
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

function loosenBounds({ own, upper, lower, moves }: State): void {
  let [farthest, first, second] = [0, 0, 0];
  moves.forEach((move, c) => {
    if (move > first) [farthest, second, first] = [c, first, move];
    else if (move > second) second = move;
  });
  for (let i = 0; i < own.length; i++) {
    upper[i] = upper[i]! + moves[own[i]!]!;
    lower[i] = lower[i]! - (own[i] === farthest ? second : first);
  }
}

/** Whether any point changed its centre. */
function reassign(points: Points, state: State, job: JobControl): boolean {
  const { own, upper, lower, centres } = state;
  const { values, count, width } = points;
  const halves = halfGaps(state, width);
  let changed = false;
  for (let i = 0; i < count; i++) {
    checkEvery(job, i);
    const safe = Math.max(halves[own[i]!]!, lower[i]!);
    if (upper[i]! < safe) continue;
    upper[i] = Math.sqrt(squaredDistance(values, i, centres, own[i]!, width));
    if (upper[i]! < safe) continue;
    const before = own[i];
    lookAtAll(points, state, i);
    if (own[i] !== before) changed = true;
  }
  return changed;
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
