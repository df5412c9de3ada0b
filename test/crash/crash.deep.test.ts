import { describe, expect, test } from "vitest";
import { cutEverywhere } from "./crash-suite.ts";
import { workloads } from "./workloads.ts";

let states = 0;
let cuts = 0;

describe("power lost after every call to the disk", () => {
  test.each(workloads)(
    "$name: the vault is in the state before or after, and nothing answered for is lost",
    async (workload) => {
      const report = await cutEverywhere(workload, 20);
      states += report.states;
      cuts += report.cuts;
      expect(report.broken).toEqual([]);
      // Both outcomes occur, or the suite would not have tried the commit itself.
      expect(report.before).toBeGreaterThan(0);
      expect(report.after + report.before).toBe(report.states);
    },
  );

  test("at least 20,000 states were tried, over at least 20 workloads", () => {
    console.log(
      `crash states: ${String(states)} over ${String(workloads.length)} workloads, ${String(cuts)} cuts, all kept`,
    );
    expect(workloads.length).toBeGreaterThanOrEqual(20);
    expect(states).toBeGreaterThanOrEqual(20_000);
  });
});
