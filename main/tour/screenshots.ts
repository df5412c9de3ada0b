import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright";
import { languages, type Language } from "../../workers/terms/language.ts";
import { findBrowser } from "../chromium/find-browser.ts";
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

/** A still screen: nothing is loading, and two frames have been drawn. */
const SETTLE_MS = 15_000;

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
 * Photographs the main screens in both languages in a browser without a window, where there is one.
 *
 * @returns the pictures taken; undefined when this machine has no browser.
 */
export async function takeScreenshots(
  studio: Studio,
  say: (step: string) => void,
): Promise<readonly Screenshot[] | undefined> {
  const executable = findBrowser();
  if (executable === undefined) return undefined;
  await mkdir(studio.folder, { recursive: true });
  const pictures: Screenshot[] = [];
  for (const language of languages) {
    const host = await launchChromiumHost({
      distFolder: studio.distFolder,
      home: studio.home,
      headless: true,
      executable,
      viewport: { width: 1360, height: 860 },
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
        pictures.push({ language, file: `${studio.relative}/${file}`, title: await titleOf(host.page) });
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

async function show(page: Page, screen: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(`#/${screen}`)}`);
  await page
    .locator('[aria-busy="true"], [role="progressbar"]')
    .first()
    .waitFor({ state: "detached", timeout: SETTLE_MS })
    .catch(() => undefined);
  await page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
  // Charts draw themselves with a short movement.
  await page.waitForTimeout(400);
}

async function titleOf(page: Page): Promise<string> {
  return (await page.locator("h1").first().textContent()) ?? "";
}
