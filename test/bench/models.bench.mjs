// Speeds of the models on this machine: node test/bench/models.bench.mjs [orders] [customers]
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const file = fileURLToPath(new URL("models-bench.ts", import.meta.url));
const { module } = await runnerImport(file, { configFile: false, logLevel: "error" });
await module.measureModels(Number(process.argv[2] ?? 1_000_000), Number(process.argv[3] ?? 100_000));
