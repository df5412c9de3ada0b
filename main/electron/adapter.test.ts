import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { electronStandIn, type StandIn } from "../../test/support/electron-stand-in.ts";
import { hostMethods } from "../contract.ts";
import { startElectronHost, type ElectronPlaces } from "./adapter.ts";
import { channelOf, isFromWindow, type Sender } from "./channels.ts";
import { isBundleAddress } from "./origin.ts";

let folder: string;
let places: ElectronPlaces;
let electron: StandIn;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kurabito-electron-"));
  mkdirSync(join(folder, "renderer"));
  writeFileSync(join(folder, "renderer", "index.html"), "<p>window</p>");
  places = { rendererFolder: join(folder, "renderer"), preload: join(folder, "preload.cjs") };
  vi.stubEnv("KURABITO_HOME", folder);
});

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  electron = electronStandIn({ firstInstance: true });
  await startElectronHost(electron.parts, places);
});

const argumentsOf = (name: string): readonly unknown[] | undefined =>
  electron.calls.find(([called]) => called === name)?.[1];
const handler = (name: string): ((...args: readonly unknown[]) => unknown) => {
  const found = electron.registered.get(name);
  if (found === undefined) throw new Error(`${name} was not registered`);
  return found;
};

describe("starting", () => {
  test("sandboxes every process before anything else, and registers the scheme before it is ready", () => {
    const names = electron.calls.map(([name]) => name);
    expect(names[0]).toBe("app.enableSandbox");
    expect(names.indexOf("protocol.registerSchemesAsPrivileged")).toBeLessThan(
      names.indexOf("new BrowserWindow"),
    );
    expect(argumentsOf("protocol.registerSchemesAsPrivileged")).toEqual([
      [
        {
          scheme: "app",
          privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
        },
      ],
    ]);
  });

  test("makes one sandboxed, isolated window without Node, in memory only", () => {
    expect(argumentsOf("session.fromPartition")).toEqual(["window", { cache: false }]);
    const [options] = argumentsOf("new BrowserWindow") as [{ webPreferences: object }];
    expect(options.webPreferences).toMatchObject({
      preload: places.preload,
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
    });
    expect(argumentsOf("window.loadURL")).toEqual(["app://bundle/index.html"]);
  });

  test("a second instance ends at once, and brings the first to the front", async () => {
    const second = electronStandIn({ firstInstance: false });
    await startElectronHost(second.parts, places);
    expect(second.calls.map(([name]) => name)).toContain("app.quit");
    expect(second.calls.map(([name]) => name)).not.toContain("new BrowserWindow");
    handler("app.on:second-instance")();
    expect(electron.calls.slice(-2).map(([name]) => name)).toEqual(["window.restore", "window.focus"]);
  });

  test("quitting waits until the locks are given back", async () => {
    const event = { preventDefault: vi.fn() };
    handler("app.on:will-quit")(event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
    await vi.waitFor(() => {
      expect(argumentsOf("app.quit")).toBeDefined();
    });
    handler("app.on:will-quit")(event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
  });
});

describe("the private origin", () => {
  test("answers with the headers, and no other host", async () => {
    const answer = handler("sessionProtocol.handle:app") as (request: Request) => Response;
    const page = answer(new Request("app://bundle/index.html"));
    expect(page.status).toBe(200);
    expect(await page.text()).toBe("<p>window</p>");
    expect(page.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    expect(page.headers.get("Cross-Origin-Embedder-Policy")).toBe("require-corp");
    expect(answer(new Request("app://elsewhere/index.html")).status).toBe(403);
    expect(answer(new Request("app://bundle/none.js")).status).toBe(404);
  });

  test.each([
    "https://evil.example/?next=app://bundle",
    "app://bundle.evil.example/",
    "app://bundle@evil.example/",
    "app://user@bundle/",
    "apps://bundle/",
    "file:///app://bundle",
    "about:blank",
    "",
    "//bundle/",
  ])("%s is not it", (address) => {
    expect(isBundleAddress(address)).toBe(false);
  });

  test("what would leave is cancelled and counted; an answer from outside would be counted as sent", async () => {
    const ask = (url: string): unknown => {
      let answer: unknown;
      handler("webRequest.onBeforeRequest")({ url }, (given: unknown) => {
        answer = given;
      });
      return answer;
    };
    for (const url of [
      "https://example.com/",
      "http://a/",
      "ws://a/",
      "file:///etc/passwd",
      "app://other/",
      "nonsense",
    ])
      expect(ask(url)).toEqual({ cancel: true });
    for (const url of ["app://bundle/a.js", "blob:app://bundle/1", "data:image/png;base64,"])
      expect(ask(url)).toEqual({ cancel: false });
    expect(await call("networkCount", {})).toEqual({ ok: true, value: { refused: 6, sent: 0 } });
    handler("webRequest.onResponseStarted")({ url: "app://bundle/a.js" });
    handler("webRequest.onResponseStarted")({ url: "https://example.com/" });
    expect(await call("networkCount", {})).toEqual({ ok: true, value: { refused: 6, sent: 1 } });
  });
});

describe("what a page may do", () => {
  test("no permission, device, download or captured screen", () => {
    const given: unknown[] = [];
    handler("session.setPermissionRequestHandler")({}, "media", (granted: unknown) => given.push(granted));
    expect(given).toEqual([false]);
    expect(handler("session.setPermissionCheckHandler")()).toBe(false);
    expect(handler("session.setDevicePermissionHandler")()).toBe(false);
    handler("session.setDisplayMediaRequestHandler")({}, (streams: unknown) => given.push(streams));
    expect(given[1]).toEqual({});
    const event = { preventDefault: vi.fn() };
    handler("session.on:will-download")(event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
    expect(argumentsOf("session.setSpellCheckerEnabled")).toEqual([false]);
  });

  test("nothing leads away from the window", () => {
    const listeners = new Map<string, (event: { preventDefault: () => void }) => void>();
    let opening: unknown;
    handler("app.on:web-contents-created")(
      {},
      {
        on: (name: string, listener: (event: { preventDefault: () => void }) => void) =>
          listeners.set(name, listener),
        setWindowOpenHandler: (answer: () => unknown) => {
          opening = answer();
        },
      },
    );
    const event = { preventDefault: vi.fn() };
    for (const name of ["will-navigate", "will-frame-navigate", "will-redirect", "will-attach-webview"])
      listeners.get(name)?.(event);
    expect(event.preventDefault).toHaveBeenCalledTimes(4);
    expect(opening).toEqual({ action: "deny" });
  });
});

/** The sender of a call from the window itself. */
const windowSender = (): Sender =>
  ({ sender: electron.contents, senderFrame: electron.contents["mainFrame"] }) as unknown as Sender;

async function call(method: string, input: unknown, sender: unknown = windowSender()): Promise<unknown> {
  return handler(`ipcMain.handle:${channelOf(method)}`)(sender, input);
}

describe("the channels", () => {
  test("are those of the contract, and answer the window", async () => {
    const channels = electron.calls
      .filter(([name]) => name === "ipcMain.handle")
      .map(([, [channel]]) => channel);
    expect(channels).toEqual(hostMethods.map(channelOf));
    expect(await call("hostInfo", {})).toMatchObject({
      ok: true,
      value: { kind: "electron", version: "9.9.9", languages: ["ja"], vaultFolder: folder },
    });
    expect(await call("hostInfo", { extra: 1 })).toEqual({ ok: false, error: { code: "bad-arguments" } });
  });

  test("refuse every sender but the window's main frame on the private origin", async () => {
    const frame = electron.contents["mainFrame"] as object;
    const strangers: unknown[] = [
      { sender: electron.contents, senderFrame: null },
      { sender: electron.contents, senderFrame: { ...frame } },
      { sender: electron.contents, senderFrame: { url: "app://bundle/", parent: frame } },
      { sender: { id: 8, mainFrame: frame }, senderFrame: frame },
      { sender: { id: 7, mainFrame: { url: "about:blank", parent: null } }, senderFrame: frame },
      {
        sender: electron.contents,
        get senderFrame(): never {
          throw new Error("the frame is gone");
        },
      },
      {},
    ];
    for (const stranger of strangers)
      expect(await call("hostInfo", {}, stranger)).toEqual({ ok: false, error: { code: "bad-arguments" } });
    for (const url of ["about:blank", "", "https://evil.example/?app://bundle"]) {
      const moved = { url, parent: null };
      const sender = { sender: { id: 7, mainFrame: moved }, senderFrame: moved } as unknown as Sender;
      expect(isFromWindow(sender, 7)).toBe(false);
    }
    expect(isFromWindow(windowSender(), undefined)).toBe(false);
  });
});

describe("the system's keychain and the user's presence", () => {
  const secret = Uint8Array.from({ length: 32 }, (_, i) => i);
  const wrapped = new Uint8Array(60);
  const startWith = async (options: { backend?: string; idleSeconds?: number }): Promise<string> => {
    electron = electronStandIn({ firstInstance: true, ...options });
    await startElectronHost(electron.parts, places);
    const path = join(folder, "shop.kura");
    writeFileSync(path, "x");
    await call("listVaults", {});
    return path;
  };

  test.runIf(process.platform === "linux").each([
    ["basic_text", "plaintext"],
    ["unknown", "unavailable"],
    ["made_up", "unavailable"],
  ])("backend %s keeps no key", async (backend, reason) => {
    const path = await startWith({ backend });
    expect(await call("keychainStatus", { path })).toEqual({
      ok: true,
      value: { available: false, reason, stored: false },
    });
    expect(await call("keychainStore", { path, secret, wrapped })).toEqual({
      ok: false,
      error: { code: "keychain-unavailable" },
    });
    expect(existsSync(`${path}.keychain`)).toBe(false);
  });

  test.runIf(process.platform === "linux")("a secret store keeps one until it is forgotten", async () => {
    const path = await startWith({ backend: "gnome_libsecret" });
    expect(await call("keychainStore", { path, secret, wrapped })).toEqual({ ok: true, value: null });
    expect(await call("keychainFetch", { path })).toEqual({ ok: true, value: { secret, wrapped } });
    expect(await call("keychainForget", { path })).toEqual({ ok: true, value: null });
    expect(existsSync(`${path}.keychain`)).toBe(false);
    for (const bad of [{ secret: new Uint8Array(31) }, { wrapped: new Uint8Array(61) }, { secret: "text" }])
      expect(await call("keychainStore", { path, secret, wrapped, ...bad })).toMatchObject({
        error: { code: "bad-arguments" },
      });
  });

  test("the screen's lock and sleep reach the window that asks", async () => {
    await startWith({ idleSeconds: 3 });
    expect(await call("hostInfo", {})).toMatchObject({ value: { systemIdle: true } });
    for (const [event, reason] of [
      ["lock-screen", "screen"],
      ["suspend", "sleep"],
    ] as const) {
      const asked = call("nextLockEvent", { idleAfter: null, first: true });
      await Promise.resolve();
      handler(`powerMonitor.on:${event}`)();
      expect(await asked).toEqual({ ok: true, value: { reason } });
    }
  });

  test("input to no program at all for long enough reaches it too", async () => {
    await startWith({ idleSeconds: 60 });
    expect(await call("nextLockEvent", { idleAfter: 60, first: true })).toEqual({
      ok: true,
      value: { reason: "idle" },
    });
  });
});
