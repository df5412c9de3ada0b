import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { unwatched } from "../../../base/job.ts";
import type { FileLike } from "../../../terms/intake.ts";
import { readRecords } from "./read-records.ts";

const MIB = 2 ** 20;
const rowsOfBlock = 4096;
const block = new TextEncoder().encode(
  Array.from(
    { length: rowsOfBlock },
    (_, row) => `K${String(row).padStart(6, "0")},山田 太郎,"1-2-3, 本町",taro@example.jp,2026-01-05,12800\n`,
  ).join(""),
);

/** A file of the same rows over and over, made as it is read: it takes no memory itself. */
function endless(size: number, start = 0): FileLike {
  return {
    size,
    slice: (from, to) => endless(Math.min(to, size) - from, start + from),
    arrayBuffer: () => {
      const bytes = new Uint8Array(size);
      for (let at = 0; at < size;) {
        const from = (start + at) % block.length;
        const part = block.subarray(from, Math.min(block.length, from + size - at));
        bytes.set(part, at);
        at += part.length;
      }
      return Promise.resolve(bytes.buffer);
    },
  };
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Reads a file of so many blocks, rubbish collected every hundred thousand rows; in MiB above the start, the most memory in use at any thousandth row. */
async function peakOf(blocks: number) {
  const used = () => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const reading = { encoding: "utf-8", delimiter: ",", dateOrder: "ymd", decimalMark: "." } as const;
  collect();
  const before = used();
  let [rows, bad, peak] = [0, 0, before];
  const sink = {
    record: () => {
      if (++rows % 1000 !== 0) return;
      peak = Math.max(peak, used());
      if (rows % 100_000 === 0) collect();
    },
    bad: () => {
      bad++;
    },
  };
  await readRecords(endless(blocks * block.length), reading, 6, sink, unwatched);
  return { rows, bad, megabytes: (blocks * block.length) / 1e6, peak: (peak - before) / MIB };
}

describe("a very large file", () => {
  test(
    "200 MB of CSV are read in memory that does not grow with the file",
    { timeout: 1_800_000 },
    async () => {
      const blocksOf = (megabytes: number) => Math.ceil((megabytes * 1e6) / block.length);
      const small = await peakOf(blocksOf(20));
      const large = await peakOf(blocksOf(200));
      for (const { megabytes, rows, peak } of [small, large])
        console.log(
          `${megabytes.toFixed(0)} MB, ${String(rows)} rows: peak ${peak.toFixed(1)} MiB above the start`,
        );
      expect([large.rows, large.bad]).toEqual([blocksOf(200) * rowsOfBlock, 0]);
      expect(large.peak).toBeLessThan(small.peak + 8);
    },
  );
});
