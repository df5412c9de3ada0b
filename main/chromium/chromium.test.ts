import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findBrowser, type BrowserSearch } from "./find-browser.ts";
import { browserFlags } from "./flags.ts";
import { makeProfile, removeProfile, sweepProfiles } from "./profile.ts";

function search(there: readonly string[], changes: Partial<BrowserSearch> = {}): BrowserSearch {
  return {
    environment: {},
    platform: "linux",
    isProgram: (path) => there.includes(path),
    playwrightPath: () => "/playwright/chrome",
    ...changes,
  };
}

describe("the browser", () => {
  test("is the named one, then Playwright's own, then the system's", () => {
    const all = ["/named", "/playwright/chrome", "/usr/lib/chromium/chromium", "/usr/bin/google-chrome"];
    const environment = { KURABITO_BROWSER: "/named" };
    expect(findBrowser(search(all, { environment }))).toBe("/named");
    expect(findBrowser(search(all))).toBe("/playwright/chrome");
    expect(findBrowser(search(all.slice(2)))).toBe("/usr/lib/chromium/chromium");
    expect(findBrowser(search(["/usr/bin/google-chrome"], { environment }))).toBe("/usr/bin/google-chrome");
    expect(findBrowser(search([]))).toBeUndefined();
  });

  test("is looked for where macOS and Windows keep theirs, and Playwright may have none", () => {
    const playwrightPath = (): string => {
      throw new Error("unsupported");
    };
    const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
    expect(findBrowser(search([mac], { platform: "darwin", playwrightPath }))).toBe(mac);
    const edge = "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe";
    const environment = { "PROGRAMFILES(X86)": "C:\\Program Files (x86)" };
    expect(findBrowser(search([edge], { platform: "win32", environment, playwrightPath }))).toBe(edge);
    expect(findBrowser(search([], { platform: "freebsd", playwrightPath }))).toBeUndefined();
  });

  test("is told to keep quiet, and never to open a port", () => {
    const flags = browserFlags({ root: false });
    expect(flags).toContain("--host-resolver-rules=MAP * ~NOTFOUND");
    expect(flags).toContain("--disable-background-networking");
    expect(flags.join(" ")).not.toMatch(/remote-debugging-port|no-sandbox|test-type|disable-web-security/);
  });
});

describe("the profile", () => {
  let parent: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), "kurabito-profiles-"));
  });
  afterEach(() => {
    rmSync(parent, { recursive: true, force: true });
  });

  test("is the owner's alone, random, and gone when removed", async () => {
    const [one, two] = [makeProfile(parent), makeProfile(parent)];
    expect(one).not.toBe(two);
    if (process.platform !== "win32") expect(statSync(one).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(one, "Default", "Preferences"), "utf8")).toContain(
      '"enable_spellchecking":false',
    );
    await removeProfile(one);
    expect(existsSync(one)).toBe(false);
    await removeProfile(one);
  });

  test("of a process that was killed is swept, that of a running one is not", async () => {
    const running = makeProfile(parent);
    const left = mkdtempSync(join(parent, "kurabito-window-4194305-"));
    const other = mkdtempSync(join(parent, "somebody-else-"));
    await sweepProfiles(parent);
    expect([running, left, other].map((path) => existsSync(path))).toEqual([true, false, true]);
  });
});
