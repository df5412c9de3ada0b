import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { json } from "../cli/kurabito.ts";
import { describeWith, sharedData } from "./shared-data.ts";

// The Adult file with nine hierarchies (kaylode/k-anonymity, MIT) beside the metric lines published with it: read, not copied.

const folder = "anonymisation";
const eight = "sex,age,race,marital-status,education,native-country,workclass,occupation";

interface Found {
  readonly classes: number;
  readonly smallest: number;
  readonly suppressed: number;
  readonly loss: number;
  readonly quasi: readonly { readonly column: string; readonly level: number }[];
  readonly measures: { readonly ncp: number; readonly cavg: number; readonly dm: number };
  readonly search: { readonly nodes: number; readonly judged: number };
}

const adult = (...settings: readonly string[]) =>
  json<Found>([
    "analyse",
    "kanonymity",
    "--in",
    sharedData(`${folder}/adult.csv`),
    ...[`hierarchies=${sharedData(`${folder}/adult/hierarchies`)}`, ...settings].flatMap((one) => [
      "--set",
      one,
    ]),
  ]);

describeWith(`${folder}/adult.csv`, "anonymity on Adult", () => {
  test.each([2, 5, 10, 20, 50, 100])("the published line of Mondrian at k = %i, to the digit", async (k) => {
    const lines = readFileSync(sharedData(`${folder}/published_metric_result.txt`), "utf8").split("\n");
    const line = lines.find((one) => one.startsWith(`adult mondrian ${String(k)} `))?.split(" ") ?? [];
    const found = await adult(`quasi=${eight}`, `k=${String(k)}`, "method=mondrian");
    const { ncp, cavg, dm } = found.measures;
    expect([ncp.toFixed(3), cavg.toFixed(3), dm.toFixed(3)]).toEqual(line.slice(3));
    expect(found.smallest).toBeGreaterThanOrEqual(k);
  });

  test("without k the table is measured as it is, by a plain count of its rows", async () => {
    const rows = readFileSync(sharedData(`${folder}/adult.csv`), "utf8")
      .trim()
      .split("\n")
      .slice(1);
    const counts = new Map<string, number>();
    for (const row of rows) {
      const [, sex, age, race] = row.split(";");
      const key = [sex, age, race].join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const found = await adult("quasi=sex,age,race", "sensitive=salary-class");
    expect([found.classes, found.smallest, found.suppressed, found.loss]).toEqual([counts.size, Math.min(...counts.values()), 0, 0]); // prettier-ignore
  });

  test("the optimum over 12,960 combinations is proven by looking at a small part of them", async () => {
    const found = await adult(`quasi=${eight},salary-class`, "k=10", "suppress=0.02");
    expect(found.search.nodes).toBe(12_960);
    expect(found.search.judged).toBeLessThan(2000);
    expect(found.smallest).toBeGreaterThanOrEqual(10);
    expect(found.suppressed).toBeLessThanOrEqual(603);
  });
});
