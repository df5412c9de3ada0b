import { expect, test } from "vitest";
import { killOften } from "../../test/crash/kill-suite.ts";

// A sample of test/crash/kill.deep.test.ts.
test("a process killed twenty times while it writes a vault loses nothing it was told is saved", async () => {
  const report = await killOften(20, 22);
  console.log("kills:", JSON.stringify(report));
  expect(report.broken).toEqual([]);
  expect(report.acknowledged).toBeGreaterThan(0);
});
