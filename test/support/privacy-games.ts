import { addNoise, type NoisePlan } from "../../workers/models/privacy/noisy-table.ts";
import { sumsOf } from "../../workers/models/privacy/fit-table.ts";
import { UniformSource, type FillRandom } from "../../workers/models/privacy/random-bits.ts";
import { discreteGaussian, discreteLaplace } from "../../workers/models/privacy/samplers.ts";
import type { Rational } from "../../workers/models/privacy/rational.ts";

/** Outputs on a count and on the same count with one person more. */
export type Game = readonly [without: readonly number[], withOne: readonly number[]];

/** Plain noisy counts of 100 and 101 people. */
export function countGame(
  mechanism: NoisePlan["mechanism"],
  parameter: Rational,
  draws: number,
  fill: FillRandom,
): Game {
  const source = new UniformSource(fill);
  const sampler = mechanism === "laplace" ? discreteLaplace : discreteGaussian;
  const play = (count: number) =>
    Array.from({ length: draws }, () => count + Number(sampler(source, parameter)));
  return [play(100), play(101)];
}

/** A whole table, margins, least squares and rounding included: the sum of the cell, its row and the total that a person is in. */
export function tableGame(plan: NoisePlan, draws: number, fill: FillRandom): Game {
  const source = new UniformSource(fill);
  const size = { rows: 2, columns: 2 };
  const play = (cells: Float64Array) =>
    Array.from({ length: draws }, () => {
      const noisy = addNoise(cells, size, plan, source).cells;
      const sums = sumsOf(noisy, 2, 2);
      return noisy[0]! + sums.rows[0]! + sums.columns[0]! + sums.total;
    });
  return [play(Float64Array.of(50, 60, 70, 80)), play(Float64Array.of(50 + plan.bound, 60, 70, 80))];
}
