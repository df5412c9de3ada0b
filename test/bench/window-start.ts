import { readFile } from "node:fs/promises";
import { chromium } from "playwright";
import { findBrowser } from "../../main/chromium/find-browser.ts";
import { launchChromiumHost } from "../../main/chromium/launch.ts";

/** Times in ms from nothing on. */
interface Started {
  readonly ms: number;
  /** First contentful paint, from the page's own start. */
  readonly paintMs?: number;
}

/** From nothing to the first field that takes the keyboard in the window, in a headless browser; undefined without one. */
export async function windowStart(dist: string, home: string): Promise<Started | undefined> {
  if (findBrowser() === undefined) return undefined;
  const from = performance.now();
  const host = await launchChromiumHost({ distFolder: dist, home, headless: true, locale: "ja-JP" });
  try {
    await host.page.locator("button:enabled, input:enabled").first().waitFor({ state: "visible" });
    const ms = performance.now() - from;
    const paintMs = await host.page.evaluate(
      () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
    );
    return { ms, paintMs };
  } finally {
    await host.close();
  }
}

/** The same browser started on a page of one button: what no window could be faster than. */
export async function bareBrowser(): Promise<Started | undefined> {
  const executablePath = findBrowser();
  if (executablePath === undefined) return undefined;
  const from = performance.now();
  const root = process.getuid?.() === 0;
  const browser = await chromium.launch({ executablePath, chromiumSandbox: !root });
  try {
    const page = await browser.newPage();
    await page.setContent("<button>one</button>");
    await page.locator("button").waitFor({ state: "visible" });
    return { ms: performance.now() - from };
  } finally {
    await browser.close();
  }
}

/** `measureCodec` of the bundle `script` in the same browser, on 64 MiB; undefined without one. */
export async function codecInBrowser(script: string): Promise<Readonly<Record<string, number>> | undefined> {
  const executablePath = findBrowser();
  if (executablePath === undefined) return undefined;
  const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
  try {
    const page = await browser.newPage();
    // WebCrypto is there for secure origins only; nothing is asked of the network.
    await page.route("**/*", (route) =>
      route.fulfill({ contentType: "text/html", body: "<title>bench</title>" }),
    );
    await page.goto("https://bench.invalid/");
    await page.addScriptTag({ content: await readFile(script, "utf8"), type: "module" });
    await page.waitForFunction("typeof measureCodec === 'function'");
    return await page.evaluate("measureCodec(64)");
  } finally {
    await browser.close();
  }
}
