import { describe, expect, test } from "vitest";
import { unwatched } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import { gaussianMixture } from "./gaussian-mixture.ts";
import { kMeans, sizesOf } from "./k-means.ts";
import { lloyd } from "./lloyd.ts";
import { pointsOf, squaredDistance, type Points } from "./points.ts";
import { adjustedRand, silhouette } from "./quality.ts";
import { seedCentres } from "./seeding.ts";

function blobs(centres: readonly (readonly [number, number])[], each: number, spread: number, seed: number) {
  const random = randomStream(seed);
  const truth = Int32Array.from({ length: centres.length * each }, (_, i) => i % centres.length);
  const column = (axis: 0 | 1) =>
    Float64Array.from(truth, (c) => centres[c]![axis] + spread * random.normal());
  return { columns: [column(0), column(1)], truth };
}

/** Lloyd's algorithm as its definition has it. */
function plainLloyd({ values, count, width }: Points, start: Float64Array): Int32Array {
  const k = start.length / width;
  const centres = start.slice();
  let own = new Int32Array(count).fill(-1);
  for (;;) {
    const next = Int32Array.from({ length: count }, (_, i) => {
      let best = 0;
      for (let c = 1; c < k; c++)
        if (squaredDistance(values, i, centres, c, width) < squaredDistance(values, i, centres, best, width))
          best = c;
      return best;
    });
    if (next.every((c, i) => c === own[i])) return own;
    own = next;
    for (let c = 0; c < k; c++) {
      const members = [...own.keys()].filter((i) => own[i] === c);
      for (let d = 0; d < width && members.length > 0; d++)
        centres[c * width + d] = members.reduce((sum, i) => sum + values[i * width + d]!, 0) / members.length;
    }
  }
}

describe("k-means", () => {
  test.each([1, 2, 3, 4, 5])(
    "bounds change nothing: the result is that of plain Lloyd (start %s)",
    (seed) => {
      const { columns } = blobs([[0, 0], [3, 1], [1, 4], [5, 5]], 100, 1.2, seed); // prettier-ignore
      const points = pointsOf(columns, "none");
      const start = seedCentres(points, 5, randomStream(seed));
      expect(lloyd(points, start, unwatched).assignments).toEqual(plainLloyd(points, start));
    },
  );

  test("finds separate groups whatever their order, the same by seed", () => {
    const { columns, truth } = blobs([[0, 0], [20, 0], [0, 20], [20, 20], [10, 40]], 60, 1, 9); // prettier-ignore
    const points = pointsOf(columns, "standard");
    const found = kMeans(points, { k: 5, seed: 3 }, unwatched);
    expect(adjustedRand(found.assignments, truth)).toBe(1);
    expect(kMeans(points, { k: 5, seed: 3 }, unwatched)).toEqual(found);
    expect(silhouette(points, found.assignments, 5, 1, unwatched)).toBeGreaterThan(0.8);
  });

  test("many points start from a part of them", () => {
    const { columns, truth } = blobs([[0, 0], [12, 0], [0, 12]], 7000, 1, 2); // prettier-ignore
    const found = kMeans(pointsOf(columns, "none"), { k: 3, seed: 1 }, unwatched);
    expect(adjustedRand(found.assignments, truth)).toBeGreaterThan(0.999);
  });

  test("as many groups as points, equal points, one group", () => {
    const columns = [Float64Array.of(1, 2, 3, 10)];
    const each = kMeans(pointsOf(columns, "none"), { k: 4, seed: 1 }, unwatched);
    expect(each.inertia).toBe(0);
    const equal = kMeans(pointsOf([new Float64Array(20).fill(4)], "standard"), { k: 3, seed: 1 }, unwatched);
    expect(equal.inertia).toBe(0);
    expect(equal.converged).toBe(true);
    const one = kMeans(pointsOf(columns, "none"), { k: 1, seed: 1 }, unwatched);
    expect(one.inertia).toBe(50);
    expect([...sizesOf(one.assignments, 1)]).toEqual([4]);
  });
});

describe("quality of groups", () => {
  test("silhouette by hand", () => {
    const points = pointsOf([Float64Array.of(0, 1, 5, 8)], "none");
    // Distances within 1, 1, 3, 3; to the other group 6.5, 5.5, 4.5, 7.5.
    const expected = (5.5 / 6.5 + 4.5 / 5.5 + 1.5 / 4.5 + 4.5 / 7.5) / 4;
    expect(silhouette(points, Int32Array.of(0, 0, 1, 1), 2, 1, unwatched)).toBeCloseTo(expected, 12);
    expect(silhouette(points, Int32Array.of(0, 0, 0, 0), 1, 1, unwatched)).toBeNaN();
  });

  test("adjusted Rand index of scikit-learn's examples", () => {
    expect(adjustedRand(Int32Array.of(0, 0, 1, 1), Int32Array.of(1, 1, 0, 0))).toBe(1);
    expect(adjustedRand(Int32Array.of(0, 0, 1, 2), Int32Array.of(0, 0, 1, 1))).toBeCloseTo(4 / 7, 12);
    expect(adjustedRand(Int32Array.of(0, 0, 0, 0), Int32Array.of(0, 1, 2, 3))).toBe(0);
    expect(adjustedRand(Int32Array.of(0, 0, 1, 1), Int32Array.of(0, 1, 0, 1))).toBeCloseTo(-0.5, 12);
  });
});

describe("Gaussian mixture", () => {
  test("one component is the normal distribution of the columns", () => {
    const { columns } = blobs([[3, -100]], 200, 4, 12); // prettier-ignore
    const [x = new Float64Array(0), y = new Float64Array(0)] = columns;
    const n = x.length;
    const mean = (v: Float64Array) => v.reduce((sum, a) => sum + a, 0) / n;
    const cross = (v: Float64Array, w: Float64Array) => {
      const [a, b] = [mean(v), mean(w)];
      return v.reduce((sum, value, i) => sum + (value - a) * (w[i]! - b), 0) / n;
    };
    const determinant = cross(x, x) * cross(y, y) - cross(x, y) ** 2;
    const expected = (-n / 2) * (2 * Math.log(2 * Math.PI) + Math.log(determinant) + 2);
    const fit = gaussianMixture(columns, 1, 1, unwatched);
    expect(fit.logLikelihood).toBeCloseTo(expected, 4);
    expect(fit.freeParameters).toBe(5);
    expect(fit.bic).toBeCloseTo(-2 * expected + 5 * Math.log(n), 3);
  });

  test("BIC finds how many there are", () => {
    const { columns, truth } = blobs([[0, 0], [8, 0], [0, 8]], 150, 1, 7); // prettier-ignore
    const fits = [1, 2, 3, 4].map((k) => gaussianMixture(columns, k, 1, unwatched));
    const bics = fits.map(({ bic }) => bic);
    expect(bics.indexOf(Math.min(...bics))).toBe(2);
    expect(adjustedRand(fits[2]!.assignments, truth)).toBeGreaterThan(0.98);
    expect(fits[2]!.weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 8);
  });

  test("long groups side by side and a small one inside another are found: k-means cuts the ones and never sees the other", () => {
    const random = randomStream(5);
    const truth = Int32Array.from({ length: 1000 }, (_, i) => i % 5);
    const along = Float64Array.from(truth, () => 20 * random.normal());
    const columns = [4, -4, 1.2].map((apart) =>
      Float64Array.from(truth, (group, i) => along[i]! + apart * group + 0.5 * random.normal()),
    );
    const { assignments: cut } = kMeans(pointsOf(columns, "standard"), { k: 5, seed: 1 }, unwatched);
    expect(adjustedRand(cut, truth)).toBeLessThan(0.2);
    expect(adjustedRand(gaussianMixture(columns, 5, 1, unwatched).assignments, truth)).toBeGreaterThan(0.98);

    const inside = Int32Array.from({ length: 1000 }, (_, i) => (i % 10 === 0 ? 1 : 0));
    const spread = (group: number) => (group === 1 ? 0.05 : 1);
    const nested = [0, 1, 2].map(() => Float64Array.from(inside, (group) => spread(group) * random.normal()));
    expect(adjustedRand(gaussianMixture(nested, 2, 1, unwatched).assignments, inside)).toBeGreaterThan(0.95);
  });

  test("where nothing is to be found it ends, and says so: too many components on one cloud, on a uniform column", () => {
    const random = randomStream(3);
    const drawn = (next: () => number) => Float64Array.from({ length: 1000 }, next);
    const cloud = [drawn(() => random.normal()), drawn(() => random.normal())];
    const one = gaussianMixture(cloud, 1, 1, unwatched);
    const two = gaussianMixture(cloud, 2, 1, unwatched);
    expect(two.converged).toBe(true);
    expect(two.logLikelihood).toBeGreaterThan(one.logLikelihood);
    expect(two.bic).toBeGreaterThan(one.bic);
    let checks = 0;
    const counting = {
      ...unwatched,
      check: () => {
        checks++;
      },
    };
    expect(gaussianMixture([drawn(() => random.uniform())], 5, 1, counting).converged).toBe(true);
    // Of single steps from each start there are 58,921.
    expect(checks).toBeLessThan(20_000);
  });

  test("a component on equal points is called out: its likelihood would be that of the floor", () => {
    const counts = Float64Array.from({ length: 300 }, (_, i) => 1 + (i % 3));
    expect(gaussianMixture([counts], 3, 1, unwatched).collapsed).toBe(true);
    expect(gaussianMixture([counts], 1, 1, unwatched).collapsed).toBe(false);
    const random = randomStream(8);
    const free = Float64Array.from({ length: 300 }, () => random.normal());
    expect(gaussianMixture([free, free.map((x) => 2 * x)], 1, 1, unwatched).collapsed).toBe(true);
    expect(
      gaussianMixture([free, free.map((x) => 2 * x + 0.1 * random.normal())], 1, 1, unwatched).collapsed,
    ).toBe(false);
  });

  test("in whatever units the columns are", () => {
    const { columns } = blobs([[0, 0], [8, 0], [0, 8]], 100, 1, 7); // prettier-ignore
    const small = gaussianMixture(columns, 3, 1, unwatched);
    const large = gaussianMixture(
      columns.map((column) => column.map((x) => 1e12 + 1e9 * x)),
      3,
      1,
      unwatched,
    );
    expect(large.assignments).toEqual(small.assignments);
    const units = columns.length * columns[0]!.length * Math.log(1e9);
    expect(large.logLikelihood + units).toBeCloseTo(small.logLikelihood, 3);
  });

  test("a component on hardly any points is called out", () => {
    const columns = [
      Float64Array.of(0, 0, 0.1, 0.2, 0.1, 50, 50.1, 100),
      Float64Array.of(0, 1, 0.1, 0.7, 0.1, 3, 4, 9),
    ];
    expect(gaussianMixture(columns, 4, 1, unwatched).collapsed).toBe(true);
  });
});
