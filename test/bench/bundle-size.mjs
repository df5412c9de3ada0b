import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** Bytes of the built window after gzip, by kind: what runs (scripts, styles, WebAssembly) and its fonts. */
export function bundleSize(folder) {
  const sizes = { script: 0, style: 0, wasm: 0, font: 0, other: 0 };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    const kind =
      { js: "script", css: "style", wasm: "wasm", woff2: "font" }[entry.name.split(".").at(-1)] ?? "other";
    // Fonts are compressed already.
    sizes[kind] += kind === "font" ? bytes.length : gzipSync(bytes, { level: 9 }).length;
  }
  return sizes;
}
