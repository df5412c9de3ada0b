import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { unwatched } from "../../workers/base/job.ts";
import { identityDefaults, resolveIdentity } from "../../workers/models/identity/resolve.ts";
import type { BlockingPass } from "../../workers/models/identity/blocking.ts";
import type { IdentityTable } from "../../workers/models/identity/table.ts";
import { linkagePeople, pairQuality } from "../support/linkage-people.ts";

const REPEATS = 5;

interface Peer {
  readonly cpuMs: number;
  readonly compared: number;
  readonly f1: number;
}

/** DuckDB over the same people, blocked on the same columns; the reason where it is not installed. */
function duckdb(
  { rows, columns }: IdentityTable,
  truth: Int32Array,
  passes: readonly BlockingPass[],
): Peer | string {
  const file = "reports/bench/linkage-people.csv";
  const blocks = "reports/bench/linkage-passes.json";
  const cell = (at: number, row: number) => columns[at]!.levels[columns[at]!.codes[row]!] ?? "";
  const lines = [["id", "truth", ...columns.map(({ name }) => name)].join(",")];
  for (let row = 0; row < rows; row++)
    lines.push([row, truth[row]!, ...columns.map((_, at) => cell(at, row))].join(","));
  writeFileSync(file, lines.join("\n"));
  writeFileSync(blocks, JSON.stringify(passes.map(({ fields }) => fields)));
  const script = "test/oracles/peers/duckdb-linkage.mjs";
  const run = spawnSync(process.execPath, [script, file, blocks], { encoding: "utf8" });
  if (run.status === 0) return JSON.parse(run.stdout) as Peer;
  if (run.stderr.includes("Cannot find package")) return "node test/oracles/install.mjs brings it";
  throw new Error(run.stderr);
}

/** Prints time, pairs a second and quality of identity resolution over people with slips. */
export function measureIdentity(rows: number): void {
  const recipe = { rows, duplicates: 0.1, slips: 0.25, blanks: 0.05, households: 0.15, seed: 11 };
  const { table, truth } = linkagePeople(recipe);
  mkdirSync("reports/bench", { recursive: true });
  const clock: number[] = [];
  const processor: number[] = [];
  let found = resolveIdentity(table, identityDefaults, unwatched);
  for (let i = 0; i < REPEATS; i++) {
    const used = process.cpuUsage();
    const from = performance.now();
    found = resolveIdentity(table, identityDefaults, unwatched);
    clock.push(performance.now() - from);
    processor.push(process.cpuUsage(used).user / 1000);
  }
  if (found === undefined) throw new Error("no columns");
  const middle = (times: readonly number[]) => times.toSorted((a, b) => a - b)[REPEATS >> 1]!;
  const peer = duckdb(table, truth, found.passes);
  const { precision, recall, f1 } = pairQuality(found.entities, truth);
  const rest = found.passes.map(({ fields, pairs }) => `${fields.join("+")} ${pairs}`).join(", ");
  console.log(
    `identity of ${rows} rows: ${middle(clock).toFixed(0)} ms by the clock, ${middle(processor).toFixed(0)} ms of processor`,
  );
  console.log(
    `  ${found.compared} pairs compared, ${((found.compared / middle(processor)) * 1000).toFixed(0)} a second of processor`,
  );
  console.log(
    `  precision ${precision.toFixed(4)} recall ${recall.toFixed(4)} F1 ${f1.toFixed(4)}; held back ${found.held}`,
  );
  console.log(`  passes: ${rest}`);
  if (typeof peer === "string") console.log(`  DuckDB skipped: ${peer}`);
  else
    console.log(
      `  DuckDB, the same blocks and jaro_winkler_similarity: ${peer.cpuMs.toFixed(0)} ms of processor, ${peer.compared} pairs, ` +
        `F1 ${peer.f1.toFixed(4)}; ratio ${(middle(processor) / peer.cpuMs).toFixed(2)}`,
    );
  console.log(`  memory: ${(process.memoryUsage().rss / 1048576).toFixed(0)} MiB resident`);
}
