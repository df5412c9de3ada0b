import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { json } from "../cli/kurabito.ts";
import { pairQuality } from "../support/linkage-people.ts";
import { describeWith, sharedData } from "./shared-data.ts";

// Record linkage with known truth (RecordLinkage's RLdata500; FEBRL 1 and 2). The files are read, not copied; the column that
// holds the truth is read here only.

const sets = [
  { path: "identity/RLdata500.csv", truth: (row: readonly string[]) => row[7], pairs: 50, least: 0.98 },
  {
    path: "identity/febrl/dataset1.csv",
    truth: (row: readonly string[]) => row[0]?.split("-")[1],
    pairs: 500,
    least: 0.99,
  },
  {
    path: "identity/febrl/dataset2.csv",
    truth: (row: readonly string[]) => row[0]?.split("-")[1],
    pairs: 1934,
    least: 0.97,
  },
] as const;

for (const { path, truth, pairs, least } of sets)
  describeWith(path, `people of ${path}`, () => {
    test(`F1 of at least ${String(least)} with the default threshold and no labels`, async () => {
      const rows = readFileSync(sharedData(path), "utf8").trim().split(/\r?\n/).slice(1);
      const known = rows.map((row) => truth(row.split(",")));
      const { entities } = await json<{ entities: readonly number[] }>([
        "analyse",
        "identity",
        "--in",
        sharedData(path),
      ]);
      expect(entities).toHaveLength(known.length);
      const quality = pairQuality(entities, known);
      expect(quality.truePairs).toBe(pairs);
      console.log(
        `${path}: precision ${quality.precision.toFixed(4)} recall ${quality.recall.toFixed(4)} F1 ${quality.f1.toFixed(4)}`,
      );
      expect(quality.f1).toBeGreaterThanOrEqual(least);
    });
  });
