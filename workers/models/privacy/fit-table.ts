/** Noisy sums of one table: each level was measured by itself. Cells are row-major. */
export interface NoisyLevels {
  readonly rows: number;
  readonly columns: number;
  readonly cells: Float64Array;
  readonly rowSums: Float64Array;
  readonly columnSums: Float64Array;
  readonly total: number;
}

/** Variance of the noise of one number at each level; Infinity where a level was not measured. */
export interface LevelVariances {
  readonly cells: number;
  readonly rowSums: number;
  readonly columnSums: number;
  readonly total: number;
}

/** Estimates whose rows, columns and total add up, and the standard deviation of each kind before anything is cut to whole numbers. */
export interface FittedTable {
  readonly cells: Float64Array;
  readonly deviations: LevelVariances;
}

/**
 * The table nearest to all noisy sums at once: generalised least squares over a table and its margins, as in Hay, Rastogi, Miklau &
 * Suciu (PVLDB 3(1), 2010, section 4) for trees. Noise is equal within a level, so the total, the deviations of rows, of
 * columns and of cells are estimated apart, each by the inverse-variance mean of the levels that speak of it. It only works on
 * noisy numbers, so it costs no privacy.
 */
export function fitTable(noisy: NoisyLevels, variances: LevelVariances): FittedTable {
  const { rows, columns } = noisy;
  const sums = sumsOf(noisy.cells, rows, columns);
  const total = pooled([
    [sums.total, rows * columns * variances.cells],
    [sum(noisy.rowSums), rows * variances.rowSums],
    [sum(noisy.columnSums), columns * variances.columnSums],
    [noisy.total, variances.total],
  ]);
  const row = deviations(sums.rows, noisy.rowSums, columns * variances.cells, variances.rowSums);
  const column = deviations(sums.columns, noisy.columnSums, rows * variances.cells, variances.columnSums);
  const mean = sums.total / (rows * columns);
  const cells = Float64Array.from(noisy.cells, (value, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    const interaction = value - sums.rows[i]! / columns - sums.columns[j]! / rows + mean;
    return interaction + row.values[i]! / columns + column.values[j]! / rows + total.value / (rows * columns);
  });
  const alone = (n: number) => 1 - 1 / n;
  const rowVariance = row.variance * alone(rows);
  const columnVariance = column.variance * alone(columns);
  return {
    cells,
    deviations: {
      cells: Math.sqrt(
        variances.cells * alone(rows) * alone(columns) +
          rowVariance / columns ** 2 +
          columnVariance / rows ** 2 +
          total.variance / (rows * columns) ** 2,
      ),
      rowSums: Math.sqrt(rowVariance + total.variance / rows ** 2),
      columnSums: Math.sqrt(columnVariance + total.variance / columns ** 2),
      total: Math.sqrt(total.variance),
    },
  };
}

/** Sums of rows, of columns, and of all. */
export function sumsOf(cells: Float64Array, rows: number, columns: number) {
  const sums = { rows: new Float64Array(rows), columns: new Float64Array(columns), total: 0 };
  for (const [at, value] of cells.entries()) {
    const [i, j] = [Math.floor(at / columns), at % columns];
    sums.rows[i] = sums.rows[i]! + value;
    sums.columns[j] = sums.columns[j]! + value;
    sums.total += value;
  }
  return sums;
}

function sum(values: Float64Array): number {
  return values.reduce((so, value) => so + value, 0);
}

/** Deviations of sums from their mean, from the cells and from the margin measured itself. */
function deviations(fromCells: Float64Array, measured: Float64Array, cellVariance: number, variance: number) {
  const [meanOfCells, meanOfSums] = [sum(fromCells) / fromCells.length, sum(measured) / measured.length];
  const pairs = Array.from(fromCells, (value, at) =>
    pooled([
      [value - meanOfCells, cellVariance],
      [(measured[at] ?? 0) - meanOfSums, variance],
    ]),
  );
  return { values: pairs.map(({ value }) => value), variance: pairs[0]?.variance ?? 0 };
}

/** Inverse-variance mean of independent estimates of one number; what was not measured has an infinite variance. */
function pooled(estimates: readonly (readonly [value: number, variance: number])[]) {
  let [weighted, weight] = [0, 0];
  for (const [value, variance] of estimates) {
    if (variance === Infinity) continue;
    // Without noise there is nothing to weigh.
    if (variance === 0) return { value, variance: 0 };
    weighted += value / variance;
    weight += 1 / variance;
  }
  return weight === 0 ? { value: 0, variance: 0 } : { value: weighted / weight, variance: 1 / weight };
}

/**
 * The table of whole numbers from 0 up, with a given total, nearest to estimates: all are lowered or raised alike and cut at 0 (the
 * Euclidean projection on a simplex; Held, Wolfe & Crowder, Math. Programming 6, 1974), then rounded so that the largest
 * remainders are rounded up. Cutting at 0 alone would make every sum too large.
 */
export function wholeTable(estimates: Float64Array, total: number): Float64Array {
  const wanted = Math.max(0, Math.round(total));
  const shift = simplexShift(estimates, wanted);
  const shifted = estimates.map((value) => Math.max(0, value - shift));
  const whole = shifted.map((value) => Math.floor(value));
  let left = wanted - sum(whole);
  const byRemainder = [...shifted.keys()].sort(
    (a, b) => shifted[b]! - whole[b]! - (shifted[a]! - whole[a]!) || a - b,
  );
  for (const at of byRemainder) {
    if (left <= 0) break;
    whole[at] = whole[at]! + 1;
    left--;
  }
  return whole;
}

function simplexShift(estimates: Float64Array, total: number): number {
  const sorted = estimates.toSorted().reverse();
  let [so, shift] = [0, 0];
  for (const [at, value] of sorted.entries()) {
    so += value;
    const candidate = (so - total) / (at + 1);
    if (value - candidate <= 0 && at > 0) break;
    shift = candidate;
  }
  return shift;
}
