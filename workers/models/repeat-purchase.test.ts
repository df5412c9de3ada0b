import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Cancelled, unwatched, type JobControl } from "../base/job.ts";
import type { Objective } from "../stats/newton.ts";
import { randomStream, type RandomStream } from "../stats/random.ts";
import { bgbbModel } from "./bgbb/expectations.ts";
import { fitBgbb } from "./bgbb/fit.ts";
import { bgbbObjective } from "./bgbb/likelihood.ts";
import { mbgnbdModel } from "./mbgnbd/expectations.ts";
import { fitMbgnbd } from "./mbgnbd/fit.ts";
import { bgnbdObjective } from "./bgnbd/likelihood.ts";
import { paretoNbdModel } from "./paretonbd/expectations.ts";
import { fitParetoNbd } from "./paretonbd/fit.ts";
import { paretoNbdObjective } from "./paretonbd/likelihood.ts";
import { expectedAhead, type RepeatPurchaseFit, type RepeatPurchaseModel } from "./repeat-purchase.ts";

const few = {
  frequency: Int32Array.of(0, 2, 0, 26, 1, 2, 0, 3),
  recency: Float64Array.of(0, 30.43, 0, 30.86, 5, 30.43, 0, 12),
  T: Float64Array.of(38.86, 38.86, 20, 31, 20, 38.86, 38.86, 12),
};
const fewOccasions = { frequency: [0, 2, 6, 1, 3], recency: [0, 4, 6, 1, 5], T: [6, 6, 6, 3, 9] };

/** Value, gradient and Hessian at logarithms of parameters. */
function at(objective: Objective, theta: readonly number[]) {
  const gradient = new Float64Array(4);
  const hessian = new Float64Array(16);
  return { value: objective.evaluate(Float64Array.from(theta), gradient, hessian), gradient, hessian };
}

describe("exact derivatives", () => {
  test.each([
    ["MBG/NBD", bgnbdObjective(few, 1)],
    ["Pareto/NBD", paretoNbdObjective(few)],
    ["BG/BB", bgbbObjective(fewOccasions)],
  ])("%s: gradient and Hessian agree with differences", (_, objective) => {
    const parameter = fc.double({ min: -1.5, max: 2.5, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(parameter, parameter, parameter, parameter), (point) => {
        const here = at(objective, point);
        const step = 1e-5;
        for (let i = 0; i < 4; i++) {
          const up = at(objective, point.map((value, k) => (k === i ? value + step : value))); // prettier-ignore
          const down = at(objective, point.map((value, k) => (k === i ? value - step : value))); // prettier-ignore
          // Rounding of the difference: 1e-15 of a value of order 100, divided by the step.
          expect(Math.abs((up.value - down.value) / (2 * step) - here.gradient[i]!)).toBeLessThan(2e-6);
          for (let j = 0; j < 4; j++) {
            const bend = (up.gradient[j]! - down.gradient[j]!) / (2 * step);
            expect(Math.abs(bend - here.hessian[4 * i + j]!)).toBeLessThan(2e-6);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  test("Pareto/NBD: the integral is the likelihood's, whatever the scales (composite Simpson)", () => {
    const positive = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(
        fc.tuple(positive(0.05, 8), positive(3, 60), positive(0.05, 8), positive(3, 60)),
        fc.integer({ min: 0, max: 12 }),
        positive(0, 50),
        positive(0.5, 60),
        ([r, alpha, s, beta], x, tx, wait) => {
          const last = x === 0 ? 0 : tx;
          const T = last + wait;
          const one = { frequency: Int32Array.of(x), recency: Float64Array.of(last), T: Float64Array.of(T) };
          const ours = at(paretoNbdObjective(one), [r, alpha, s, beta].map(Math.log)).value;
          // By steps of time, scaled by the still-alive term; the common factor is taken from a history that ends at once.
          const alive = (time: number) => -(r + x) * Math.log(alpha + time) - s * Math.log(beta + time);
          const steps = 20_000;
          let sum = 0;
          for (let k = 0; k <= steps; k++) {
            const tau = last + (wait * k) / steps;
            const weight = k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2;
            sum += weight * Math.exp(alive(tau) - Math.log(beta + tau) - alive(last));
          }
          const total = Math.exp(alive(T) - alive(last)) + (s * sum * wait) / steps / 3;
          const atOnce = { ...one, T: Float64Array.of(last) };
          const base = at(paretoNbdObjective(atOnce), [r, alpha, s, beta].map(Math.log)).value;
          expect(ours - base).toBeCloseTo(Math.log(total), 7);
        },
      ),
      { numRuns: 30 },
    );
  });
});

interface Simulated {
  readonly frequency: Int32Array;
  readonly recency: Float64Array;
  readonly T: Float64Array;
}

function simulate(n: number, seed: number, one: (stream: RandomStream) => readonly [number, number, number]) {
  const stream = randomStream(seed);
  const rows = Array.from({ length: n }, () => one(stream));
  return {
    frequency: Int32Array.from(rows, ([x]) => x),
    recency: Float64Array.from(rows, ([, tx]) => tx),
    T: Float64Array.from(rows, ([, , T]) => T),
  } satisfies Simulated;
}

const mbg = { r: 0.8, alpha: 6, a: 0.7, b: 2 };
const mbgShop = (n: number, seed: number) =>
  simulate(n, seed, (stream) => {
    const T = 104 * (1 - stream.uniform() / 2);
    const rate = stream.gamma(mbg.r) / mbg.alpha;
    const leave = stream.beta(mbg.a, mbg.b);
    let [time, x, last] = [0, 0, 0];
    while (stream.uniform() >= leave) {
      time += stream.exponential() / rate;
      if (!(time <= T)) break;
      x++;
      last = time;
    }
    return [x, last, T];
  });

const pareto = { r: 0.7, alpha: 7, s: 0.8, beta: 12 };
const paretoShop = (n: number, seed: number) =>
  simulate(n, seed, (stream) => {
    const T = 104 * (1 - stream.uniform() / 2);
    const rate = stream.gamma(pareto.r) / pareto.alpha;
    const life = stream.exponential() / (stream.gamma(pareto.s) / pareto.beta);
    let [time, x, last] = [0, 0, 0];
    for (;;) {
      time += stream.exponential() / rate;
      if (!(time <= Math.min(T, life))) return [x, last, T];
      x++;
      last = time;
    }
  });

const bgbb = { alpha: 1.2, beta: 0.8, gamma: 0.7, delta: 3 };
const bgbbFair = (n: number, seed: number) =>
  simulate(n, seed, (stream) => {
    const occasions = 6 + stream.below(7);
    const buy = stream.beta(bgbb.alpha, bgbb.beta);
    const leave = stream.beta(bgbb.gamma, bgbb.delta);
    let [x, last] = [0, 0];
    for (let k = 1; k <= occasions && stream.uniform() >= leave; k++)
      if (stream.uniform() < buy) {
        x++;
        last = k;
      }
    return [x, last, occasions];
  });

describe("fits recover the parameters that customers were simulated with", () => {
  // Four standard errors: one in sixteen thousand seeds would fail by chance, these do not.
  function recovers<K extends string>(fit: RepeatPurchaseFit<K>, truth: Readonly<Record<K, number>>) {
    expect(fit.converged).toBe(true);
    for (const name of Object.keys(truth) as K[]) {
      expect(Math.abs(fit.parameters[name] - truth[name])).toBeLessThan(4 * fit.standardErrors[name]);
      expect(fit.standardErrors[name] / truth[name]).toBeLessThan(0.5);
    }
  }
  test("MBG/NBD", () => recovers(fitMbgnbd(mbgShop(6000, 21), unwatched), mbg));
  test("Pareto/NBD", () => recovers(fitParetoNbd(paretoShop(4000, 22), unwatched), pareto));
  test("BG/BB", () => recovers(fitBgbb(bgbbFair(6000, 23), unwatched), bgbb));

  test("Pareto/NBD: the unit of time changes alpha and beta and nothing else", () => {
    const weeks = paretoShop(400, 3);
    const seven = (times: Float64Array) => times.map((t) => 7 * t);
    const inWeeks = fitParetoNbd(weeks, unwatched).parameters;
    const inDays = fitParetoNbd(
      { ...weeks, recency: seven(weeks.recency), T: seven(weeks.T) },
      unwatched,
    ).parameters;
    expect(inDays.r).toBeCloseTo(inWeeks.r, 5);
    expect(inDays.s).toBeCloseTo(inWeeks.s, 5);
    expect(inDays.alpha / 7).toBeCloseTo(inWeeks.alpha, 4);
    expect(inDays.beta / 7).toBeCloseTo(inWeeks.beta, 3);
  });

  test("weights are customers", () => {
    const fair = bgbbFair(50, 4);
    const doubled = fitBgbb({ ...fair, weight: new Array<number>(50).fill(2) }, unwatched);
    const twice = (values: ArrayLike<number>) => [...Array.from(values), ...Array.from(values)];
    const listed = fitBgbb(
      { frequency: twice(fair.frequency), recency: twice(fair.recency), T: twice(fair.T) },
      unwatched,
    );
    expect(doubled.logLikelihood).toBeCloseTo(listed.logLikelihood, 8);
    expect(doubled.n).toBe(100);
  });

  test("all stop when asked", () => {
    const job: JobControl = {
      check: () => {
        throw new Cancelled();
      },
      progress: () => undefined,
    };
    expect(() => fitMbgnbd(few, job)).toThrow(Cancelled);
    expect(() => fitParetoNbd(few, job)).toThrow(Cancelled);
    expect(() => fitBgbb(fewOccasions, job)).toThrow(Cancelled);
  });
});

describe("expectations", () => {
  /** Mean purchases after T of simulated customers against what the model expects of each by their history up to T. */
  test("MBG/NBD and Pareto/NBD: what simulated new customers buy", () => {
    // The shop's ages run from 52 to 104: the mean over them of what a new customer buys by then.
    const meanOf = (model: RepeatPurchaseModel) => {
      let sum = 0;
      for (let k = 0; k < 200; k++) sum += model.expectedOfNew(52 + (52 * (k + 0.5)) / 200) / 200;
      return sum;
    };
    const bought = (shop: Simulated) => shop.frequency.reduce((sum, x) => sum + x, 0) / shop.frequency.length;
    // Standard errors of the means of 20,000 are below 2 %.
    expect(Math.abs(bought(mbgShop(20_000, 31)) / meanOf(mbgnbdModel(mbg)) - 1)).toBeLessThan(0.06);
    expect(Math.abs(bought(paretoShop(20_000, 32)) / meanOf(paretoNbdModel(pareto)) - 1)).toBeLessThan(0.06);
  });

  test("Pareto/NBD: s = 1 is an ordinary point", () => {
    const value = (s: number) => paretoNbdModel({ ...pareto, s }).expectedOfNew(39);
    expect(value(1)).toBeCloseTo((value(1 - 1e-6) + value(1 + 1e-6)) / 2, 9);
  });

  test("nobody leaves: MBG/NBD and Pareto/NBD become the same gamma-Poisson", () => {
    const never = 1e-12;
    const history = { x: 3, tx: 10, T: 30 };
    const steady = ((2 + 3) / (9 + 30)) * 12;
    const models = [
      mbgnbdModel({ r: 2, alpha: 9, a: never, b: 1 }),
      paretoNbdModel({ r: 2, alpha: 9, s: never, beta: 5 }),
    ];
    for (const model of models) expect(expectedAhead(model, history, 12)).toBeCloseTo(steady, 8);
  });

  const positive = (max: number) => fc.double({ min: 0.05, max, noNaN: true });
  test("grow with time, shrink with silence, and are never negative", () => {
    fc.assert(
      fc.property(
        fc.tuple(positive(30), positive(50), positive(5), positive(40)),
        fc.integer({ min: 0, max: 60 }),
        positive(1),
        positive(100),
        ([r, alpha, s, beta], x, share, T) => {
          const history = { x, tx: x === 0 ? 0 : share * T, T };
          const models = [mbgnbdModel({ r, alpha, a: s, b: beta }), paretoNbdModel({ r, alpha, s, beta })];
          for (const model of models) {
            const alive = model.probabilityAlive(history);
            expect(alive).toBeGreaterThanOrEqual(0);
            expect(alive).toBeLessThanOrEqual(1);
            // Pareto's integral is good to 1e-14, not to the last bit.
            expect(model.probabilityAlive({ ...history, T: T + 5 })).toBeLessThanOrEqual(alive + 1e-13);
            const soon = expectedAhead(model, history, 10);
            const later = expectedAhead(model, history, 40);
            expect(soon).toBeGreaterThanOrEqual(0);
            expect(later).toBeGreaterThanOrEqual(soon);
            expect(later).toBeLessThanOrEqual(((r + x) / (alpha + T)) * 40 * (1 + 1e-9));
          }
        },
      ),
    );
  });

  test("BG/BB: at most one purchase an occasion, and a longer silence lowers the chance", () => {
    fc.assert(
      fc.property(
        fc.tuple(positive(10), positive(10), positive(10), positive(10)),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 1, max: 30 }),
        ([alpha, beta, gamma, delta], x, more, t) => {
          const model = bgbbModel({ alpha, beta, gamma, delta });
          const history = { x, tx: x, T: x + more };
          const alive = model.probabilityAlive(history);
          expect(alive).toBeLessThanOrEqual(1);
          expect(model.probabilityAlive({ ...history, T: x + more + 1 })).toBeLessThan(alive * (1 + 1e-12));
          const ahead = expectedAhead(model, history, t);
          expect(ahead).toBeGreaterThanOrEqual(0);
          expect(ahead).toBeLessThanOrEqual(t);
          expect(model.expectedOfNew(t + 0.5)).toBeGreaterThan(model.expectedOfNew(t));
        },
      ),
    );
  });
});
