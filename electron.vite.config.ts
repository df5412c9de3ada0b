import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";
import type { Plugin } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));
const at = (path: string): string => `${root}${path}`;

/** Programs of the host process; one that is not written yet is left out. */
const programs = {
  electron: at("main/electron/start.ts"),
  chromium: at("main/chromium/start.ts"),
  cli: at("main/cli/index.ts"),
  tour: at("main/tour/index.ts"),
};
const present = Object.fromEntries(Object.entries(programs).filter(([, file]) => existsSync(file)));

/** The fonts' older format is never asked for by the browsers this runs in: 7 MB less to install. */
function withoutWoff(): Plugin {
  return {
    name: "without-woff",
    generateBundle(_, bundle) {
      for (const [name, file] of Object.entries(bundle)) {
        if (name.endsWith(".woff")) Reflect.deleteProperty(bundle, name);
        else if (file.type === "asset" && name.endsWith(".css"))
          file.source = String(file.source).replace(/,\s*url\([^)]*\.woff\)\s*format\([^)]*\)/g, "");
      }
    },
  };
}

/**
 * Three builds: main (Node), preload (one CommonJS file, for a sandboxed preload can load no other) and
 * the window. sql.js's WebAssembly file is part of the window's bundle: a worker imports its address with
 * `import wasmUrl from "sql.js/dist/sql-wasm-browser.wasm?url"`, which gives a hashed file beside the
 * scripts, resolved against the worker's own address, so that the policy's `connect-src 'self'` lets it in.
 */
export default defineConfig({
  main: {
    build: {
      outDir: "out/main",
      // The command line runs on the user's Node, which is older than Electron's.
      target: "node20",
      externalizeDeps: { exclude: ["valibot"] },
      rolldownOptions: {
        input: present,
        output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
      },
    },
  },
  preload: {
    build: {
      outDir: "out/preload",
      target: "node24",
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: at("main/electron/preload.ts") },
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: at("renderer"),
    base: "./",
    plugins: [react(), withoutWoff()],
    worker: { format: "es" },
    server: { fs: { allow: [root] } },
    build: {
      outDir: at("out/renderer"),
      target: "chrome140",
      minify: true,
      // The policy allows no data: address for scripts, fonts or WebAssembly: everything is a file.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: at("renderer/index.html") },
    },
  },
});
