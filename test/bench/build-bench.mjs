import { fileURLToPath } from "node:url";
import { build } from "vite";

/** Builds a bench as the program is built (a module loader for development would measure itself) and loads it; `name` is its file beside this one, without `.ts`. */
export async function buildBench(name) {
  const outDir = fileURLToPath(new URL("../../node_modules/.cache/bench/", import.meta.url));
  await build({
    configFile: false,
    logLevel: "error",
    build: {
      ssr: fileURLToPath(new URL(`${name}.ts`, import.meta.url)),
      outDir,
      emptyOutDir: false,
      minify: false,
      rollupOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
  });
  return import(`${outDir}${name}.mjs`);
}
