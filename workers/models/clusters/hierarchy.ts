import type { JobControl } from "../../base/job.ts";
import { squaredDistance, type Points } from "./points.ts";

/** How the distance of two groups is told from those of their points. */
export const linkages = ["ward", "average", "complete", "single"] as const;
export type Linkage = (typeof linkages)[number];

/** Two groups becoming one: points are groups 0 to n - 1, the m-th merge makes group n + m. */
export interface Merge {
  readonly one: number;
  readonly other: number;
  /** Distance of the two: for Ward, the root of twice the growth of the inertia, as R's ward.D2 and SciPy tell it. */
  readonly height: number;
}

/**
 * Hierarchical grouping by the chain of nearest neighbours (Murtagh 1983), with the distances of Lance & Williams (1967).
 * Merges come in order of height. O(n^2) time and room: the table of distances of 8,000
 * points takes 256 MB, so larger sets are for the caller to draw from.
 * @throws Cancelled
 */
export function hierarchy(points: Points, linkage: Linkage, job: JobControl): Merge[] {
  const { values, count: n, width } = points;
  const distances = new Float64Array((n * (n - 1)) / 2);
  const place = (i: number, j: number) => (i > j ? (i * (i - 1)) / 2 + j : (j * (j - 1)) / 2 + i);
  for (let i = 1; i < n; i++) {
    job.check();
    for (let j = 0; j < i; j++) {
      const square = squaredDistance(values, i, values, j, width);
      distances[place(i, j)] = linkage === "ward" ? square : Math.sqrt(square);
    }
  }
  const size = new Int32Array(n).fill(1);
  const merges: { readonly a: number; readonly b: number; readonly height: number }[] = [];
  const chain: number[] = [];
  while (merges.length < n - 1) {
    if (chain.length === 0) chain.push(size.findIndex((own) => own > 0));
    if (merges.length % 64 === 0) job.check();
    const top = chain[chain.length - 1]!;
    const before = chain[chain.length - 2];
    let nearest = before ?? -1;
    let least = before === undefined ? Infinity : distances[place(top, before)]!;
    for (let k = 0; k < n; k++) {
      if (size[k] === 0 || k === top) continue;
      const apart = distances[place(top, k)]!;
      if (apart < least) {
        least = apart;
        nearest = k;
      }
    }
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    const [a, b] = top < nearest ? [top, nearest] : [nearest, top];
    for (let k = 0; k < n; k++) {
      if (size[k] === 0 || k === a || k === b) continue;
      const [toA, toB] = [distances[place(a, k)]!, distances[place(b, k)]!];
      distances[place(b, k)] = joined(linkage, toA, toB, least, size[a]!, size[b]!, size[k]!);
    }
    size[b] = size[b]! + size[a]!;
    size[a] = 0;
    merges.push({ a, b, height: linkage === "ward" ? Math.sqrt(least) : least });
  }
  return inOrder(merges, n);
}

/** Distance of a third group from two that became one (Lance & Williams 1967). */
function joined(
  linkage: Linkage,
  toA: number,
  toB: number,
  apart: number,
  a: number,
  b: number,
  k: number,
): number {
  if (linkage === "ward") return ((a + k) * toA + (b + k) * toB - k * apart) / (a + b + k);
  if (linkage === "average") return (a * toA + b * toB) / (a + b);
  return linkage === "complete" ? Math.max(toA, toB) : Math.min(toA, toB);
}

/** Merges by height, with the groups' own numbers. */
function inOrder(
  merges: readonly { readonly a: number; readonly b: number; readonly height: number }[],
  n: number,
): Merge[] {
  const sorted = merges.toSorted((one, other) => one.height - other.height);
  const parent = Int32Array.from({ length: n }, (_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  const name = Int32Array.from(parent);
  return sorted.map(({ a, b, height }, m) => {
    const [x, y] = [root(a), root(b)];
    const merge = { one: Math.min(name[x]!, name[y]!), other: Math.max(name[x]!, name[y]!), height };
    parent[x] = y;
    name[y] = n + m;
    return merge;
  });
}

/** The groups that are left before the last `k - 1` merges, numbered from the largest. */
export function cutHierarchy(merges: readonly Merge[], k: number): Int32Array {
  const n = merges.length + 1;
  const group = Int32Array.from({ length: 2 * n - 1 }, () => -1);
  // From the last merge kept down: each group passes its number on to the two it was made of.
  for (let m = n - 1 - k; m >= 0; m--) {
    const own = n + m;
    if (group[own]! < 0) group[own] = own;
    group[merges[m]!.one] = group[own]!;
    group[merges[m]!.other] = group[own]!;
  }
  const own = Array.from({ length: n }, (_, i) => (group[i]! < 0 ? i : group[i]!));
  const counts = new Map<number, number>();
  for (const g of own) counts.set(g, (counts.get(g) ?? 0) + 1);
  const order = [...counts.keys()].sort(
    (a, b) => counts.get(b)! - counts.get(a)! || own.indexOf(a) - own.indexOf(b),
  );
  const place = new Map(order.map((g, at) => [g, at]));
  return Int32Array.from(own, (g) => place.get(g)!);
}
