import { describe, expect, test } from "vitest";
import { deepCases } from "../../../../test/support/deep-cases.ts";
import { fuzzArchive, fuzzBytes, fuzzTable } from "../../../../test/support/fuzz-intake.ts";

const HOURS = 3_600_000;

describe("very many fuzzed files", () => {
  test(
    "no crash, no hang, every good row kept",
    async () => {
      const wrong: string[] = [];
      for (let seed = 1; seed <= deepCases; seed++) {
        const said =
          seed % 200 === 0 ? await fuzzArchive(seed) : seed % 4 === 0 ? fuzzBytes(seed) : fuzzTable(seed);
        if (said !== undefined) wrong.push(said);
      }
      console.log(`${String(deepCases)} files, ${String(wrong.length)} wrong`);
      expect(wrong.slice(0, 10)).toEqual([]);
    },
    2 * HOURS,
  );
});
