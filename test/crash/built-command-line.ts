import { fileURLToPath } from "node:url";
import { build } from "vite";

// Beside the dependencies, where the bundle finds them.
const outDir = fileURLToPath(new URL("../../node_modules/.cache/kurabito-commands", import.meta.url));

/** Builds the command line as it is built for users; answers with the path of its script. */
export async function buildCommandLine(): Promise<string> {
  await build({
    configFile: false,
    logLevel: "error",
    build: {
      ssr: fileURLToPath(new URL("../../main/cli/index.ts", import.meta.url)),
      outDir,
      target: "node20",
      rolldownOptions: { output: { entryFileNames: "cli.mjs", chunkFileNames: "[name]-[hash].mjs" } },
    },
  });
  return `${outDir}/cli.mjs`;
}
