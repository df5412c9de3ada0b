import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Cancelled, unwatched } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import type { DataColumn, DataTable } from "../design/table.ts";
import { review } from "../review.ts";
import { logisticChecks } from "./checks.ts";
import { logisticFolds } from "./folds.ts";
import { fitLogistic, probabilities } from "./fit.ts";
import { logistic } from "./logistic.ts";

/** Motor Trend 1974: weight of 32 cars and whether they shift by hand, as R's `mtcars`. */
const weight = Float64Array.of(
  2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73, 3.78, 5.25, 5.424, 5.345, 2.2,
  1.615, 1.835, 2.465, 3.52, 3.435, 3.84, 3.845, 1.935, 2.14, 1.513, 3.17, 2.77, 3.57, 2.78,
); // prettier-ignore
const manual = Uint8Array.from("11100000000000000111000001111111", Number);

interface Simulated {
  readonly columns: readonly Float64Array[];
  readonly labels: Uint8Array;
}

function simulated(n: number, slopes: readonly number[], seed: number, intercept = -1): Simulated {
  const random = randomStream(seed);
  const columns = slopes.map(() => Float64Array.from({ length: n }, () => random.normal()));
  const labels = Uint8Array.from({ length: n }, (_, i) => {
    const eta = slopes.reduce((sum, slope, j) => sum + slope * columns[j]![i]!, intercept);
    return random.uniform() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
  });
  return { columns, labels };
}

/** Rows of test/oracles/peers/logistic.py: columns are sums of four draws of Park and Miller's generator, the second like the first. */
function peerRows(n: number, width: number): Simulated {
  let state = 42;
  const draw = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const columns = Array.from({ length: width }, () => new Float64Array(n));
  const labels = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const row = columns.map(() => draw() + draw() + draw() + draw() - 2);
    row[1] = row[1]! + row[0]!;
    const eta = row.reduce((sum, x, j) => sum + ((j % 2 === 0 ? 1 : -1) / (j + 1)) * x, -0.5);
    row.forEach((x, j) => (columns[j]![i] = x));
    labels[i] = draw() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
  }
  return { columns, labels };
}

/** Printed by scikit-learn 1.2.1: l2, intercept and coefficients. */
const scikit = [
  [0, -0.5147098438483888, [0.9550004207710792, -0.45395140317287697, 0.3437717857665208, -0.20284844708043945, 0.3069545328556431]],
  [0.5, -0.5144649656190862, [0.9492080812614668, -0.45060388160102866, 0.34300215288765495, -0.20232326275041573, 0.30599001692306993]],
  [20, -0.5074138083490081, [0.7716588184152944, -0.3485225973015068, 0.31594978417861586, -0.1844106293845491, 0.27395371057222057]],
] as const; // prettier-ignore

describe("logistic regression", () => {
  test.each(scikit)("scikit-learn's coefficients on simulated rows, l2 = %s", (l2, intercept, expected) => {
    const { columns, labels } = peerRows(3000, 5);
    expect(labels.reduce((sum, y) => sum + y, 0)).toBe(1138);
    const fit = fitLogistic({ columns, labels }, { l2 }, unwatched);
    // Both stop where a Newton step gains nothing more: some 1e-9 of a coefficient apart.
    [fit.intercept, ...fit.coefficients].forEach((value, j) =>
      expect(Math.abs(value - [intercept, ...expected][j]!)).toBeLessThan(1e-8),
    );
  });

  test("R's glm(am ~ wt, binomial, mtcars) to the digits it prints", () => {
    const fit = fitLogistic({ columns: [weight], labels: manual }, {}, unwatched);
    expect(fit.intercept).toBeCloseTo(12.04, 2);
    expect(fit.interceptError).toBeCloseTo(4.51, 2);
    expect(fit.coefficients[0]).toBeCloseTo(-4.024, 3);
    // R prints 1.436: its last step before stopping is not taken into the errors.
    expect(fit.standardErrors[0]).toBeCloseTo(1.436, 2);
    expect(-2 * fit.nullLogLikelihood).toBeCloseTo(43.23, 3);
    expect(-2 * fit.logLikelihood).toBeCloseTo(19.176, 3);
    expect(fit.converged).toBe(true);
  });

  test.each([0, 0.5, 40])("at the maximum the slopes are l2 times the coefficients (l2 = %s)", (l2) => {
    // More rows than start from a part of them.
    const { columns, labels } = simulated(20_000, [0.8, -0.4, 0, 1.5], 3);
    const fit = fitLogistic({ columns, labels }, { l2 }, unwatched);
    const p = probabilities(columns, labels.length, fit);
    columns.forEach((column, j) => {
      const slope = column.reduce((sum, x, i) => sum + x * (labels[i]! - p[i]!), 0);
      expect(slope).toBeCloseTo(l2 * fit.coefficients[j]!, 5);
    });
    expect(p.reduce((sum, x) => sum + x, 0)).toBeCloseTo(
      labels.reduce((sum, y) => sum + y, 0),
      5,
    );
    expect(fit.logLikelihood).toBeCloseTo(
      labels.reduce((sum, y, i) => sum + Math.log(y === 1 ? p[i]! : 1 - p[i]!), 0),
      6,
    );
  });

  test("units do not matter: coefficients scale, the likelihood stays", () => {
    const { columns, labels } = simulated(400, [0.7, -0.3], 11);
    const plain = fitLogistic({ columns, labels }, {}, unwatched);
    fc.assert(
      fc.property(fc.constantFrom(1e-9, 0.01, 1000, 1e12), fc.constantFrom(-1e6, 0, 1e7), (factor, shift) => {
        const moved = [columns[0]!.map((x) => factor * (x + shift)), columns[1]!];
        const fit = fitLogistic({ columns: moved, labels }, {}, unwatched);
        expect(fit.coefficients[0]! * factor).toBeCloseTo(plain.coefficients[0]!, 6);
        expect(fit.logLikelihood).toBeCloseTo(plain.logLikelihood, 6);
      }),
    );
  });

  test("constant and dependent columns are left out and named, the first stays", () => {
    const { columns, labels } = simulated(500, [1, -1], 5);
    const sum = columns[0]!.map((x, i) => 2 * x - columns[1]![i]! + 3);
    const all = [columns[0]!, new Float64Array(500).fill(7), columns[1]!, sum];
    const fit = fitLogistic({ columns: all, labels }, {}, unwatched);
    expect(fit.constant).toEqual([1]);
    expect(fit.repeated).toEqual([3]);
    const bare = fitLogistic({ columns, labels }, {}, unwatched);
    expect(fit.coefficients[0]).toBeCloseTo(bare.coefficients[0]!, 8);
    expect(fit.coefficients[3]).toBe(0);
    expect(fit.standardErrors[3]).toBeNaN();
  });

  test("separation is found, complete or by one rare level, and not where there is none", () => {
    const { columns, labels } = simulated(300, [1, 0.5], 8);
    expect(fitLogistic({ columns, labels }, {}, unwatched).separating).toEqual([]);
    const rare = Float64Array.from(labels, (y, i) => (y === 1 && i % 40 < 9 ? 1 : 0));
    expect(fitLogistic({ columns: [...columns, rare], labels }, {}, unwatched).separating).toEqual([2]);
    const told = Float64Array.from(labels, (y, i) => 10 * y + columns[0]![i]! / 10);
    expect(fitLogistic({ columns: [columns[1]!, told], labels }, {}, unwatched).separating).toContain(1);
  });

  test("cross-validation is that of separate fits", () => {
    const { columns, labels } = simulated(200, [1, -0.5], 9);
    const fold = Uint8Array.from(labels, (_, i) => i % 4);
    const whole = fitLogistic({ columns, labels }, {}, unwatched);
    const { probability } = logisticFolds(columns, labels, fold, whole, {}, unwatched);
    const rows = [...labels.keys()].filter((i) => i % 4 !== 2);
    const part = columns.map((column) => Float64Array.from(rows, (i) => column[i]!));
    const fit = fitLogistic(
      { columns: part, labels: Uint8Array.from(rows, (i) => labels[i]!) },
      {},
      unwatched,
    );
    const eta =
      fit.intercept + fit.coefficients[0]! * columns[0]![2]! + fit.coefficients[1]! * columns[1]![2]!;
    expect(probability[2]).toBeCloseTo(1 / (1 + Math.exp(-eta)), 7);
  });

  // 20,003 rows begin on a part of them, 140,001 on a part of a part; the rare level shows in a handful of its rows.
  test.each([20_003, 140_001])("a start on a part of %s rows ends where one from nothing does", (n) => {
    const { columns, labels } = simulated(n, [0.8, -0.4], 12);
    const random = randomStream(13);
    const rare = Float64Array.from(labels, (y) => (random.uniform() < (y === 1 ? 0.004 : 0.002) ? 1 : 0));
    const one = new Float64Array(n).fill(5);
    const data = { columns: [...columns, rare, one], labels };
    const found = fitLogistic(data, {}, unwatched);
    const plain = fitLogistic(data, { start: new Float64Array(5) }, unwatched);
    const close = (own: Float64Array, other: Float64Array, share: number) =>
      own.forEach((value, j) =>
        Number.isNaN(other[j]!)
          ? expect(value).toBeNaN()
          : expect(Math.abs(value - other[j]!)).toBeLessThanOrEqual(share * Math.abs(other[j]!)),
      );
    close(found.coefficients, plain.coefficients, 1e-6);
    close(found.standardErrors, plain.standardErrors, 1e-4);
    expect(found.constant).toEqual([3]);
    expect(found.logLikelihood).toBeCloseTo(plain.logLikelihood, 5);
    const quick = fitLogistic(data, { quick: true }, unwatched);
    close(quick.coefficients, plain.coefficients, 1e-6);
  });

  test("stops when asked to", () => {
    const stopped = {
      check: () => {
        throw new Cancelled();
      },
      progress: () => undefined,
    };
    expect(() => fitLogistic({ columns: [weight], labels: manual }, {}, stopped)).toThrow(Cancelled);
  });
});

describe("a table's logistic regression and its review", () => {
  const n = 600;
  const base = simulated(n, [1.2], 21, 0);
  const number = (name: string, values: Float64Array): DataColumn => ({ name, kind: "number", values });
  const category = (name: string, entry: (i: number) => number, levels: number): DataColumn => ({
    name,
    kind: "category",
    levels: Array.from({ length: levels }, (_, l) => `l${String(l).padStart(3, "0")}`),
    codes: Int32Array.from({ length: n }, (_, i) => entry(i)),
  });
  const run = (extra: readonly DataColumn[], labels = base.labels) => {
    const table: DataTable = { rows: n, columns: [number("x", base.columns[0]!), ...extra] };
    const input = { table, features: [...table.columns.keys()], labels, folds: 5, seed: 1, l2: 0 };
    const output = logistic(input, unwatched);
    return { output, review: review(logisticChecks(output, false)) };
  };
  const codes = (found: ReturnType<typeof run>) => found.review.checks.map(({ code }) => code);

  test("a sound table may be used", () => {
    const found = run([]);
    expect(found.review.verdict).toBe("use");
    expect(found.output.validation!.auc.value).toBeGreaterThan(0.7);
    expect(found.output.validation!.slope).toBeGreaterThan(0.8);
  });

  test("a planted leak is named: as a number, as a category, as blanks", () => {
    const told = Float64Array.from(base.labels, (y, i) => y + (i % 7) / 100);
    expect(run([number("cancelled", told)]).output.leaks).toEqual(["cancelled"]);
    const named = run([category("state", (i) => base.labels[i]! * 3 + (i % 3), 6)]);
    expect(named.output.leaks).toEqual(["state"]);
    expect(named.review.verdict).toBe("do-not-use");
    const labels = Uint8Array.from({ length: n }, (_, i) => (i % 10 < 7 ? 1 : 0));
    const blank = run([category("reason", (i) => (labels[i] === 1 && i % 97 !== 0 ? i % 3 : -1), 3)], labels);
    expect(blank.output.leaks).toEqual(["reason"]);
  });

  test("noise with two hundred categories is no leak, and its rare ones are put together", () => {
    const found = run([category("city", (i) => (i * 7919) % 200, 200)]);
    expect(found.output.leaks).toEqual([]);
    expect(found.output.design.pooled).toEqual(["city"]);
    expect(codes(found)).toContain("events-per-column");
  });

  test("identifiers and mostly blank columns are left out and named", () => {
    const sparse = Float64Array.from({ length: n }, (_, i) => (i % 5 === 0 ? i : NaN));
    const found = run([category("id", (i) => i, n), number("sparse", sparse)]);
    expect(found.output.design.identifiers).toEqual(["id"]);
    expect(found.output.design.mostlyBlank).toEqual(["sparse"]);
    expect(found.output.design.names).toEqual(["x"]);
    expect(found.output.n).toBe(n);
  });

  test("many rows with blanks are filled, few are left out", () => {
    const holes = (step: number) =>
      Float64Array.from({ length: n }, (_, i) => (i % step === 0 ? NaN : base.columns[0]![(i * 31) % n]!));
    expect(run([number("few", holes(50))]).output.n).toBe(n - 12);
    const many = run([number("many", holes(4))]);
    expect(many.output.n).toBe(n);
    expect(many.output.design.names).toEqual(["x", "many", "many (blank)"]);
    expect(codes(many)).toContain("columns-filled");
  });

  test("one outcome only: no figures, and said so", () => {
    const found = run([], new Uint8Array(n));
    expect(found.output.fit).toBeUndefined();
    expect(found.review.verdict).toBe("do-not-use");
    expect(codes(found)).toContain("nothing-to-learn");
  });

  test("pure noise is like chance", () => {
    const random = randomStream(77);
    const labels = Uint8Array.from({ length: n }, () => random.below(2));
    const found = run([], labels);
    expect(codes(found)).toContain("like-chance");
    expect(found.review.verdict).not.toBe("use");
  });
});
