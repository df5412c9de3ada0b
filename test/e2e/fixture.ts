import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { _electron } from "playwright";
import { test as base, type Page } from "playwright/test";
import { installedElectron } from "../../main/electron-binary.mjs";
import { launchChromiumHost } from "../../main/chromium/launch.ts";
import type { NetworkCount } from "../../main/contract.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The running application, in whichever host the project names. */
export interface RunningApp {
  readonly page: Page;
  /** The folder of its vaults; released files go to `Released` inside it. Removed after the test. */
  readonly home: string;
  readonly networkCount: () => NetworkCount | Promise<NetworkCount>;
}

interface Options {
  /** The language the window sees as the system's. */
  readonly appLocale: string;
  readonly appColorScheme: "light" | "dark";
}

/** A test with the application running: built window, empty home, closed and removed afterwards. */
export const test = base.extend<Options & { readonly app: RunningApp }>({
  appLocale: ["ja-JP", { option: true }],
  appColorScheme: ["light", { option: true }],
  app: async ({ appLocale, appColorScheme }, use, info) => {
    const home = mkdtempSync(join(tmpdir(), "kurabito-e2e-"));
    const launched =
      info.project.name === "electron"
        ? await launchElectron(home, appLocale)
        : await launchChromium(home, appLocale, appColorScheme);
    try {
      await use({ page: launched.page, home, networkCount: launched.networkCount });
    } finally {
      await launched.close();
      rmSync(home, { recursive: true, force: true });
    }
  },
});

interface Launched extends Omit<RunningApp, "home"> {
  readonly close: () => Promise<void>;
}

async function launchChromium(
  home: string,
  locale: string,
  colorScheme: "light" | "dark",
): Promise<Launched> {
  const distFolder = join(root, "out", "renderer");
  return launchChromiumHost({ distFolder, home, headless: true, locale, colorScheme });
}

async function launchElectron(home: string, locale: string): Promise<Launched> {
  const executablePath = installedElectron();
  test.skip(executablePath === undefined, "Electron's binary has not been fetched on this machine");
  const display = process.platform !== "linux" || process.env["DISPLAY"] !== undefined;
  test.skip(!display, "Electron needs a display, and there is none");
  const app = await _electron.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [root, `--lang=${locale}`, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
    env: { ...environment(), KURABITO_HOME: home, KURABITO_HEADLESS: "1" },
  });
  const page = await app.firstWindow();
  return {
    page,
    networkCount: () =>
      page.evaluate(async () => {
        const host = Reflect.get(globalThis, "kurabitoHost") as {
          networkCount: (input: object) => Promise<{ readonly value: NetworkCount }>;
        };
        return (await host.networkCount({})).value;
      }),
    close: () => app.close(),
  };
}

function environment(): Record<string, string> {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
