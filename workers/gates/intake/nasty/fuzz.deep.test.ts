import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { deepCases } from "../../../../test/support/deep-cases.ts";
import { fuzzArchive, fuzzBytes, fuzzTable } from "../../../../test/support/fuzz-intake.ts";

const HOURS = 3_600_000;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Memory in use that is not rubbish, in MiB. */
function held(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}

describe("very many fuzzed files", () => {
  test(
    "no crash, no hang, every good row kept, no memory kept",
    async () => {
      const wrong: string[] = [];
      let early = 0;
      for (let seed = 1; seed <= deepCases; seed++) {
        const said =
          seed % 200 === 0 ? await fuzzArchive(seed) : seed % 4 === 0 ? fuzzBytes(seed) : fuzzTable(seed);
        if (said !== undefined) wrong.push(said);
        if (seed === Math.ceil(deepCases / 10)) early = held();
      }
      const late = held();
      console.log(
        `${String(deepCases)} files, ${String(wrong.length)} wrong; memory held after a tenth ${early.toFixed(1)} MiB, after all ${late.toFixed(1)} MiB`,
      );
      expect(wrong.slice(0, 10)).toEqual([]);
      expect(late).toBeLessThan(early + 16);
    },
    2 * HOURS,
  );
});
