import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Cancelled, unwatched } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import { binaryChecks } from "../binning/binary-task.ts";
import { binColumns } from "../binning/bins.ts";
import type { DataColumn } from "../design/table.ts";
import { review } from "../review.ts";
import { additiveLogOdds, termsOf } from "./additive.ts";
import { ebm } from "./ebm.ts";
import { fitEbm, usualOptions } from "./fit.ts";
import { bestQuadrants, orderedLeaves } from "./leaf-values.ts";

const number = (name: string, values: Float64Array): DataColumn => ({ name, kind: "number", values });

/** Rows whose log-odds are a step in `x`, a bend in `z` and a fight of `a` with `b` (at edges of fifteen even bins). */
function curved(count: number, seed: number) {
  const random = randomStream(seed);
  const draw = () => Float64Array.from({ length: count }, () => random.uniform());
  const [x, z, a, b, noise] = [draw(), draw(), draw(), draw(), draw()];
  const eta = x.map(
    (_, i) =>
      (x[i]! > 0.6 ? 1.2 : -0.6) + 4 * (z[i]! - 0.5) ** 2 + (a[i]! > 0.4 !== b[i]! > 0.6 ? 1.5 : -1.5),
  );
  const labels = Uint8Array.from(eta, (own) => (random.uniform() < 1 / (1 + Math.exp(-own)) ? 1 : 0));
  const columns = [number("x", x), number("z", z), number("a", a), number("b", b), number("noise", noise)];
  return { table: { rows: count, columns }, labels, eta };
}

const run = (columns: readonly DataColumn[], labels: Uint8Array, folds = 2) => {
  const table = { rows: labels.length, columns };
  const output = ebm({ table, features: [...columns.keys()], labels, folds, seed: 1 }, unwatched);
  return { output, review: review(binaryChecks(output.task, output.validation)) };
};

describe("small trees over bins", () => {
  test("the first cut is the best of all cuts, tried one by one", () => {
    const bin = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(fc.array(bin, { minLength: 2, maxLength: 12 }), (bins) => {
        const gradient = Float64Array.from([0, ...bins.map(([g]) => g)]);
        const hessian = Float64Array.from([0, ...bins.map(([, h]) => h)]);
        const update = new Float64Array(gradient.length);
        orderedLeaves({ gradient, hessian, update }, 1);
        const gainOf = (values: (k: number) => number) =>
          bins.reduce((sum, [g, h], k) => sum + 2 * g * values(k) - h * values(k) ** 2, 0);
        const sum = (from: number, to: number, at: 0 | 1) =>
          bins.slice(from, to).reduce((total, entry) => total + entry[at], 0);
        const newton = (from: number, to: number) => sum(from, to, 0) / sum(from, to, 1);
        const cuts = Array.from({ length: bins.length - 1 }, (_, k) =>
          gainOf((at) => (at <= k ? newton(0, k + 1) : newton(k + 1, bins.length))),
        );
        // Three leaves gain at least what the best two do.
        expect(gainOf((k) => update[k + 1]!)).toBeGreaterThanOrEqual(Math.max(...cuts) - 1e-9);
        expect(new Set(update.subarray(1)).size).toBeLessThanOrEqual(3);
      }),
    );
  });

  test("the best quadrants are the best of all, tried one by one", () => {
    const cell = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 12, maxLength: 12 }), (cells) => {
        const width = 4;
        const gradient = Float64Array.from(cells, ([g]) => g);
        const hessian = Float64Array.from(cells, ([, h]) => h);
        const worth = (inside: (at: number) => boolean) => {
          const own = cells.filter((_, at) => inside(at));
          return own.reduce((sum, [g]) => sum + g, 0) ** 2 / own.reduce((sum, [, h]) => sum + h, 0);
        };
        let most = 0;
        for (let row = 1; row < 3; row++)
          for (let column = 1; column < width; column++) {
            const side = (at: number) => 2 * Number(at >= row * width) + Number(at % width >= column);
            const parts = [0, 1, 2, 3].map((part) => worth((at) => side(at) === part));
            most = Math.max(most, parts.reduce((sum, part) => sum + part, 0) - worth(() => true));
          }
        expect(bestQuadrants(gradient, hessian, width)?.gain ?? 0).toBeCloseTo(most, 8);
      }),
    );
  });
});

describe("explainable boosting machine", () => {
  const known = curved(4000, 5);
  const binned = binColumns(known.table, [0, 1, 2, 3, 4], Int32Array.from(known.labels.keys()));
  const rows = Int32Array.from(known.labels.keys());
  const options = usualOptions(4000, 5, 3);
  const fit = fitEbm(binned.columns, known.labels, rows, options, unwatched);
  const codes = binned.columns.map((column) => column.codes);

  test("finds the step, the bend and the fight, and leaves noise flat", () => {
    const eta = additiveLogOdds(fit.model, codes);
    const [mean, truth] = [eta, known.eta].map(
      (list) => list.reduce((sum, value) => sum + value, 0) / list.length,
    );
    let [both, own, its] = [0, 0, 0];
    eta.forEach((value, i) => {
      both += (value - mean!) * (known.eta[i]! - truth!);
      own += (value - mean!) ** 2;
      its += (known.eta[i]! - truth!) ** 2;
    });
    // The truth's spread is 1.7; what 4,000 rows of yes and no tell of five columns leaves a few tenths open.
    expect(both / Math.sqrt(own * its)).toBeGreaterThan(0.95);
    expect(fit.model.pairs[0]).toMatchObject({ first: 2, second: 3 });
    const flat = Math.max(...fit.model.mains[4]!.map(Math.abs));
    const step = Math.max(...fit.model.mains[0]!) - Math.min(...fit.model.mains[0]!.subarray(1));
    expect(flat).toBeLessThan(0.35);
    expect(step).toBeGreaterThan(1.4);
    expect(step).toBeLessThan(2.4);
  });

  test("terms and intercept sum to the log-odds, and terms have mean 0", () => {
    const eta = additiveLogOdds(fit.model, codes);
    const totals = new Float64Array(fit.model.mains.length + fit.model.pairs.length);
    for (let row = 0; row < 4000; row++) {
      const terms = termsOf(fit.model, codes, row);
      terms.forEach((term, k) => (totals[k] = totals[k]! + term));
      expect(fit.model.intercept + terms.reduce((sum, term) => sum + term, 0)).toBeCloseTo(eta[row]!, 12);
    }
    for (const total of totals) expect(total / 4000).toBeCloseTo(0, 9);
  });

  test("the same seed gives the same model, another one a model as good", () => {
    expect(fitEbm(binned.columns, known.labels, rows, options, unwatched)).toEqual(fit);
    expect(fitEbm(binned.columns, known.labels, rows, { ...options, seed: 4 }, unwatched)).not.toEqual(fit);
  });

  test("stops when asked to", () => {
    const stop = { check: () => { throw new Cancelled(); }, progress: () => undefined }; // prettier-ignore
    expect(() => fitEbm(binned.columns, known.labels, rows, options, stop)).toThrow(Cancelled);
  });

  test("held-out rows: chances of the right size, and more is known than of single columns", () => {
    const { output, review: found } = run(known.table.columns, known.labels, 3);
    // The area of the truth itself is what a perfect model would reach on these rows.
    expect(output.validation!.auc.value).toBeGreaterThan(0.8);
    // Means of bags err on the careful side where columns work together: a slope above 1.
    expect(output.validation!.slope).toBeGreaterThan(0.85);
    expect(output.validation!.slope).toBeLessThan(1.3);
    expect(found.verdict).not.toBe("do-not-use");
  });
});

describe("bad input", () => {
  const random = randomStream(12);
  const n = 400;
  const x = Float64Array.from({ length: n }, () => random.normal());
  const labels = Uint8Array.from(x, (value) => (random.uniform() < 1 / (1 + Math.exp(-value)) ? 1 : 0));
  const figures = (found: ReturnType<typeof run>) =>
    found.output.fit === undefined
      ? []
      : [found.output.fit.model.intercept, ...found.output.fit.model.mains.flatMap((values) => [...values])];

  test.each([
    ["one outcome only", [number("x", x)], new Uint8Array(n), "do-not-use"],
    ["one row", [number("x", x.slice(0, 1))], Uint8Array.of(1), "do-not-use"],
    ["two rows", [number("x", x.slice(0, 2))], Uint8Array.of(0, 1), "do-not-use"],
    ["a constant column alone", [number("x", new Float64Array(n).fill(7))], labels, "do-not-use"],
    ["blank everywhere", [number("x", new Float64Array(n).fill(NaN))], labels, "do-not-use"],
    ["no row with an outcome", [number("x", x)], new Uint8Array(n).fill(2), "do-not-use"],
    [
      "pure noise",
      [
        number(
          "x",
          x.map(() => random.normal()),
        ),
      ],
      labels,
      "do-not-use",
    ],
  ] as const)("%s: a verdict and no nonsense number", (_, columns, given, verdict) => {
    const found = run(columns, given);
    expect(found.review.verdict).toBe(verdict);
    for (const figure of figures(found)) expect(Number.isFinite(figure)).toBe(true);
  });

  test("amounts of 1e12, two hundred categories and blanks do no harm", () => {
    const city: DataColumn = {
      name: "city",
      kind: "category",
      levels: Array.from({ length: 200 }, (_, i) => `c${String(1000 + i)}`),
      codes: Int32Array.from({ length: n }, (_, i) => (i * 7919) % 200),
    };
    const big = number("amount", x.map((value) => 1e12 * value)); // prettier-ignore
    const holes = number("holes", x.map((value, i) => (i % 3 === 0 ? NaN : value))); // prettier-ignore
    const found = run([big, city, holes], labels);
    expect(found.output.validation!.auc.value).toBeGreaterThan(0.6);
    for (const figure of figures(found)) expect(Math.abs(figure)).toBeLessThan(20);
  });

  test("outcomes parted completely, and a leak, are named and stay finite", () => {
    const told = number(
      "cancelled",
      Float64Array.from(labels, (y, i) => y + (i % 7) / 100),
    );
    const found = run([number("x", x), told], labels);
    expect(found.output.task.leaks).toEqual(["cancelled"]);
    expect(found.review.verdict).toBe("do-not-use");
    for (const figure of figures(found)) expect(Math.abs(figure)).toBeLessThan(40);
  });
});
