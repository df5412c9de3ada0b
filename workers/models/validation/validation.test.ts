import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomStream } from "../../stats/random.ts";
import { auc, aucInterval, meanAuc } from "./auc.ts";
import { stratifiedFolds } from "./folds.ts";
import { calibrationBins, liftAt, scoresOf } from "./scores.ts";

const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.boolean()), {
  minLength: 4,
  maxLength: 60,
});

/** DeLong's structural components by their definition, pair by pair. */
function byPairs(scores: readonly number[], labels: readonly boolean[]) {
  const positives = scores.filter((_, i) => labels[i]);
  const negatives = scores.filter((_, i) => !labels[i]);
  const win = (x: number, y: number) => (x > y ? 1 : x === y ? 0.5 : 0);
  const mean = (list: readonly number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;
  const variance = (list: readonly number[]) =>
    list.reduce((sum, x) => sum + (x - mean(list)) ** 2, 0) / (list.length - 1);
  const v10 = positives.map((x) => mean(negatives.map((y) => win(x, y))));
  const v01 = negatives.map((y) => mean(positives.map((x) => win(x, y))));
  return { value: mean(v10), variance: variance(v10) / v10.length + variance(v01) / v01.length };
}

describe("area under the ROC curve", () => {
  test("is the share of pairs ranked right, with DeLong's variance, ties and all", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const labels = list.map(([, y]) => y);
        fc.pre(labels.filter(Boolean).length >= 2 && labels.filter((y) => !y).length >= 2);
        const scores = list.map(([score]) => score);
        const expected = byPairs(scores, labels);
        const found = auc(Float64Array.from(scores), Uint8Array.from(labels, Number));
        expect(found.value).toBeCloseTo(expected.value, 12);
        expect(found.variance).toBeCloseTo(expected.variance, 12);
      }),
    );
  });

  test("needs both outcomes", () => {
    expect(auc(Float64Array.of(1, 2), Uint8Array.of(1, 1)).value).toBeNaN();
  });

  test("the interval covers the truth about as often as it says", () => {
    // Normal scores one standard deviation apart have an area of Phi(1 / sqrt 2) = 0.76025.
    const random = randomStream(5);
    let covered = 0;
    for (let round = 0; round < 400; round++) {
      const labels = Uint8Array.from({ length: 120 }, (_, i) => i % 2);
      const [low, high] = aucInterval(
        auc(
          Float64Array.from(labels, (y) => y + random.normal()),
          labels,
        ),
      );
      if (low <= 0.76025 && high >= 0.76025) covered++;
    }
    expect(covered / 400).toBeGreaterThan(0.9);
    expect(covered / 400).toBeLessThan(0.98);
  });

  test("the mean of folds has the variance of a mean", () => {
    const one = { value: 0.8, variance: 0.04 };
    expect(meanAuc([one, one, one, one])).toEqual({ value: 0.8, variance: 0.01 });
  });
});

describe("scores", () => {
  test("by hand", () => {
    const { logLoss, brier, accuracy, f1 } = scoresOf(
      Float64Array.of(0.9, 0.6, 0.2, 0.7),
      Uint8Array.of(1, 0, 0, 1),
    );
    expect(logLoss).toBeCloseTo(-(Math.log(0.9) + Math.log(0.4) + Math.log(0.8) + Math.log(0.7)) / 4, 12);
    expect(brier).toBeCloseTo((0.01 + 0.36 + 0.04 + 0.09) / 4, 12);
    expect(accuracy).toBe(0.75);
    expect(f1).toBeCloseTo(0.8, 12);
  });

  test("calibration bins hold every row once and keep equal probabilities together", () => {
    const probability = Float64Array.from({ length: 100 }, (_, i) => Math.floor(i / 30) / 10);
    const bins = calibrationBins(probability, new Uint8Array(100).fill(1));
    expect(bins.map(({ n }) => n)).toEqual([30, 30, 30, 10]);
    expect(bins.every(({ observed }) => observed.value === 1 && observed.low > 0.7)).toBe(true);
  });

  test("lift of a perfect order is one over the rate", () => {
    const labels = Uint8Array.from({ length: 100 }, (_, i) => (i < 20 ? 1 : 0));
    expect(liftAt(Float64Array.from(labels), labels, 0.1)).toBe(5);
  });
});

describe("folds", () => {
  test("are even in both labels and repeat by seed", () => {
    const labels = Uint8Array.from({ length: 103 }, (_, i) => (i % 4 === 0 ? 1 : 0));
    const fold = stratifiedFolds(labels, 5, 42);
    expect(stratifiedFolds(labels, 5, 42)).toEqual(fold);
    expect(stratifiedFolds(labels, 5, 43)).not.toEqual(fold);
    for (const label of [0, 1]) {
      const counts = [0, 0, 0, 0, 0];
      fold.forEach((part, i) => {
        if (labels[i] === label) counts[part]!++;
      });
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
  });
});
