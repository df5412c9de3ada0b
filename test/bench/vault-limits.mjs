// Time to open and memory of vaults of several sizes in the window: node test/bench/vault-limits.mjs [MB...] [--window=out/renderer]
// Needs the built window (npm run build).
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const file = fileURLToPath(new URL("vault-limits.ts", import.meta.url));
const { module } = await runnerImport(file, { configFile: false, logLevel: "error" });
const typed = process.argv.slice(2);
const sizes = typed.map(Number).filter((size) => size > 0);
const window = typed.find((word) => word.startsWith("--window="))?.slice("--window=".length);
await module.measureVaultLimits(sizes.length > 0 ? sizes : [10, 50, 100, 170, 256, 512], window);
