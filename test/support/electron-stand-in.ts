import type { ElectronParts } from "../../main/electron/adapter.ts";

type Listener = (...args: readonly unknown[]) => unknown;

/** What the adapter did with the stand-in, for a test to look at and to act on. */
export interface StandIn {
  readonly parts: ElectronParts;
  /** Calls in order: `app.enableSandbox`, `session.setProxy` and so on, with their arguments. */
  readonly calls: (readonly [string, readonly unknown[]])[];
  /** What was registered under a name: a listener or a handler. */
  readonly registered: Map<string, Listener>;
  /** The contents of the window that was made. */
  readonly contents: Readonly<Record<string, unknown>>;
}

/** An object whose every method is recorded; those that take a listener keep it under `name:event`. */
function recorder(
  name: string,
  standIn: Omit<StandIn, "parts">,
  own: Readonly<Record<string, unknown>>,
): object {
  return new Proxy(own, {
    get: (target, property) => {
      const key = String(property);
      if (key === "then") return undefined;
      if (Object.hasOwn(target, key)) return target[key];
      return (...args: readonly unknown[]) => {
        standIn.calls.push([`${name}.${key}`, args]);
        for (const [index, arg] of args.entries())
          if (typeof arg === "function") {
            const suffix = index > 0 && typeof args[0] === "string" ? `:${args[0]}` : "";
            standIn.registered.set(`${name}.${key}${suffix}`, arg as Listener);
          }
      };
    },
  });
}

/**
 * A stand-in for the electron module. Its type is the adapter's own, which is picked from electron.d.ts, so
 * the compiler checks the adapter's calls; this records them.
 */
export function electronStandIn(options: {
  readonly firstInstance: boolean;
  /** The Linux backend of safeStorage; it seals by turning every bit. */
  readonly backend?: string;
  readonly idleSeconds?: number;
}): StandIn {
  const standIn = { calls: [], registered: new Map(), contents: {} } as Omit<StandIn, "parts">;
  const make = (name: string, own: Readonly<Record<string, unknown>> = {}): object =>
    recorder(name, standIn, own);
  const mainFrame = { url: "app://bundle/index.html", parent: null };
  const contents = Object.assign(standIn.contents, { id: 7, mainFrame });
  const session = make("session", {
    webRequest: make("webRequest"),
    protocol: make("sessionProtocol"),
    setProxy: (settings: unknown) => {
      standIn.calls.push(["session.setProxy", [settings]]);
      return Promise.resolve();
    },
  });
  const window = make("window", { webContents: contents, isDestroyed: () => false, isMinimized: () => true });
  const parts = {
    app: make("app", {
      commandLine: make("commandLine"),
      requestSingleInstanceLock: () => options.firstInstance,
      whenReady: () => Promise.resolve(),
      getVersion: () => "9.9.9",
      getPreferredSystemLanguages: () => ["ja"],
    }),
    protocol: make("protocol"),
    session: {
      fromPartition: (...args: readonly unknown[]) => {
        standIn.calls.push(["session.fromPartition", args]);
        return session;
      },
    },
    ipcMain: make("ipcMain"),
    dialog: make("dialog"),
    shell: make("shell"),
    Menu: make("Menu"),
    powerMonitor: make("powerMonitor", { getSystemIdleTime: () => options.idleSeconds ?? 0 }),
    safeStorage: standInKeychain(options.backend ?? "basic_text"),
    BrowserWindow: function BrowserWindow(settings: unknown) {
      standIn.calls.push(["new BrowserWindow", [settings]]);
      return window;
    },
  };
  return { ...standIn, parts: parts as unknown as ElectronParts };
}

/** A safeStorage that tells what it sealed from what it did not. */
function standInKeychain(backend: string): object {
  const turned = (bytes: Uint8Array): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0xff));
  return {
    isAsyncEncryptionAvailable: () => Promise.resolve(backend !== "unknown"),
    getSelectedStorageBackend: () => backend,
    encryptStringAsync: (text: string) => Promise.resolve(turned(Buffer.from(text))),
    decryptStringAsync: (sealed: Buffer) =>
      Promise.resolve({ result: turned(sealed).toString(), shouldReEncrypt: false }),
  };
}
