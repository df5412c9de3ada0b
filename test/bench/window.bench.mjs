// How long the window's own thread is held while models run, and how soon a cancel is answered:
// node test/bench/window.bench.mjs [people] [windows]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";
import { ensureBuilt } from "../../main/build.mjs";

await ensureBuilt(console.log);
const file = fileURLToPath(new URL("window-bench.ts", import.meta.url));
const { module } = await runnerImport(file, { configFile: false, logLevel: "error" });
const home = mkdtempSync(join(tmpdir(), "kurabito-window-"));
try {
  await module.measureWindow(home, Number(process.argv[2] ?? 20_000), Number(process.argv[3] ?? 2));
} finally {
  rmSync(home, { recursive: true, force: true });
}
