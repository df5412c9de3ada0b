import { describe, expect, test } from "vitest";
import { cutEverywhere } from "../../test/crash/crash-suite.ts";
import { workloads } from "../../test/crash/workloads.ts";

// A sample of test/crash/crash.deep.test.ts.
describe("power lost during a call to the disk", () => {
  test("leaves the vault in the state before or after, and nothing answered for is lost", async () => {
    let states = 0;
    const broken: string[] = [];
    for (const workload of workloads) {
      const report = await cutEverywhere(workload, 7, { everyNth: 8 });
      states += report.states;
      broken.push(...report.broken);
    }
    console.log(`crash states: ${String(states)} over ${String(workloads.length)} workloads`);
    expect(broken).toEqual([]);
    expect(states).toBeGreaterThan(1_400);
  });

  test("is seen to do harm on a disk whose syncs only say so", async () => {
    const [workload] = workloads.filter(({ name }) => name === "five commits in a row");
    const report = await cutEverywhere(workload!, 7, { everyNth: 8, honest: false });
    expect(report.broken.length).toBeGreaterThan(10);
  });
});
