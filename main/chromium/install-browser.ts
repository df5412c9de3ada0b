import { spawn } from "node:child_process";
import { findBrowser, mayInstall } from "./find-browser.ts";

/**
 * The browser to open the window in; when there is none and this is root on Debian, Debian's own
 * Chromium and a Japanese font are installed first. Undefined when there is none still.
 *
 * @param say receives what the user should know while waiting.
 */
export async function ensureBrowser(say: (line: string) => void): Promise<string | undefined> {
  const found = findBrowser();
  if (found !== undefined || !mayInstall()) return found;
  say("No browser found: installing Debian's Chromium and a Japanese font (apt-get), this takes a minute.");
  await aptGet(["update", "-q"]);
  await aptGet(["install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-noto-cjk"]);
  return findBrowser();
}

/** The three ways to get a browser, for a person who has none. */
export const waysToGetBrowser = [
  "Kurabito needs a Chromium to draw its window, and found none. Any one of these is enough:",
  "  1. npx playwright install chromium",
  "  2. install Chromium, Google Chrome or Microsoft Edge with your system's installer",
  "  3. set KURABITO_BROWSER to the path of a Chromium you already have",
].join("\n");

function aptGet(args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn("apt-get", args, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    child.once("error", () => {
      resolve(1);
    });
    child.once("exit", (code) => {
      resolve(code ?? 1);
    });
  });
}
