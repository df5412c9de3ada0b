import type { BrowserWindow, Dialog, Shell } from "electron";
import type { Dialogs } from "../hostservice/dialogs.ts";
import { vaultExtension } from "../vaultfile/side-files.ts";

const filters = [{ name: "Kurabito", extensions: [vaultExtension.slice(1)] }];

/** The system's own dialogs, over the window; without one of them showing (tests), paths come in words. */
export function systemDialogs(
  dialog: Pick<Dialog, "showOpenDialog" | "showSaveDialog">,
  shell: Pick<Shell, "openPath">,
  window: () => BrowserWindow | undefined,
  native: boolean,
): Dialogs {
  return {
    native,
    chooseVault: async (mode, suggestedPath) => {
      const over = window();
      if (over === undefined) return undefined;
      if (mode === "create") {
        const options = { defaultPath: suggestedPath, filters };
        const { canceled, filePath } = await dialog.showSaveDialog(over, options);
        return canceled || filePath === "" ? undefined : filePath;
      }
      const options = { defaultPath: suggestedPath, filters, properties: ["openFile" as const] };
      const { canceled, filePaths } = await dialog.showOpenDialog(over, options);
      return canceled ? undefined : filePaths[0];
    },
    chooseFolder: async (current) => {
      const over = window();
      if (over === undefined) return undefined;
      const properties = ["openDirectory" as const, "createDirectory" as const];
      const { canceled, filePaths } = await dialog.showOpenDialog(over, { defaultPath: current, properties });
      return canceled ? undefined : filePaths[0];
    },
    showFolder: async (path) => {
      if (native) await shell.openPath(path);
    },
  };
}
