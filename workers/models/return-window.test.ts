import fc from "fast-check";
import { expect, test } from "vitest";
import { chanceOfPurchase } from "./bgnbd/chance-of-purchase.ts";
import { returnWindow } from "./bgnbd/return-window.ts";
import { purchaseGaps } from "./purchase-gaps.ts";

test("by the end of a window the shares asked for have come back, of those who do within the horizon", () => {
  const positive = fc.double({ min: 0.05, max: 20, noNaN: true });
  fc.assert(
    fc.property(positive, positive, fc.double({ min: 1, max: 200, noNaN: true }), (r, alpha, horizon) => {
      const parameters = { r, alpha, a: 1, b: 1 };
      const by = (t: number): number => chanceOfPurchase(parameters, { x: 0, tx: 0, T: 0 }, t);
      const { from, to } = returnWindow(parameters, horizon, [0.25, 0.75]);
      expect(by(from) / by(horizon)).toBeCloseTo(0.25, 8);
      expect(by(to) / by(horizon)).toBeCloseTo(0.75, 8);
      expect(to).toBeGreaterThan(from);
      expect(to).toBeLessThan(horizon);
    }),
  );
});

test("gaps lie between purchase days; the second counts only where there was time for it, and only of whom may be considered", () => {
  const histories = [
    [0, 0, 30, 100],
    [350, 360],
    [0, 380],
    [0, 12],
  ];
  const start = Int32Array.from([0, 4, 6, 8, 10]);
  const day = Int32Array.from(histories.flat());
  const amount = new Float64Array(day.length).fill(100);
  const mask = Uint8Array.from([1, 1, 1, 0]);
  const { toSecond, between } = purchaseGaps({ start, day, amount, mask }, 400, 365);
  // The second person's first purchase is 50 days old; the third came back after the horizon.
  expect([...toSecond]).toEqual([30]);
  expect([...between]).toEqual([30, 70, 10, 380]);
});
