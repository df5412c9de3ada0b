import { describe, expect, test } from "vitest";
import { randomStream } from "../../stats/random.ts";
import { chanceOfPurchase } from "./chance-of-purchase.ts";
import { expectedPurchases } from "./expectations.ts";

/** The published fit to CDNOW: Fader, Hardie & Lee (2005), table 2. */
const cdnow = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

describe("the chance to buy within a time", () => {
  test("of somebody who has not come back, by hand", () => {
    // 1 - (4.414 + 38.86) / (4.414 + 38.86 + 4.3) to the power .243
    expect(chanceOfPurchase(cdnow, { x: 0, tx: 0, T: 38.86 }, 4.3)).toBeCloseTo(0.0227575, 6);
  });

  test("is at most the purchases expected, and comes to them in a short time", () => {
    for (const history of [
      { x: 0, tx: 0, T: 20 },
      { x: 3, tx: 12, T: 30 },
      { x: 9, tx: 38, T: 39 },
    ]) {
      for (const t of [1, 10, 52])
        expect(chanceOfPurchase(cdnow, history, t)).toBeLessThan(expectedPurchases(cdnow, history, t));
      const [chance, expected] = [1e-5, 1e-5].map((t, k) =>
        k === 0 ? chanceOfPurchase(cdnow, history, t) : expectedPurchases(cdnow, history, t),
      );
      expect(chance! / expected!).toBeCloseTo(1, 4);
    }
  });

  test("is the share of simulated customers who buy, among those the model thinks alike", () => {
    const parameters = { r: 0.8, alpha: 6, a: 0.9, b: 3 };
    const random = randomStream(5);
    const [T, t] = [30, 6];
    const bins = Array.from({ length: 5 }, () => ({ people: 0, said: 0, bought: 0 }));
    for (let person = 0; person < 20_000; person++) {
      const rate = random.gamma(parameters.r) / parameters.alpha;
      const leaves = random.beta(parameters.a, parameters.b);
      let [time, x, tx, alive, buys] = [0, 0, 0, true, false];
      while (alive && !buys) {
        time += random.exponential() / rate;
        if (time > T + t) break;
        if (time > T) buys = true;
        else {
          x++;
          tx = time;
          alive = random.uniform() >= leaves;
        }
      }
      const said = chanceOfPurchase(parameters, { x, tx, T }, t);
      const bin = bins[Math.min(4, Math.floor(said * 5))]!;
      bin.people++;
      bin.said += said;
      bin.bought += buys ? 1 : 0;
    }
    for (const { people, said, bought } of bins) {
      if (people < 200) continue;
      const share = said / people;
      expect(Math.abs(bought / people - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / people));
    }
  });
});
