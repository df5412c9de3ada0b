import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type BrowserContext, type Page } from "playwright";
import * as v from "valibot";
import { fileMap } from "../bundle/file-map.ts";
import type { NetworkCount } from "../contract.ts";
import { defaultFolders } from "../hostservice/folders.ts";
import { createHostService } from "../hostservice/host-service.ts";
import { systemLanguages } from "../hostservice/languages.ts";
import { forbidCoreDumps } from "../hostservice/no-core-dumps.ts";
import { noDialogs } from "./no-dialogs.ts";
import { findBrowser } from "./find-browser.ts";
import { browserFlags, privateOrigin } from "./flags.ts";
import {
  closeOtherPages,
  guardBrowser,
  guardContext,
  networkCounter,
  servePrivateOrigin,
} from "./gatekeeper.ts";
import { createHandovers } from "./handovers.ts";
import { makeProfile, removeProfile, sweepProfiles } from "./profile.ts";
import { createRelay } from "./relay.ts";

export interface ChromiumHostOptions {
  /** The built window: the folder that holds its index.html (out/renderer). */
  readonly distFolder: string;
  /** Where vaults and released files go; `KURABITO_HOME` or the user's own folder when left out. */
  readonly home?: string;
  /** Without a visible window: for tests, and for the tour on a machine without a display. */
  readonly headless: boolean;
  /** The browser; searched for when left out. */
  readonly executable?: string;
  /** The size of the page when headless, in CSS pixels. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** The language the page sees as the browser's, and the host as the system's (BCP 47). */
  readonly locale?: string;
  readonly colorScheme?: "light" | "dark";
  /** Puts the browser's own messages on stderr. */
  readonly verbose?: boolean;
}

/** A running host with its window. */
export interface ChromiumHost {
  readonly page: Page;
  readonly context: BrowserContext;
  /** The profile's folder; gone after `close`. */
  readonly profile: string;
  readonly networkCount: () => NetworkCount;
  /** Resolves when the window was closed, by the user or by `close`, and everything is cleaned up. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** Thrown when there is no browser to open the window in. */
export class NoBrowser extends Error {
  constructor() {
    super("no browser found");
    this.name = "NoBrowser";
  }
}

/**
 * Opens the application in a Chromium driven over a pipe: a private origin served from a file map, all
 * other requests refused, a random profile that is removed at the end. No port is opened.
 *
 * @throws NoBrowser when there is none, and the browser's error when it does not start.
 */
export async function launchChromiumHost(options: ChromiumHostOptions): Promise<ChromiumHost> {
  const executablePath = options.executable ?? findBrowser();
  if (executablePath === undefined) throw new NoBrowser();
  // The browser's processes inherit the limit.
  forbidCoreDumps();
  await sweepProfiles().catch(() => undefined);
  const profile = makeProfile();
  try {
    const context = await launchBrowser(options, executablePath, profile);
    return await openWindow(options, context, profile);
  } catch (error) {
    await removeProfile(profile);
    throw error;
  }
}

function launchBrowser(
  options: ChromiumHostOptions,
  executablePath: string,
  profile: string,
): Promise<BrowserContext> {
  const root = process.getuid?.() === 0;
  return chromium.launchPersistentContext(profile, {
    executablePath,
    headless: options.headless,
    args: [...browserFlags({ root })],
    // This one only shows a bar that says a test program is in control.
    ignoreDefaultArgs: ["--enable-automation"],
    chromiumSandbox: !root,
    serviceWorkers: "block",
    acceptDownloads: true,
    downloadsPath: join(profile, "handover"),
    viewport: options.headless ? (options.viewport ?? { width: 1360, height: 860 }) : null,
    permissions: [],
    ...(options.locale === undefined ? {} : { locale: options.locale }),
    ...(options.colorScheme === undefined ? {} : { colorScheme: options.colorScheme }),
    // The start script closes the window itself, so that the locks are given back first.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

async function openWindow(
  options: ChromiumHostOptions,
  context: BrowserContext,
  profile: string,
): Promise<ChromiumHost> {
  const counter = networkCounter();
  const service = createHostService({
    kind: "chromium",
    version: versionOf(options.distFolder),
    languages: options.locale === undefined ? systemLanguages() : [options.locale],
    folders: defaultFolders(options.home ?? process.env["KURABITO_HOME"]),
    dialogs: noDialogs(options.headless),
    networkCount: () => counter.count(),
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const handovers = createHandovers();
  await guardContext(context, counter);
  const files = fileMap(options.distFolder);
  await guardBrowser(context, files, counter);
  await servePrivateOrigin(context, files, createRelay(page, service, handovers));
  closeOtherPages(context, page);
  page.on("download", (download) => {
    handovers.receive(download);
  });
  let ended: Promise<void> | undefined;
  // Settles when the browser's process has ended, some time after the context has said that it is closed.
  const end = (): Promise<void> => (ended ??= context.close().catch(() => undefined));
  const closed = new Promise<void>((resolve, reject) => {
    const cleanUp = async (): Promise<void> => {
      await service.close();
      // A browser that is still ending would write into a profile that is already gone, and so make it again.
      await end();
      await removeProfile(profile);
    };
    context.on("close", () => {
      cleanUp().then(resolve, reject);
    });
  });
  // The user closing the window is the end of the program, whatever else the browser would keep open.
  page.on("close", () => void end());
  await page.goto(`${privateOrigin}/`);
  return {
    page,
    context,
    profile,
    networkCount: () => counter.count(),
    closed,
    close: async () => {
      await end();
      await closed;
    },
  };
}

/** The program's version, from the package.json two folders above the built window. */
function versionOf(distFolder: string): string {
  const text = readFileSync(join(distFolder, "..", "..", "package.json"), "utf8");
  return v.parse(v.object({ version: v.string() }), JSON.parse(text)).version;
}
