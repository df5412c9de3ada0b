import { unwatched } from "../../workers/base/job.ts";
import { identityDefaults, resolveIdentity } from "../../workers/models/identity/resolve.ts";
import { linkagePeople, pairQuality } from "../support/linkage-people.ts";

const REPEATS = 5;

/** Prints time, pairs a second and quality of identity resolution over people with slips. */
export function measureIdentity(rows: number): void {
  const recipe = { rows, duplicates: 0.1, slips: 0.25, blanks: 0.05, households: 0.15, seed: 11 };
  const { table, truth } = linkagePeople(recipe);
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
  console.log(`  memory: ${(process.memoryUsage().rss / 1048576).toFixed(0)} MiB resident`);
}
