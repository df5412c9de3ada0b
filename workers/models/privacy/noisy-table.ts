import type { PrivacyMechanism } from "../../terms/release.ts";
import { fitTable, sumsOf, wholeTable, type LevelVariances } from "./fit-table.ts";
import type { UniformSource } from "./random-bits.ts";
import { divided, exactly, numberOf, roundedUp, times, type Rational } from "./rational.ts";
import { discreteGaussian, discreteLaplace } from "./samplers.ts";

/** What noise one table of sums gets. */
export interface NoisePlan {
  readonly mechanism: PrivacyMechanism;
  /** Of this table: rho of zCDP for the discrete Gaussian, epsilon for the discrete Laplace. */
  readonly budget: number;
  /** The most one person adds to a cell; a person is in one cell, and so in one row and one column. */
  readonly bound: number;
}

/** Whole, non-negative numbers that add up, and half the width of a 95 % interval for each kind of number. */
export interface NoisyTable {
  readonly cells: Float64Array;
  readonly halfWidths: LevelVariances;
}

type Level = keyof LevelVariances;

/** Shares of a table's budget by level. A person counts once on every level, so the shares add up (sequential composition). */
function sharesOf(rows: number, columns: number): Readonly<Record<Level, number>> {
  if (rows * columns === 1) return { cells: 1, rowSums: 0, columnSums: 0, total: 0 };
  if (rows === 1 || columns === 1) return { cells: 0.75, rowSums: 0, columnSums: 0, total: 0.25 };
  return { cells: 0.5, rowSums: 0.1875, columnSums: 0.1875, total: 0.125 };
}

/** Fractions are rounded up to this many binary digits: the noise can only become larger by it. */
const bits = 20n;

/** Half-widths of 95 % in standard deviations: of the normal, and of one Laplace (ln 20 / √2), whose sums have lighter tails. */
const widths: Readonly<Record<PrivacyMechanism, number>> = {
  gaussian: 1.959963984540054,
  laplace: Math.log(20) / Math.SQRT2,
};

/** The noise of a level: what the sampler takes (variance or scale) and its variance. */
function noiseOf({ mechanism, budget, bound }: NoisePlan, share: number) {
  const wanted = times(exactly(budget), exactly(share));
  const size = exactly(bound);
  if (mechanism === "gaussian") {
    // rho = bound^2 / (2 variance): Canonne, Kamath & Steinke 2020, theorem 4.
    const variance = roundedUp(divided(times(size, size), times(wanted, { of: 2n, over: 1n })), bits);
    return { parameter: variance, variance: numberOf(variance) };
  }
  const scale = roundedUp(divided(size, wanted), bits);
  return { parameter: scale, variance: laplaceVariance(numberOf(scale)) };
}

/** Variance of the discrete Laplace: 2 p / (1 - p)^2 with p = exp(-1 / scale). */
function laplaceVariance(scale: number): number {
  const gap = -Math.expm1(-1 / scale);
  return (2 * (1 - gap)) / gap ** 2;
}

function draw(source: UniformSource, mechanism: PrivacyMechanism, parameter: Rational): number {
  return Number(
    mechanism === "gaussian" ? discreteGaussian(source, parameter) : discreteLaplace(source, parameter),
  );
}

/**
 * Adds exact noise to the cells and margins of a table of whole numbers, each level by its share, and makes them one table again
 * that adds up, without negative numbers. What is added is counted; what follows works on noisy numbers only.
 */
export function addNoise(
  exact: Float64Array,
  { rows, columns }: { readonly rows: number; readonly columns: number },
  plan: NoisePlan,
  source: UniformSource,
): NoisyTable {
  const shares = sharesOf(rows, columns);
  const sums = sumsOf(exact, rows, columns);
  const measured = (level: Level, values: Float64Array): { values: Float64Array; variance: number } => {
    if (shares[level] === 0) return { values: new Float64Array(values.length), variance: Infinity };
    const { parameter, variance } = noiseOf(plan, shares[level]);
    return { values: values.map((value) => value + draw(source, plan.mechanism, parameter)), variance };
  };
  const cells = measured("cells", exact);
  const rowSums = measured("rowSums", sums.rows);
  const columnSums = measured("columnSums", sums.columns);
  const total = measured("total", Float64Array.of(sums.total));
  const noisy = {
    rows,
    columns,
    cells: cells.values,
    rowSums: rowSums.values,
    columnSums: columnSums.values,
    total: total.values[0]!,
  };
  const fitted = fitTable(noisy, {
    cells: cells.variance,
    rowSums: rowSums.variance,
    columnSums: columnSums.variance,
    total: total.variance,
  });
  const whole = wholeTable(
    fitted.cells,
    fitted.cells.reduce((so, value) => so + value, 0),
  );
  return { cells: whole, halfWidths: widthsOf(fitted.deviations, plan.mechanism) };
}

/** Half the widths of the 95 % intervals that a table of this shape will have: known before anything is drawn. */
export function halfWidthsOf(
  { rows, columns }: { readonly rows: number; readonly columns: number },
  plan: NoisePlan,
): LevelVariances {
  const shares = sharesOf(rows, columns);
  const variance = (level: Level) => (shares[level] === 0 ? Infinity : noiseOf(plan, shares[level]).variance);
  const { deviations } = fitTable(
    {
      rows,
      columns,
      cells: new Float64Array(rows * columns),
      rowSums: new Float64Array(rows),
      columnSums: new Float64Array(columns),
      total: 0,
    },
    {
      cells: variance("cells"),
      rowSums: variance("rowSums"),
      columnSums: variance("columnSums"),
      total: variance("total"),
    },
  );
  return widthsOf(deviations, plan.mechanism);
}

function widthsOf(deviations: LevelVariances, mechanism: PrivacyMechanism): LevelVariances {
  const width = (deviation: number) => widths[mechanism] * deviation;
  return {
    cells: width(deviations.cells),
    rowSums: width(deviations.rowSums),
    columnSums: width(deviations.columnSums),
    total: width(deviations.total),
  };
}
