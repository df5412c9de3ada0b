import { expect, test } from "vitest";
import { unwatched } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import type { BgnbdFit } from "../bgnbd/fit.ts";
import { purchaseForecast } from "./purchase-forecast.ts";

const parameters = { r: 0.9, alpha: 5, a: 0.7, b: 2.4 };
const fit: BgnbdFit = {
  parameters,
  standardErrors: parameters,
  covariance: undefined,
  logLikelihood: 0,
  n: 0,
  converged: true,
};
const AHEAD = [10, 26];

/** A shop that lives as BG/NBD says: histories up to now, and the repeat purchases that then come up to each moment. */
function shop(customers: number, seed: number) {
  const random = randomStream(seed);
  const frequency = new Int32Array(customers);
  const recency = new Float64Array(customers);
  const T = new Float64Array(customers);
  const came = AHEAD.map(() => 0);
  for (let i = 0; i < customers; i++) {
    const age = 10 + 40 * random.uniform();
    const rate = random.gamma(parameters.r) / parameters.alpha;
    const leave = random.beta(parameters.a, parameters.b);
    T[i] = age;
    for (let time = random.exponential() / rate; time <= age + 26; time += random.exponential() / rate) {
      if (time <= age) {
        frequency[i] = frequency[i]! + 1;
        recency[i] = time;
      } else AHEAD.forEach((end, k) => (came[k] = came[k]! + (time <= age + end ? 1 : 0)));
      if (random.uniform() < leave) break;
    }
  }
  return { histories: { frequency, recency, T, spend: new Float64Array(customers) }, came };
}

test("what comes lies in the range 19 times of 20, and on the mean where it was expected", () => {
  const rounds = 150;
  const held = AHEAD.map(() => 0);
  const sums = { said: 0, came: 0 };
  for (let round = 0; round < rounds; round++) {
    const { histories, came } = shop(250, round + 1);
    const { path } = purchaseForecast(histories, fit, AHEAD, unwatched);
    path.forEach(({ low, high }, k) => (held[k] = held[k]! + (came[k]! >= low && came[k]! <= high ? 1 : 0)));
    sums.said += path[1]!.value;
    sums.came += came[1]!;
  }
  for (const own of held) {
    expect(own / rounds).toBeGreaterThan(0.9);
    expect(own / rounds).toBeLessThan(0.99);
  }
  expect(Math.abs(sums.said / sums.came - 1)).toBeLessThan(0.02);
});

test("parameters that are not known well widen the range; the plain rule is each one's pace", () => {
  const { histories } = shop(400, 9);
  const covariance = Float64Array.from({ length: 16 }, (_, at) => (at % 5 === 0 ? 0.04 : 0));
  const width = (own: BgnbdFit) => {
    const { low, high } = purchaseForecast(histories, own, AHEAD, unwatched).path[1]!;
    return high - low;
  };
  expect(width({ ...fit, covariance })).toBeGreaterThan(1.5 * width(fit));
  const { plain } = purchaseForecast(histories, fit, AHEAD, unwatched);
  expect(plain[3]).toBeCloseTo((histories.frequency[3]! / histories.T[3]!) * 26, 12);
});
