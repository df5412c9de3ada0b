import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright";

/** Where Chromium, Chrome and Edge are put, best first. Debian's /usr/bin/chromium is a script that adds flags of its own. */
const places: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    "/usr/lib/chromium/chromium",
    "/usr/lib/chromium-browser/chromium-browser",
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/opt/google/chrome/chrome",
    "/usr/bin/google-chrome-stable",
    "/usr/bin/google-chrome",
    "/opt/microsoft/msedge/msedge",
    "/usr/bin/microsoft-edge",
  ],
  darwin: [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
};

const windowsPlaces = [
  "Google\\Chrome\\Application\\chrome.exe",
  "Chromium\\Application\\chrome.exe",
  "Microsoft\\Edge\\Application\\msedge.exe",
];

/** What the search looks at; tests give their own. */
export interface BrowserSearch {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly isProgram: (path: string) => boolean;
  /** Where Playwright keeps its own Chromium, whether or not it is there. */
  readonly playwrightPath: () => string;
}

const thisMachine: BrowserSearch = {
  environment: process.env,
  platform: process.platform,
  isProgram,
  playwrightPath: () => chromium.executablePath(),
};

/**
 * The browser to open the window in: the one `KURABITO_BROWSER` names, else Playwright's own, else the
 * system's; undefined when there is none.
 */
export function findBrowser(search: BrowserSearch = thisMachine): string | undefined {
  const named = search.environment["KURABITO_BROWSER"];
  if (named !== undefined && named !== "" && search.isProgram(named)) return named;
  return [playwrightBrowser(search), ...systemPlaces(search)].find(
    (path) => path !== undefined && search.isProgram(path),
  );
}

function playwrightBrowser(search: BrowserSearch): string | undefined {
  try {
    return search.playwrightPath();
  } catch {
    // Playwright has no build for this system.
    return undefined;
  }
}

function systemPlaces(search: BrowserSearch): readonly string[] {
  if (search.platform !== "win32") return places[search.platform] ?? [];
  const roots = ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].map((name) => search.environment[name]);
  return roots.flatMap((root) =>
    root === undefined ? [] : windowsPlaces.map((place) => `${root}\\${place}`),
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether this is Debian or one of its children, run by a user who may install packages. */
export function mayInstall(): boolean {
  return process.platform === "linux" && process.getuid?.() === 0 && existsSync(join("/usr/bin", "apt-get"));
}
