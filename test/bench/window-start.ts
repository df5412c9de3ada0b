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
