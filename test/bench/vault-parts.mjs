// Speeds of the vault's parts on this machine: node test/bench/vault-parts.mjs [rows]
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const file = fileURLToPath(new URL("vault-parts.ts", import.meta.url));
const { module } = await runnerImport(file, { configFile: false, logLevel: "error" });
await module.measureVaultParts(Number(process.argv[2] ?? 1_000_000));
