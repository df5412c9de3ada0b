import type * as Electron from "electron";
import { join } from "node:path";
import { fileMap } from "../bundle/file-map.ts";
import type { NetworkCount } from "../contract.ts";
import { defaultFolders } from "../hostservice/folders.ts";
import { createHostService, type HostService } from "../hostservice/host-service.ts";
import { answerChannels } from "./channels.ts";
import { guardContents } from "./contents-guard.ts";
import { answerBundle, bundleOrigin, bundlePrivileges, bundleScheme } from "./origin.ts";
import { guardSession } from "./session-guard.ts";
import { systemDialogs } from "./system-dialogs.ts";
import { systemKeychain, type AsyncSafeStorage } from "./system-keychain.ts";
import { systemPresence, type WatchedPower } from "./system-presence.ts";
import { windowOptions } from "./window.ts";

/** The parts of Electron this program uses: a test's stand-in implements these and nothing else. */
export interface ElectronParts {
  readonly app: Pick<
    Electron.App,
    | "enableSandbox"
    | "requestSingleInstanceLock"
    | "quit"
    | "whenReady"
    | "on"
    | "getVersion"
    | "getPreferredSystemLanguages"
    | "commandLine"
  >;
  readonly protocol: Pick<Electron.Protocol, "registerSchemesAsPrivileged">;
  readonly session: { readonly fromPartition: typeof Electron.session.fromPartition };
  readonly ipcMain: Pick<Electron.IpcMain, "handle">;
  readonly dialog: Pick<Electron.Dialog, "showOpenDialog" | "showSaveDialog">;
  readonly shell: Pick<Electron.Shell, "openPath">;
  readonly BrowserWindow: typeof Electron.BrowserWindow;
  readonly Menu: Pick<typeof Electron.Menu, "setApplicationMenu">;
  readonly safeStorage: AsyncSafeStorage;
  readonly powerMonitor: WatchedPower;
}

/** Where the built parts lie. */
export interface ElectronPlaces {
  readonly rendererFolder: string;
  readonly preload: string;
}

/** Switches that keep Chromium from talking to anybody on its own. */
const silence: readonly (readonly [string, string?])[] = [
  ["disable-background-networking"],
  ["disable-component-update"],
  ["disable-domain-reliability"],
  ["disable-quic"],
  ["no-pings"],
  ["dns-prefetch-disable"],
  ["force-webrtc-ip-handling-policy", "disable_non_proxied_udp"],
  ["host-resolver-rules", "MAP * ~NOTFOUND"],
  ["disable-breakpad"],
];

/** Runs the program in Electron. Resolves once the window is made, or at once in a second instance. */
export async function startElectronHost(electron: ElectronParts, places: ElectronPlaces): Promise<void> {
  const { app } = electron;
  app.enableSandbox();
  for (const [name, value] of silence) app.commandLine.appendSwitch(name, value);
  electron.protocol.registerSchemesAsPrivileged([bundlePrivileges]);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.on("web-contents-created", (_event, contents) => {
    guardContents(contents);
  });
  app.on("window-all-closed", () => {
    app.quit();
  });
  await app.whenReady();
  await openWindow(electron, places);
}

async function openWindow(electron: ElectronParts, places: ElectronPlaces): Promise<void> {
  const headless = process.env["KURABITO_HEADLESS"] === "1";
  // A partition without the prefix "persist:" lives in memory only.
  const session = electron.session.fromPartition("window", { cache: false });
  const networkCount = guardSession(session);
  await session.setProxy({ mode: "direct" });
  session.protocol.handle(
    bundleScheme,
    answerBundle(fileMap(places.rendererFolder), {
      answer: (method, input) => service.answer(method, input),
    }),
  );
  electron.Menu.setApplicationMenu(null);
  const window = new electron.BrowserWindow(windowOptions(places.preload, session, !headless));
  const service = hostService(electron, () => window, networkCount, headless);
  answerChannels(electron.ipcMain, service, () => (window.isDestroyed() ? undefined : window.webContents.id));
  electron.app.on("second-instance", () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  giveBackAtQuit(electron.app, service);
  await window.loadURL(`${bundleOrigin}/index.html`);
}

function hostService(
  electron: ElectronParts,
  window: () => Electron.BrowserWindow,
  networkCount: () => NetworkCount,
  headless: boolean,
): HostService {
  return createHostService({
    kind: "electron",
    version: electron.app.getVersion(),
    languages: electron.app.getPreferredSystemLanguages(),
    folders: defaultFolders(),
    dialogs: systemDialogs(electron.dialog, electron.shell, window, !headless),
    networkCount,
    keychain: systemKeychain(electron.safeStorage, process.platform),
    presence: systemPresence(electron.powerMonitor),
  });
}

/** Quitting waits until the locks are given back, then goes on. */
function giveBackAtQuit(app: ElectronParts["app"], service: HostService): void {
  let done = false;
  app.on("will-quit", (event) => {
    if (done) return;
    event.preventDefault();
    void service.close().finally(() => {
      done = true;
      app.quit();
    });
  });
}

/** The places of the built parts beside the built main script. */
export function builtPlaces(mainFolder: string): ElectronPlaces {
  return {
    rendererFolder: join(mainFolder, "..", "renderer"),
    preload: join(mainFolder, "..", "preload", "preload.cjs"),
  };
}
