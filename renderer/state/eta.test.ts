import { describe, expect, test } from "vitest";
import { etaSeconds, noteProgress, type Pace } from "./eta.ts";

function steady(perSecond: number, seconds: number): Pace {
  let pace: Pace = [];
  for (let tick = 0; tick <= seconds * 4; tick++)
    pace = noteProgress(pace, tick * 250, (tick * perSecond) / 4);
  return pace;
}

describe("time left", () => {
  test("is what remains at the pace of the last five seconds", () => {
    expect(etaSeconds(steady(100, 10), 3000)).toBeCloseTo(30, 6);
  });

  test("forgets what is older than five seconds", () => {
    const pace = steady(100, 10);
    expect(pace[0]?.at).toBe(5000);
  });

  test("is not told before two seconds are seen", () => {
    expect(etaSeconds(steady(100, 1), 3000)).toBeUndefined();
    expect(etaSeconds([], 3000)).toBeUndefined();
  });

  test("is not told while the pace jumps or stands still", () => {
    const jump = [0, 1, 2, 200, 400].map((done, index) => ({ at: index * 1000, done }));
    expect(etaSeconds(jump, 10)).toBeUndefined();
    const still = [0, 1000, 2000, 3000].map((at) => ({ at, done: 5 }));
    expect(etaSeconds(still, 10)).toBeUndefined();
  });
});
