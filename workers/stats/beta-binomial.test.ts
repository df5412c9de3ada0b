import { expect, test } from "vitest";
import { betaBinomialQuantiles } from "./beta-binomial.ts";

// SciPy 1.10.1: scipy.stats.betabinom(n, a, b).ppf([0.025, 0.5, 0.975]).
test.each([
  [1, 5.5, 1.5, [0, 1, 1]],
  [7, 4.5, 3.5, [1, 4, 7]],
  [150, 60.5, 140.5, [31, 45, 60]],
  [2000, 0.5, 200.5, [0, 2, 26]],
  [2000, 200.5, 0.5, [1974, 1998, 2000]],
  [100000, 3.5, 998.5, [83, 317, 800]],
  [50, 0.5, 1.5, [0, 8, 43]],
  [300, 12000.5, 8000.5, [163, 180, 197]],
  [3, 0.5, 1.5, [0, 0, 3]],
])("quantiles of %s draws of Beta(%s, %s)", (n, a, b, quantiles) => {
  expect(betaBinomialQuantiles(n, a, b, [0.025, 0.5, 0.975])).toEqual(quantiles);
});
