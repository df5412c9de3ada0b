// Logistic regression, boosted trees and k-means beside scikit-learn, the memory of fits, and what a second thread brings:
// node test/bench/learners.bench.mjs [rows]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildBench } from "./build-bench.mjs";

const { measureLearners, measureRoom } = await buildBench("learners-bench");
const place = mkdtempSync(join(tmpdir(), "kurabito-learners-"));
const peer = fileURLToPath(new URL("../oracles/peers/learners.py", import.meta.url));
try {
  const rows = Number(process.argv[2] ?? 100_000);
  measureLearners(rows, join(place, "rows.bin"), peer);
  await measureRoom(rows);
} finally {
  rmSync(place, { recursive: true, force: true });
}
