// Held-out AUC of boosted trees beside scikit-learn's, over several simulated data sets of five kinds: node test/bench/boosting-auc.bench.mjs [sets]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildBench } from "./build-bench.mjs";

const { measureHeldOut } = await buildBench("boosting-auc-bench");
const place = mkdtempSync(join(tmpdir(), "kurabito-boosting-"));
const peer = fileURLToPath(new URL("../oracles/peers/learners.py", import.meta.url));
try {
  measureHeldOut(Number(process.argv[2] ?? 10), join(place, "rows.bin"), peer);
} finally {
  rmSync(place, { recursive: true, force: true });
}
