import { fileURLToPath } from "node:url";
import { build } from "vite";

/** Builds the command line as it is built for users, in a folder of the suite that asks; answers with the path of its script. */
export async function buildCommandLine(suite: string): Promise<string> {
  // Beside the dependencies, where the bundle finds them.
  const outDir = fileURLToPath(new URL(`../../node_modules/.cache/kurabito-${suite}`, import.meta.url));
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
