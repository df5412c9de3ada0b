import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { _electron } from "playwright";
import { test as base, type Page } from "playwright/test";
import { installedElectron } from "../../main/electron-binary.mjs";
import { launchChromiumHost } from "../../main/chromium/launch.ts";
import type { NetworkCount } from "../../main/contract.ts";
import { wordsOf, type Language, type Say } from "./support/words.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The smallest window the design is made for, in CSS pixels. */
export const smallestWindow = { width: 1180, height: 720 } as const;

/** The running application, in whichever host the project names. */
export interface RunningApp {
  readonly page: Page;
  /** The sentences of the language it started in. */
  readonly t: Say;
  /** The folder of its vaults; released files go to `Released` inside it. */
  readonly home: string;
  /** The browser's throw-away profile, where the host has one on the disk. */
  readonly profile: string | undefined;
  readonly networkCount: () => NetworkCount | Promise<NetworkCount>;
  /** Closes the window and its host; the home stays unless it was made for this run. */
  readonly close: () => Promise<void>;
}

export interface AppOptions {
  readonly language?: Language;
  readonly colorScheme?: "light" | "dark";
  /** A home that is already there and outlasts the application; a new one, removed at the end, when left out. */
  readonly home?: string;
}

const locales: Readonly<Record<Language, string>> = { ja: "ja-JP", en: "en-GB" };

/** A new, empty folder for vaults. */
export function newHome(): string {
  return mkdtempSync(join(tmpdir(), "kurabito-e2e-"));
}

/** Starts the built application in the host of the project that runs, in a home of its own. */
export async function openApp(options: AppOptions = {}): Promise<RunningApp> {
  if (!existsSync(join(root, "out", "renderer", "index.html")))
    throw new Error("out/ holds no built window: run `npm run build` first");
  const { language = "ja", colorScheme = "light" } = options;
  const home = options.home ?? newHome();
  const launched =
    base.info().project.name === "electron"
      ? await launchElectron(home, locales[language])
      : await launchChromium(home, locales[language], colorScheme);
  // A person finds what is there within seconds; a test that waits for a minute only says later that it is not.
  launched.page.setDefaultTimeout(20_000);
  return {
    ...launched,
    t: wordsOf(language),
    home,
    close: async () => {
      await launched.close();
      if (options.home === undefined) rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A test with the application running, closed and removed afterwards. */
export const test = base.extend<{ readonly app: RunningApp }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures a fixture needs from this pattern
  app: async ({}, use) => {
    const app = await openApp();
    try {
      await use(app);
    } finally {
      await app.close();
    }
  },
});

type Launched = Pick<RunningApp, "page" | "profile" | "networkCount" | "close">;

async function launchChromium(
  home: string,
  locale: string,
  colorScheme: "light" | "dark",
): Promise<Launched> {
  const distFolder = join(root, "out", "renderer");
  const viewport = smallestWindow;
  return launchChromiumHost({ distFolder, home, headless: true, viewport, locale, colorScheme });
}

async function launchElectron(home: string, locale: string): Promise<Launched> {
  const executablePath = installedElectron();
  const app = await _electron.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [root, `--lang=${locale}`, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
    env: { ...environment(), KURABITO_HOME: home, KURABITO_HEADLESS: "1" },
  });
  const page = await app.firstWindow();
  return {
    page,
    profile: undefined,
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
