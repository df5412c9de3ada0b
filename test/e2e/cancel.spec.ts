import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { openApp, type RunningApp } from "./fixture.ts";
import { button, counts, makeVault, saved, sentence, startImport, toCheck } from "./support/desk.ts";
import { largeFile } from "./support/large-file.ts";

test.describe("stopping a long import", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;
  let folder: string;
  let vault: string;
  const path = () => join(folder, "large.csv");

  test.beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "kurabito-large-"));
    largeFile(path(), 300_000);
    app = await openApp();
    vault = await makeVault(app, app.home, "large");
    await saved(app);
  });

  test.afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Presses cancel as soon as it is offered; notes how long the answer took, which no machine is failed for. */
  async function cancelWhenOffered(): Promise<void> {
    const cancel = button(app, "kit:cancelJob").first();
    await cancel.click({ timeout: 60_000 });
    const pressed = Date.now();
    await expect(sentence(app, "shared-faults:cancelled").first()).toBeVisible({ timeout: 30_000 });
    const description = `${String(Date.now() - pressed)} ms from the press to the words on the screen`;
    test.info().annotations.push({ type: "cancelled after", description });
  }

  test("the check before an import can be stopped", async () => {
    await startImport(app, path());
    await button(app, "import:toReading").click();
    await button(app, "import:toMeaning").click();
    await button(app, "import:checkFirst").click();
    await cancelWhenOffered();
    expect(await counts(app)).toEqual({ customers: 0, orders: 0 });
  });

  test("an import that is stopped leaves the vault and its file as they were", async () => {
    const before = readFileSync(vault);
    await startImport(app, path());
    await toCheck(app);
    await button(app, "import:importNow", { count: 1 }).click();
    await cancelWhenOffered();
    expect(await counts(app)).toEqual({ customers: 0, orders: 0 });
    expect(readFileSync(vault).equals(before)).toBe(true);
  });
});
