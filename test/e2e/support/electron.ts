import { installedElectron } from "../../../main/electron-binary.mjs";

/** Why the suite cannot run in Electron here; undefined where it can. */
export function whyNoElectron(): string | undefined {
  if (installedElectron() === undefined) return "Electron's binary has not been fetched on this machine";
  const display = process.platform !== "linux" || process.env["DISPLAY"] !== undefined;
  return display ? undefined : "Electron needs a display, and there is none";
}
