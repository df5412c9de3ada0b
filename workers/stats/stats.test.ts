import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { correlation, quantile } from "./describe.ts";
import { distinct } from "./distinct.ts";
import { digamma, lnBeta, lnGamma, trigamma } from "./gamma.ts";
import { gaussTail, lnHypergeometric } from "./hypergeometric.ts";
import { choleskySolve, cholesky, inversePositiveDefinite, quadraticForm } from "./linear.ts";
import { maximise } from "./newton.ts";
import { normalCdf, normalQuantile } from "./normal.ts";
import { quantileScores } from "./quantile-scores.ts";
import { randomStream } from "./random.ts";

// Reference values: SciPy 1.x (gammaln, digamma, polygamma, ndtr, ndtri, hyp2f1), full precision. Both sides
// round, so a few units of the 13th digit are the most that two correct programs may differ by.
const RELATIVE = 1e-13;

function expectRelative(value: number, expected: number, tolerance = RELATIVE): void {
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(tolerance * Math.max(1e-300, Math.abs(expected)));
}

describe("gamma functions", () => {
  test.each([
    [1e-6, 13.81550998074943, -1000000.57721402, 1000000000001.645],
    [0.2426, 1.3197854750907922, -4.358361853222514, 18.19821032424031],
    [1.5, -0.12078223763524526, 0.03648997397857652, 0.9348022005446793],
    [9.9, 12.57717990421988, 2.2411803166063815, 0.1062830416287406],
    [26.24, 58.78202916784312, 3.248109074133574, 0.03884515498204466],
    [1e5, 1051287.7089736569, 11.512920464961896, 1.0000050000166665e-5],
  ])("at %s", (x, ln, slope, bend) => {
    // Near their zeros ln Gamma and digamma are differences of numbers of order 1: 2e-14 absolute is what is left.
    expect(Math.abs(lnGamma(x) - ln)).toBeLessThanOrEqual(2e-14 + RELATIVE * Math.abs(ln));
    expect(Math.abs(digamma(x) - slope)).toBeLessThanOrEqual(2e-14 + RELATIVE * Math.abs(slope));
    expectRelative(trigamma(x), bend);
  });

  test("outside their domain they are NaN", () => {
    for (const f of [lnGamma, digamma, trigamma]) for (const x of [0, -1.5, NaN]) expect(f(x)).toBeNaN();
  });

  test("ln B(2, 3) is ln 1/12", () => expectRelative(lnBeta(2, 3), -Math.log(12)));
});

describe("the normal distribution", () => {
  test.each([
    [-9, 1.128588405953841e-19],
    [-3.5, 0.00023262907903552502],
    [-1, 0.15865525393145707],
    [0, 0.5],
    [0.3, 0.6179114221889526],
    [2.999, 0.9986456634662729],
    [3.001, 0.998654527174915],
    [6, 0.9999999990134123],
  ])("cdf at %s", (z, expected) => expectRelative(normalCdf(z), expected));

  test.each([
    [1e-12, -7.034483825301131],
    [0.001, -3.090232306167813],
    [0.025, -1.9599639845400545],
    [0.3, -0.5244005127080409],
    [0.975, 1.959963984540054],
  ])("quantile at %s", (p, expected) => expectRelative(normalQuantile(p), expected));

  test("quantile at the ends and outside", () => {
    expect([0, 1].map(normalQuantile)).toEqual([-Infinity, Infinity]);
    expect([-0.1, 1.1, NaN].map(normalQuantile)).toEqual([NaN, NaN, NaN]);
  });

  test("quantile inverts cdf", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-10, max: 0.5, noNaN: true }), (p) =>
        expectRelative(normalCdf(normalQuantile(p)), p, 1e-12),
      ),
    );
  });
});

describe("2F1", () => {
  test.each([
    [1.5, 2.5, 4, 0.3, 1.3814890736482477],
    [0.5, 3, 2.2, 0.9, 7.441714857618187],
    [30, 20, 45, 0.6, 73409.1749819284],
  ])("2F1(%s, %s; %s; %s)", (a, b, c, z, expected) => {
    expectRelative(Math.exp(lnHypergeometric(a, b, c, z)), expected, 1e-12);
    // The tail is c / b times the sum without its first term, when e stands for b.
    expectRelative(1 + (b / c) * gaussTail(a, b, c, z), expected, 1e-12);
  });

  test("does not overflow: 2F1(a, b; b; z) = (1 - z)^-a", () =>
    expectRelative(lnHypergeometric(4000, 7, 7, 0.5), 4000 * Math.LN2, 1e-12));
});

describe("symmetric systems", () => {
  const matrix = Float64Array.of(4, 2, 0.6, 2, 2, 0.5, 0.6, 0.5, 3);

  test("a solution solves, an inverse inverts", () => {
    const b = Float64Array.of(1, -2, 3);
    const x = choleskySolve(cholesky(matrix, 3)!, b, 3);
    const inverse = inversePositiveDefinite(matrix, 3)!;
    for (let i = 0; i < 3; i++) {
      const row = matrix.subarray(3 * i, 3 * i + 3);
      expect(row.reduce((sum, entry, k) => sum + entry * x[k]!, 0)).toBeCloseTo(b[i]!, 12);
      for (let j = 0; j < 3; j++)
        expect(row.reduce((sum, entry, k) => sum + entry * inverse[3 * k + j]!, 0)).toBeCloseTo(
          i === j ? 1 : 0,
          12,
        );
    }
    expect(quadraticForm(matrix, x)).toBeCloseTo(
      b.reduce((sum, entry, k) => sum + entry * x[k]!, 0),
      12,
    );
  });

  test.each([
    ["indefinite", [1, 2, 2, 1]],
    ["singular", [1, 1, 1, 1]],
    ["not a number", [NaN, 0, 0, 1]],
  ])("a matrix that is %s has no factor", (_, entries) =>
    expect(cholesky(Float64Array.from(entries), 2)).toBeUndefined(),
  );
});

describe("Newton's method", () => {
  // Minus Rosenbrock's function: a curved ridge, its Hessian indefinite at the usual start.
  const ridge = {
    dimension: 2,
    evaluate: ([x = 0, y = 0]: Float64Array, g: Float64Array, h: Float64Array) => {
      const bow = y - x * x;
      g.set([400 * x * bow + 2 * (1 - x), -200 * bow]);
      h.set([400 * bow - 800 * x * x - 2, 400 * x, 400 * x, -200]);
      return -100 * bow * bow - (1 - x) ** 2;
    },
  };

  test("climbs a curved ridge to its top", () => {
    const top = maximise(ridge, Float64Array.of(-1.2, 1));
    expect(top.converged).toBe(true);
    expect(top.x[0]).toBeCloseTo(1, 9);
    expect(top.x[1]).toBeCloseTo(1, 9);
  });

  test("says so when there is no top", () => {
    const slope = {
      dimension: 1,
      evaluate: ([x = 0]: Float64Array, g: Float64Array, h: Float64Array) => {
        g[0] = 1;
        h[0] = 0;
        return x;
      },
    };
    expect(maximise(slope, Float64Array.of(0)).converged).toBe(false);
  });
});

describe("scores by rank", () => {
  test("a hundred different values fall into fifths", () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => (i * 37) % 100);
    const scores = quantileScores(values, new Uint8Array(100).fill(1), 5);
    values.forEach((value, i) => expect(scores[i]).toBe(1 + Math.floor(value / 20)));
  });

  test("equal values share a score, better ones never score less, and order in the input does not matter", () => {
    const value = fc.integer({ min: 0, max: 8 });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (list) => {
        const everybody = new Uint8Array(list.length).fill(1);
        // Whole numbers are counted, others sorted: one answer.
        for (const values of [Float64Array.from(list), Int32Array.from(list)]) {
          const scores = quantileScores(values, everybody, 5);
          list.forEach((one, i) => {
            const below = list.filter((other) => other < one).length;
            expect(scores[i]).toBe(1 + Math.floor((5 * below) / list.length));
          });
        }
      }),
    );
  });

  test("who is left out has no score and moves nobody", () => {
    const values = Float64Array.of(9, 1, 2, 3, 4, 5);
    expect([...quantileScores(values, Uint8Array.of(0, 1, 1, 1, 1, 1), 5)]).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe("description", () => {
  test("quantiles interpolate", () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([4, 1, 3, 2], 1)).toBe(4);
    expect(quantile([], 0.5)).toBeNaN();
  });

  test("correlation", () => {
    expect(correlation([1, 2, 3], [6, 4, 2])).toBeCloseTo(-1, 14);
    expect(correlation([1, 2, 3], [5, 5, 5])).toBeNaN();
  });

  test("distinct values in order of first sight", () => {
    const { values, codes } = distinct(Float64Array.of(3, 1, 3, 2));
    expect([...values]).toEqual([3, 1, 2]);
    expect([...codes]).toEqual([0, 1, 0, 2]);
  });
});

describe("random streams", () => {
  test("a seed is a stream", () => {
    const first = [0.1537716526574589, 0.018084542542176563, 0.5348906284683477];
    const stream = randomStream(42);
    expect(first.map(() => stream.uniform())).toEqual(first);
    expect(randomStream(43).uniform()).not.toBe(first[0]);
  });

  test("moments of the distributions", () => {
    const stream = randomStream(1);
    const n = 40_000;
    const mean = (draw: () => number) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += draw();
      return sum / n;
    };
    // Five standard errors of a mean of 40,000: 0.025 standard deviations.
    expect(Math.abs(mean(() => stream.uniform()) - 0.5)).toBeLessThan(0.025 * 0.289);
    expect(Math.abs(mean(() => stream.normal()))).toBeLessThan(0.025);
    expect(Math.abs(mean(() => stream.normal() ** 2) - 1)).toBeLessThan(0.025 * Math.SQRT2);
    expect(Math.abs(mean(() => stream.exponential()) - 1)).toBeLessThan(0.025);
    expect(Math.abs(mean(() => stream.gamma(0.24)) - 0.24)).toBeLessThan(0.025 * Math.sqrt(0.24));
    expect(Math.abs(mean(() => stream.gamma(6)) - 6)).toBeLessThan(0.025 * Math.sqrt(6));
    expect(Math.abs(mean(() => stream.beta(0.8, 2.4)) - 0.25)).toBeLessThan(0.025 * 0.212);
    expect(Math.abs(mean(() => stream.below(10)) - 4.5)).toBeLessThan(0.025 * 2.88);
  });
});
