import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Cancelled, unwatched } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import { cutHierarchy, hierarchy, linkages, type Linkage } from "./hierarchy.ts";
import { pointsOf, squaredDistance, type Points } from "./points.ts";
import { chosenCount, groupCounts } from "./stability.ts";

/** Heights by the definition: the two nearest groups are found anew each time from their points. */
function byDefinition(points: Points, linkage: Linkage): number[] {
  let groups = Array.from({ length: points.count }, (_, i) => [i]);
  const heights: number[] = [];
  const mean = (group: readonly number[]) =>
    Float64Array.from({ length: points.width }, (_, d) =>
      group.reduce((sum, i) => sum + points.values[i * points.width + d]! / group.length, 0),
    );
  const apart = (a: readonly number[], b: readonly number[]) => {
    if (linkage === "ward")
      return Math.sqrt(
        ((2 * a.length * b.length) / (a.length + b.length)) *
          squaredDistance(mean(a), 0, mean(b), 0, points.width),
      );
    const all = a.flatMap((i) =>
      b.map((j) => Math.sqrt(squaredDistance(points.values, i, points.values, j, points.width))),
    );
    if (linkage === "average") return all.reduce((sum, d) => sum + d, 0) / all.length;
    return linkage === "complete" ? Math.max(...all) : Math.min(...all);
  };
  while (groups.length > 1) {
    let best = { height: Infinity, i: 0, j: 0 };
    groups.forEach((a, i) =>
      groups.forEach((b, j) => {
        if (j < i && apart(a, b) < best.height) best = { height: apart(a, b), i, j };
      }),
    );
    heights.push(best.height);
    const both = [...groups[best.i]!, ...groups[best.j]!];
    groups = [...groups.filter((_, at) => at !== best.i && at !== best.j), both];
  }
  return heights;
}

const random = randomStream(4);
const blobs = (centres: readonly number[], each: number) =>
  pointsOf(
    [0, 1].map(() =>
      Float64Array.from(
        { length: centres.length * each },
        (_, i) => centres[Math.floor(i / each)]! + random.normal(),
      ),
    ),
    "none",
  );

describe("hierarchy", () => {
  test.each(linkages)("%s: heights as by the definition, one group at a time", (linkage) => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 2, max: 12 }), (seed, count) => {
        const own = randomStream(seed);
        const column = () => Float64Array.from({ length: count }, () => own.normal());
        const points = pointsOf([column(), column()], "none");
        const found = hierarchy(points, linkage, unwatched).map(({ height }) => height);
        byDefinition(points, linkage).forEach((height, m) => expect(found[m]).toBeCloseTo(height, 9));
      }),
      { numRuns: 30 },
    );
  });

  test("cuts into so many groups, numbered from the largest", () => {
    const points = blobs([0, 0, 30, 60], 10);
    const merges = hierarchy(points, "ward", unwatched);
    const own = cutHierarchy(merges, 3);
    expect(own[0]).toBe(0);
    expect(new Set(own.subarray(0, 20))).toEqual(new Set([0]));
    expect(new Set(own.subarray(20, 30)).size + new Set(own.subarray(30)).size).toBe(2);
    for (const k of [1, 2, 17, 40]) expect(new Set(cutHierarchy(merges, k)).size).toBe(k);
  });

  test("points in one place, and a cancel", () => {
    const same = pointsOf([new Float64Array(6)], "none");
    expect(hierarchy(same, "average", unwatched).map(({ height }) => height)).toEqual([0, 0, 0, 0, 0]);
    const stop = { check: () => { throw new Cancelled(); }, progress: () => undefined }; // prettier-ignore
    expect(() => hierarchy(same, "ward", stop)).toThrow(Cancelled);
  });
});

describe("number of groups", () => {
  test("three clouds apart are three groups; one cloud is none", () => {
    const three = groupCounts(blobs([0, 12, 24], 40), { most: 6, pairs: 4, seed: 1 }, unwatched);
    expect(chosenCount(three)).toBe(3);
    expect(three[1]!.stability).toBeGreaterThan(0.99);
    const one = groupCounts(blobs([0], 120), { most: 6, pairs: 6, seed: 1 }, unwatched);
    expect(chosenCount(one)).toBeUndefined();
  });
});
