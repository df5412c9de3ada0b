// Speed and quality of identity resolution on made people: node test/bench/identity.bench.mjs [rows]
import { fileURLToPath } from "node:url";
import { build } from "vite";

// Built as the program is: a module loader for development would measure itself.
const file = fileURLToPath(new URL("identity-bench.ts", import.meta.url));
const outDir = fileURLToPath(new URL("../../node_modules/.cache/bench/", import.meta.url));
await build({
  configFile: false,
  logLevel: "error",
  build: {
    ssr: file,
    outDir,
    emptyOutDir: false,
    minify: false,
    rollupOptions: { output: { entryFileNames: "identity-bench.mjs" } },
  },
});
const { measureIdentity } = await import(`${outDir}identity-bench.mjs`);
measureIdentity(Number(process.argv[2] ?? 100_000));
