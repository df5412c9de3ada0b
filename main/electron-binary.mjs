// Finds Electron's binary without loading its module: loading it would itself start a download.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The folder of the electron package, or undefined when it is not installed. */
export function electronFolder() {
  try {
    return dirname(createRequire(import.meta.url).resolve("electron/package.json"));
  } catch {
    return undefined;
  }
}

/** The binary, when it has been fetched; `ELECTRON_OVERRIDE_DIST_PATH` names another place for it. */
export function installedElectron() {
  const folder = electronFolder();
  if (folder === undefined) return undefined;
  const pathFile = join(folder, "path.txt");
  const name = existsSync(pathFile) ? readFileSync(pathFile, "utf8").trim() : "electron";
  const binary = join(process.env["ELECTRON_OVERRIDE_DIST_PATH"] ?? join(folder, "dist"), name);
  return existsSync(binary) ? binary : undefined;
}
