import { expect, test } from "vitest";
import { killOften } from "./kill-suite.ts";

test("300 kills at times of chance: nothing answered for is lost, nothing is damaged", async () => {
  const report = await killOften(300, 20_261_122);
  console.log("kills:", JSON.stringify(report));
  expect(report.broken).toEqual([]);
  expect(report.kills).toBe(300);
  // Kills that hit nothing would prove nothing.
  expect(report.acknowledged).toBeGreaterThan(300);
  expect(report.cutOff).toBeGreaterThan(10);
}, 1_200_000);
