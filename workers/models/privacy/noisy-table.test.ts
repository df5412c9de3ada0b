import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cholesky, choleskySolve } from "../../stats/linear.ts";
import { randomStream } from "../../stats/random.ts";
import { fitTable, sumsOf, wholeTable } from "./fit-table.ts";
import { addNoise, halfWidthsOf, type NoisePlan } from "./noisy-table.ts";
import { UniformSource } from "./random-bits.ts";

function seeded(seed: number): UniformSource {
  const stream = randomStream(seed);
  return new UniformSource((bytes) => {
    for (let at = 0; at < bytes.length; at++) bytes[at] = stream.below(256);
  });
}

const shape = fc.record({ rows: fc.integer({ min: 1, max: 4 }), columns: fc.integer({ min: 1, max: 4 }) });
const number = fc.double({ min: -50, max: 50, noNaN: true });
const positive = fc.double({ min: 0.1, max: 20, noNaN: true });

describe("one table from noisy levels", () => {
  test("is the generalised least squares solution and has its variances", () => {
    fc.assert(
      fc.property(
        shape.chain(({ rows, columns }) =>
          fc.record({
            rows: fc.constant(rows),
            columns: fc.constant(columns),
            cells: fc.array(number, { minLength: rows * columns, maxLength: rows * columns }),
            rowSums: fc.array(number, { minLength: rows, maxLength: rows }),
            columnSums: fc.array(number, { minLength: columns, maxLength: columns }),
            total: number,
            variances: fc.record({
              cells: positive,
              rowSums: positive,
              columnSums: positive,
              total: positive,
            }),
          }),
        ),
        ({ rows, columns, cells, rowSums, columnSums, total, variances }) => {
          const noisy = {
            rows,
            columns,
            total,
            cells: Float64Array.from(cells),
            rowSums: Float64Array.from(rowSums),
            columnSums: Float64Array.from(columnSums),
          };
          const size = rows * columns;
          // Normal equations of all measurements, written down one by one.
          const gram = new Float64Array(size * size);
          const right = new Float64Array(size);
          const measure = (value: number, variance: number, counts: (cell: number) => boolean) => {
            for (let one = 0; one < size; one++) {
              if (!counts(one)) continue;
              right[one]! += value / variance;
              for (let other = 0; other < size; other++)
                if (counts(other)) gram[one * size + other]! += 1 / variance;
            }
          };
          cells.forEach((value, at) => measure(value, variances.cells, (cell) => cell === at));
          rowSums.forEach((value, at) =>
            measure(value, variances.rowSums, (cell) => Math.floor(cell / columns) === at),
          );
          columnSums.forEach((value, at) =>
            measure(value, variances.columnSums, (cell) => cell % columns === at),
          );
          measure(total, variances.total, () => true);
          const lower = cholesky(gram, size)!;
          const solved = choleskySolve(lower, right, size);
          const fitted = fitTable(noisy, variances);
          for (let cell = 0; cell < size; cell++) expect(fitted.cells[cell]).toBeCloseTo(solved[cell]!, 6);
          const varianceOf = (counts: (cell: number) => boolean) => {
            const unit = Float64Array.from({ length: size }, (_, cell) => (counts(cell) ? 1 : 0));
            const inverse = choleskySolve(lower, unit, size);
            return inverse.reduce((sum, value, cell) => sum + value * unit[cell]!, 0);
          };
          expect(fitted.deviations.cells).toBeCloseTo(Math.sqrt(varianceOf((cell) => cell === 0)), 6);
          expect(fitted.deviations.rowSums).toBeCloseTo(Math.sqrt(varianceOf((cell) => cell < columns)), 6);
          expect(fitted.deviations.columnSums).toBeCloseTo(
            Math.sqrt(varianceOf((cell) => cell % columns === 0)),
            6,
          );
          expect(fitted.deviations.total).toBeCloseTo(Math.sqrt(varianceOf(() => true)), 6);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("whole numbers from 0 up keep the total, and no other such table of real numbers is nearer", () => {
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 200 }),
        fc.array(positive, { minLength: 12, maxLength: 12 }),
        (estimates, total, weights) => {
          const whole = wholeTable(Float64Array.from(estimates), total);
          expect(whole.reduce((sum, value) => sum + value, 0)).toBe(total);
          expect(whole.every((value) => value >= 0 && Number.isInteger(value))).toBe(true);
          // Any other table of the simplex is no nearer, but for the rounding of each cell by less than one.
          const weight = weights.slice(0, estimates.length);
          const all = weight.reduce((sum, value) => sum + value, 0);
          const other = weight.map((value) => (value / all) * total);
          const distance = (values: ArrayLike<number>) =>
            Math.sqrt(estimates.reduce((sum, value, at) => sum + (value - values[at]!) ** 2, 0));
          expect(distance(whole)).toBeLessThanOrEqual(distance(other) + Math.sqrt(estimates.length) + 1e-9);
        },
      ),
    );
  });
});

describe("noise", () => {
  const counts = Float64Array.from({ length: 12 }, (_, at) => 400 + 37 * at);
  const size = { rows: 3, columns: 4 };

  test.each<[NoisePlan["mechanism"], number]>([
    ["gaussian", 0.01],
    ["laplace", 0.3],
  ])(
    "%s: 95 %% intervals hold the true cells, margins and total about as often as they say",
    (mechanism, budget) => {
      const plan: NoisePlan = { mechanism, budget, bound: 1 };
      const widths = halfWidthsOf(size, plan);
      const source = seeded(5);
      const exact = sumsOf(counts, 3, 4);
      const runs = 400;
      const within = { cells: 0, rowSums: 0, columnSums: 0, total: 0 };
      for (let run = 0; run < runs; run++) {
        const { cells } = addNoise(counts, size, plan, source);
        const sums = sumsOf(cells, 3, 4);
        if (Math.abs(cells[5]! - counts[5]!) <= widths.cells + 1) within.cells++;
        if (Math.abs(sums.rows[1]! - exact.rows[1]!) <= widths.rowSums + 1) within.rowSums++;
        if (Math.abs(sums.columns[2]! - exact.columns[2]!) <= widths.columnSums + 1) within.columnSums++;
        if (Math.abs(sums.total - exact.total) <= widths.total + 1) within.total++;
      }
      for (const hits of Object.values(within)) {
        expect(hits / runs).toBeGreaterThan(0.92);
        expect(hits / runs).toBeLessThan(0.995);
      }
    },
  );

  test("an empty table stays empty of negatives, and the shape of one cell works", () => {
    const plan: NoisePlan = { mechanism: "laplace", budget: 0.5, bound: 1 };
    const { cells } = addNoise(new Float64Array(12), size, plan, seeded(6));
    expect(cells.every((value) => value >= 0)).toBe(true);
    const one = addNoise(Float64Array.of(1000), { rows: 1, columns: 1 }, plan, seeded(7));
    expect(Math.abs(one.cells[0]! - 1000)).toBeLessThan(60);
    expect(Object.values(one.halfWidths).every((width) => Number.isFinite(width))).toBe(true);
  });

  test("a larger bound and a smaller budget make wider intervals, in proportion", () => {
    const base = halfWidthsOf(size, { mechanism: "gaussian", budget: 0.04, bound: 10 }).cells;
    expect(halfWidthsOf(size, { mechanism: "gaussian", budget: 0.04, bound: 100 }).cells / base).toBeCloseTo(
      10,
      3,
    );
    expect(halfWidthsOf(size, { mechanism: "gaussian", budget: 0.01, bound: 10 }).cells / base).toBeCloseTo(
      2,
      3,
    );
  });
});
