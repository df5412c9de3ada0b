import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { openApp, type RunningApp } from "./fixture.ts";
import {
  button,
  counts,
  goTo,
  importFile,
  makeVault,
  saved,
  sentence,
  startImport,
  toCheck,
} from "./support/desk.ts";
import { largeFile } from "./support/large-file.ts";

/** Presses cancel as soon as it is offered; notes how long the answer took, which no machine is failed for. */
async function cancelWhenOffered(app: RunningApp): Promise<void> {
  const cancel = button(app, "kit:cancelJob").first();
  await cancel.click({ timeout: 60_000 });
  const pressed = Date.now();
  await expect(sentence(app, "shared-faults:cancelled").first()).toBeVisible({ timeout: 30_000 });
  const description = `${String(Date.now() - pressed)} ms from the press to the words on the screen`;
  test.info().annotations.push({ type: "cancelled after", description });
}

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

  test("the check before an import can be stopped", async () => {
    await startImport(app, path());
    await button(app, "import:toReading").click();
    await button(app, "import:toMeaning").click();
    await button(app, "import:checkFirst").click();
    await cancelWhenOffered(app);
    expect(await counts(app)).toEqual({ customers: 0, orders: 0 });
  });

  test("an import that is stopped leaves the vault and its file as they were", async () => {
    const before = readFileSync(vault);
    await startImport(app, path());
    await toCheck(app);
    await button(app, "import:importNow", { count: 1 }).click();
    await cancelWhenOffered(app);
    expect(await counts(app)).toEqual({ customers: 0, orders: 0 });
    expect(readFileSync(vault).equals(before)).toBe(true);
  });
});

test.describe("stopping work on 60,000 people", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;
  let folder: string;
  let vault: string;

  test.beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "kurabito-many-"));
    const path = join(folder, "orders.csv");
    largeFile(path, 120_000);
    app = await openApp();
    vault = await makeVault(app, app.home, "many");
    await importFile(app, path);
  });

  test.afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const released = (): readonly string[] => {
    const path = join(app.home, "Released");
    return existsSync(path) ? readdirSync(path) : [];
  };
  /** Rows of what left, its heading left out. */
  const entered = async (): Promise<number> => {
    await goTo(app, "release", "left");
    return Math.max(0, (await app.page.locator("main#work").getByRole("row").count()) - 1);
  };

  test("a model's run that is stopped says so, and nothing of it is kept", async () => {
    await goTo(app, "predict", "groups");
    await button(app, "groups:run").click();
    await cancelWhenOffered(app);
    await expect(button(app, "groups:run")).toBeEnabled();
    await goTo(app, "record", "timeline");
    await goTo(app, "predict", "groups");
    await expect(app.page.getByText(app.t("groups:first.one"))).toBeVisible();
  });

  test("a table that is stopped leaves nothing in its folder, what left or the vault, and leaves afterwards", async () => {
    await goTo(app, "release", "aggregate");
    await expect(button(app, "aggregate:release")).toBeEnabled();
    // What is stopped is the release and not its preview, which offers the same.
    await expect(button(app, "kit:cancelJob")).toHaveCount(0);
    await saved(app);
    const before = readFileSync(vault);
    await app.page.clock.install();
    await button(app, "aggregate:release").click();
    await expect(button(app, "aggregate:releasing")).toBeVisible();
    // A cancel is offered after a moment, which is not waited for here: the release could have left.
    await app.page.clock.fastForward(500);
    await cancelWhenOffered(app);
    expect(released()).toEqual([]);
    expect(readFileSync(vault).equals(before)).toBe(true);
    expect(await entered()).toBe(0);
    await goTo(app, "release", "aggregate");
    await button(app, "aggregate:release").click();
    await expect(button(app, "aggregate:again")).toBeVisible({ timeout: 60_000 });
    await saved(app);
    expect(released().filter((name) => name.endsWith(".csv"))).toHaveLength(1);
    expect(await entered()).toBe(1);
  });
});
