// Logistic regression, boosted trees and k-means beside scikit-learn, the memory of fits, and what a second thread brings:
// node test/bench/learners.bench.mjs [rows] [logistic,boosting,k-means]; with learners named, these alone.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildBench } from "./build-bench.mjs";

const { learners, measureLearners, measureRoom } = await buildBench("learners-bench");
const place = mkdtempSync(join(tmpdir(), "kurabito-learners-"));
const peer = fileURLToPath(new URL("../oracles/peers/learners.py", import.meta.url));
try {
  const rows = Number(process.argv[2] ?? 100_000);
  const chosen = process.argv[3]?.split(",");
  measureLearners(rows, chosen ?? learners, join(place, "rows.bin"), peer);
  if (chosen === undefined) await measureRoom(rows);
} finally {
  rmSync(place, { recursive: true, force: true });
}
