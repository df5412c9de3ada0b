import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Builds the probe page the way the window is built, and answers its folder. */
export async function buildProbe(outDir: string): Promise<string> {
  await build({
    root,
    base: "./",
    configFile: false,
    logLevel: "warn",
    worker: { format: "es" },
    build: {
      outDir,
      emptyOutDir: true,
      target: "chrome140",
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  });
  if (!existsSync(outDir)) throw new Error("the probe was not built");
  return outDir;
}
