import { spawn } from "node:child_process";
import type { Dialogs } from "../hostservice/dialogs.ts";

const fileManagers: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: "xdg-open",
  darwin: "open",
  win32: "explorer.exe",
};

/** A host whose window asks for paths in words. `headless` also opens no file manager. */
export function noDialogs(headless: boolean): Dialogs {
  return {
    native: false,
    chooseVault: () => Promise.resolve(undefined),
    chooseFolder: () => Promise.resolve(undefined),
    showFolder: (path) => {
      const program = headless ? undefined : fileManagers[process.platform];
      if (program !== undefined) {
        const child = spawn(program, [path], { stdio: "ignore", detached: true });
        // A machine without a file manager shows nothing: that is all "where there is one" promises.
        child.once("error", () => undefined);
        child.unref();
      }
      return Promise.resolve();
    },
  };
}
