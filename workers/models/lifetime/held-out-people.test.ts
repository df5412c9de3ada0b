import { expect, test } from "vitest";
import { unwatched } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import { heldOutQuarter } from "./held-out.ts";
import { repeatPurchaseFamilies } from "../repeat-families.ts";
import { chanceOfPurchase, lifetimeHeldOut } from "./held-out-people.ts";

// The posterior of one customer by brute force: rates and chances of leaving drawn from the priors, weighed by their likelihood.
test("the chance of a purchase is what customers drawn from the model do who bought so before", () => {
  const parameters = { r: 1.5, alpha: 8, a: 1.2, b: 2.5 };
  const history = { x: 2, tx: 6, T: 9 };
  const random = randomStream(11);
  const exponential = () => -Math.log(1 - random.uniform());
  // Gamma(1.5, 8) as the sum of an exponential and half a squared normal; Beta by its inverse is not needed: weights do.
  const normal = () => Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * random.uniform());
  const ahead = 5;
  let [weight, bought] = [0, 0];
  for (let draw = 0; draw < 400_000; draw++) {
    const rate = (exponential() + normal() ** 2 / 2) / parameters.alpha;
    const p = random.uniform();
    const prior = p ** (parameters.a - 1) * (1 - p) ** (parameters.b - 1);
    const until = rate ** history.x * (1 - p) ** (history.x - 1) * prior;
    const alive = until * (1 - p) * Math.exp(-rate * history.T);
    weight += alive + until * p * Math.exp(-rate * history.tx);
    bought += alive * -Math.expm1(-rate * ahead);
  }
  expect(chanceOfPurchase(parameters, history, ahead)).toBeCloseTo(bought / weight, 2);
  expect(chanceOfPurchase(parameters, history, 0)).toBe(0);
});

test("person by person it is the check on held-out time, and its chances sum to those who came back", () => {
  const random = randomStream(3);
  const days: number[][] = Array.from({ length: 1500 }, () => {
    const own: number[] = [];
    const rate = -Math.log(1 - random.uniform()) / 60;
    const leaving = random.uniform() ** 2;
    let day = 330 * random.uniform();
    do {
      own.push(Math.floor(day));
      day -= Math.log(1 - random.uniform()) / rate;
    } while (day < 700 && random.uniform() > leaving);
    return own;
  });
  const start = new Int32Array(days.length + 1);
  days.forEach((own, p) => (start[p + 1] = start[p]! + own.length));
  const day = Int32Array.from(days.flat());
  const mask = new Uint8Array(days.length).fill(1);
  const orders = { start, day, amount: new Float64Array(day.length).fill(1000), mask };
  const end = 699;
  const { heldOut, judgedFrom } = lifetimeHeldOut({ ...orders, end, unit: "week" }, unwatched);
  const family = repeatPurchaseFamilies.bgnbd;
  const clock = { end, unit: "week" } as const;
  const known = heldOutQuarter(family, orders, clock, family.histories(orders, clock, unwatched), unwatched)!;
  expect(judgedFrom).toBe(known.found.fromDay - 1);
  const sum = (list: ArrayLike<number>) => Array.from(list).reduce((total, own) => total + own, 0);
  expect(heldOut!.person.length).toBe(known.found.bins.reduce((total, { people }) => total + people, 0));
  expect(sum(heldOut!.rank!)).toBeCloseTo(
    known.found.bins.reduce((total, { people, expected }) => total + people * expected, 0),
    6,
  );
  const came = Array.from(heldOut!.person, (p) => (days[p]!.some((one) => one > judgedFrom!) ? 1 : 0));
  expect([...heldOut!.outcome]).toEqual(came);
  expect(Math.abs(sum(heldOut!.chance) - sum(came))).toBeLessThan(0.15 * sum(came));
});
