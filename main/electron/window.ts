import type { BrowserWindowConstructorOptions, Session } from "electron";

/** How the one window is made: a sandboxed page without Node, the same in tests as for a user. */
export function windowOptions(
  preload: string,
  session: Session,
  visible: boolean,
): BrowserWindowConstructorOptions {
  return {
    width: 1360,
    height: 860,
    minWidth: 960,
    minHeight: 600,
    show: visible,
    autoHideMenuBar: true,
    title: "Kurabito",
    webPreferences: {
      preload,
      session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
    },
  };
}
