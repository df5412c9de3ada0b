import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright";
import { languages, type Language } from "../../workers/terms/language.ts";
import { ensureBrowser } from "../chromium/install-browser.ts";
import { launchChromiumHost } from "../chromium/launch.ts";

export interface Screenshot {
  readonly language: Language;
  /** Relative to the report. */
  readonly file: string;
  readonly title: string;
}

/** The addresses of the window that are photographed: renderer/state/route.ts names them. */
const screens = [
  "home/overview",
  "data/imports",
  "data/quarantine",
  "data/customers",
  "see/rfm",
  "see/cohorts",
  "predict/lifetime",
  "audience/builder",
  "release/aggregate",
  "release/consented",
  "release/left",
  "record/timeline",
] as const;

/** How long a screen may take to come to rest, to begin loading after the address changed, and to draw its chart. */
const SETTLE_MS = 15_000;
const BEGIN_MS = 150;
const DRAW_MS = 900;

export interface Studio {
  /** The built window. */
  readonly distFolder: string;
  /** The folder that holds the vault. */
  readonly home: string;
  readonly vaultName: string;
  readonly passphrase: string;
  /** Where the pictures go, and how the report names that folder. */
  readonly folder: string;
  readonly relative: string;
}

/**
 * Photographs the main screens in both languages in a browser without a window, found or installed as `npm start` does.
 *
 * @returns the pictures taken; undefined when this machine has no browser.
 */
export async function takeScreenshots(
  studio: Studio,
  say: (step: string) => void,
): Promise<readonly Screenshot[] | undefined> {
  const executable = await ensureBrowser(say);
  if (executable === undefined) return undefined;
  await mkdir(studio.folder, { recursive: true });
  const pictures: Screenshot[] = [];
  for (const language of languages) {
    const host = await launchChromiumHost({
      distFolder: studio.distFolder,
      home: studio.home,
      headless: true,
      executable,
      viewport: { width: 1180, height: 720 },
      locale: language === "ja" ? "ja-JP" : "en-GB",
      colorScheme: "light",
    });
    try {
      await unlock(host.page, studio);
      for (const screen of screens) {
        const file = `${language}-${screen.replace("/", "-")}.png`;
        say(file);
        await show(host.page, screen);
        await host.page.screenshot({ path: join(studio.folder, file) });
        pictures.push({
          language,
          file: `${studio.relative}/${file}`,
          title: await titleOf(host.page, screen),
        });
      }
    } finally {
      await host.close();
    }
  }
  return pictures;
}

async function unlock(page: Page, { vaultName, passphrase }: Studio): Promise<void> {
  await page.getByRole("button", { name: vaultName }).first().click();
  const field = page.locator('input[type="password"]');
  await field.fill(passphrase);
  await field.press("Enter");
  await page.getByRole("navigation").first().waitFor();
}

/** Goes to a screen and waits until it is still: nothing loading, its chart drawn. A screen that never rests is taken as it is. */
async function show(page: Page, screen: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(`#/${screen}`)}`);
  const rest = { timeout: SETTLE_MS } as const;
  await page.waitForTimeout(BEGIN_MS);
  await page
    .locator(".loading")
    .first()
    .waitFor({ ...rest, state: "detached" })
    .catch(() => undefined);
  if ((await page.locator(".chart-canvas").count()) > 0)
    await page
      .locator(".chart-canvas canvas")
      .first()
      .waitFor(rest)
      .catch(() => undefined);
  await page.waitForTimeout(DRAW_MS);
}

/** The screen's own heading, or its address where it has none. */
async function titleOf(page: Page, screen: string): Promise<string> {
  const heading = page.locator("h1");
  const text = (await heading.count()) > 0 ? await heading.first().textContent() : null;
  return text ?? screen;
}
