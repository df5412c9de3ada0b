import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { openApp, type RunningApp } from "./fixture.ts";
import { axeFindings } from "./support/axe.ts";
import { kurabito } from "./support/command-line.ts";
import {
  button,
  counts,
  goTo,
  lock,
  makeVault,
  passphrase,
  saved,
  sentence,
  startImport,
  toCheck,
  typePassphrase,
} from "./support/desk.ts";
import { largeFile } from "./support/large-file.ts";

const second = "梅雨明けの商店街で傘を三本買う";
const third = "nineteen lighthouses watch grey oysters";

test.describe("the keys of a vault", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;
  let vault: string;
  let code = "";
  test.beforeAll(async () => {
    app = await openApp();
    vault = await makeVault(app, app.home, "keys");
    await saved(app);
  });
  test.afterAll(() => app.close());

  const dialog = () => app.page.getByRole("dialog");
  const field = (key: string) => dialog().getByLabel(app.t(key), { exact: true });
  const inDialog = (key: string) => dialog().getByRole("button", { name: app.t(key), exact: true });
  const entered = () =>
    expect(app.page.getByRole("navigation", { name: app.t("shell:rail") })).toBeVisible({ timeout: 30_000 });
  const opensWith = async (typed: string): Promise<boolean> =>
    (await kurabito(["vault", "info", "--vault", vault], typed)).code === 0;

  test("the passphrase is changed on the vault's screen: the old one is refused then, the new one opens", async () => {
    await goTo(app, "record", "vault");
    expect.soft(await axeFindings(app.page)).toEqual([]);
    await button(app, "keys:change").click();
    await field("keys:current").fill(third);
    await field("keys:next").fill("password1234");
    await field("keys:nextAgain").fill("password1234");
    await inDialog("keys:change").click();
    await expect(dialog().getByRole("meter")).toBeVisible();
    await field("keys:next").fill(second);
    await field("keys:nextAgain").fill(`${second}x`);
    await expect(sentence(app, "keys:differs")).toBeVisible();
    await field("keys:nextAgain").fill(second);
    await inDialog("keys:change").click();
    await expect(sentence(app, "shared-faults:wrong-passphrase-or-damaged")).toBeVisible();
    expect.soft(await axeFindings(app.page)).toEqual([]);
    await field("keys:current").fill(passphrase);
    await inDialog("keys:change").click();
    await expect(sentence(app, "keys:changed")).toBeVisible({ timeout: 30_000 });
    await saved(app);
    await lock(app);
    await typePassphrase(app, passphrase);
    await expect(sentence(app, "shared-faults:wrong-passphrase-or-damaged")).toBeVisible();
    await typePassphrase(app, second);
    await entered();
  });

  test("a recovery kit is made after the passphrase is typed again, and is the one thing on paper", async () => {
    const { page, t } = app;
    await goTo(app, "record", "vault");
    await button(app, "keys:makeKit").click();
    await field("keys:again").fill(passphrase);
    await inDialog("keys:makeKit").click();
    await expect(sentence(app, "shared-faults:wrong-passphrase-or-damaged")).toBeVisible();
    await field("keys:again").fill(second);
    await inDialog("keys:makeKit").click();
    const sheet = page.locator(".print-sheet");
    await expect(sheet).toContainText("keys");
    code = (await sheet.locator(".recovery-code span").allTextContents()).join("-");
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){13}[0-9A-HJKMNP-TV-Z]{4}$/);
    await expect(sheet).toContainText(/PRAGMA key = "x'[0-9a-f]{64}'";/);
    await expect(sheet).toContainText(t("keys:sheetValid"));
    expect.soft(await axeFindings(page)).toEqual([]);
    await page.emulateMedia({ media: "print" });
    await expect(sheet).toBeVisible();
    await expect(page.locator(".topbar")).toBeHidden();
    await expect(inDialog("keys:print")).toBeHidden();
    const place = await sheet.boundingBox();
    expect(place).toMatchObject({ x: 0, y: 0 });
    await page.emulateMedia({ media: null });
    await inDialog("keys:close").click();
    await expect(sheet).toHaveCount(0);
    await goTo(app, "record", "timeline");
    expect(await page.locator("main#work").innerText()).not.toContain(code.slice(0, 9));
  });

  test("the code opens the locked vault, a slip in it is told from a wrong one, and a new passphrase is asked for", async () => {
    await lock(app);
    await button(app, "welcome:useCode").click();
    const typed = app.page.getByLabel(app.t("welcome:code"), { exact: true });
    await typed.fill(code.slice(0, -1));
    await button(app, "welcome:unlock").click();
    await expect(sentence(app, "shared-faults:recovery-code-mistyped")).toBeVisible();
    expect.soft(await axeFindings(app.page)).toEqual([]);
    await typed.fill(code.toLowerCase().replaceAll("-", " "));
    await button(app, "welcome:unlock").click();
    await expect(sentence(app, "keys:newText")).toBeVisible({ timeout: 30_000 });
    await field("keys:next").fill(third);
    await field("keys:nextAgain").fill(third);
    await inDialog("keys:change").click();
    await expect(sentence(app, "keys:changed")).toBeVisible({ timeout: 30_000 });
    await saved(app);
    await lock(app);
    await button(app, "welcome:useCode").click();
    await app.page.getByLabel(app.t("welcome:code"), { exact: true }).fill(code);
    await button(app, "welcome:unlock").click();
    await expect(sentence(app, "shared-faults:wrong-passphrase-or-damaged")).toBeVisible();
    await app.page.reload();
    await typePassphrase(app, third);
    await entered();
  });

  test("where there is no keychain, the vault's screen says why and offers none", async () => {
    test.skip(test.info().project.name === "electron", "this host's keychain depends on the machine");
    await goTo(app, "record", "vault");
    await expect(sentence(app, "keys:keychainNot.host")).toBeVisible();
    await expect(button(app, "keys:keychainAdd")).toHaveCount(0);
  });

  test("after five wrong tries the door waits, and a reloaded window waits no less", async () => {
    const { page } = app;
    await lock(app);
    const tries = async (): Promise<void> => {
      await typePassphrase(app, second);
      await expect(button(app, "welcome:unlocking")).toHaveCount(0, { timeout: 30_000 });
      await expect(sentence(app, "shared-faults:wrong-passphrase-or-damaged")).toBeVisible();
    };
    for (let i = 0; i < 4; i++) await tries();
    await tries();
    await expect(page.getByRole("status").filter({ hasText: /./ }).last()).toBeVisible();
    await expect(button(app, "welcome:unlock")).toBeEnabled({ timeout: 10_000 });
    // The sixth and seventh: two seconds, then four. The window forgets when it is reloaded, the host does not.
    await tries();
    await expect(button(app, "welcome:unlock")).toBeEnabled({ timeout: 10_000 });
    await tries();
    await expect(button(app, "welcome:unlock")).toBeDisabled();
    await page.reload();
    await typePassphrase(app, third);
    await expect(
      page.getByText(app.t("shared-faults:unlock-wait", { seconds: 0 }).slice(0, 8)),
    ).toBeVisible();
    await expect(button(app, "welcome:unlock")).toBeEnabled({ timeout: 15_000 });
    await typePassphrase(app, third);
    await entered();
    expect(await opensWith(second)).toBe(false);
  });
});

test.describe("locking by itself", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;
  let folder: string;
  test.beforeAll(async () => {
    test.skip(test.info().project.name === "electron", "its host counts the whole system's idle time");
    folder = mkdtempSync(join(tmpdir(), "kurabito-idle-"));
    app = await openApp();
    await app.page.clock.install();
    await app.page.reload();
    await makeVault(app, app.home, "idle");
    await saved(app);
  });
  test.afterAll(async () => {
    if (test.info().project.name === "electron") return;
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const door = () => button(app, "welcome:unlock");
  const enter = async (): Promise<void> => {
    await typePassphrase(app, passphrase);
    await expect(app.page.getByRole("navigation", { name: app.t("shell:rail") })).toBeVisible({
      timeout: 30_000,
    });
  };

  test("ten minutes without input lock the vault; any input begins them anew", async () => {
    const { page } = app;
    await page.clock.fastForward("09:30");
    await page.keyboard.press("Shift");
    await page.clock.fastForward("09:30");
    await expect(page.getByRole("navigation", { name: app.t("shell:rail") })).toBeVisible();
    await page.clock.fastForward("01:00");
    await expect(door()).toBeVisible();
  });

  test("the time is the vault's own setting, and never is asked about", async () => {
    const { page } = app;
    await enter();
    await goTo(app, "record", "vault");
    const choose = async (option: string): Promise<void> => {
      await page.getByRole("button", { name: app.t("keys:idle") }).click();
      await page.getByRole("option", { name: option, exact: true }).click();
    };
    await choose(app.t("keys:minutes", { minutes: 1 }));
    await expect(sentence(app, "keys:lockSaved").first()).toBeVisible();
    await saved(app);
    await page.clock.fastForward("01:05");
    await expect(door()).toBeVisible();
    await enter();
    await goTo(app, "record", "vault");
    await choose(app.t("keys:never"));
    expect.soft(await axeFindings(page)).toEqual([]);
    await page
      .getByRole("dialog")
      .getByRole("button", { name: app.t("keys:neverAction"), exact: true })
      .click();
    await expect(sentence(app, "keys:lockSaved").first()).toBeVisible();
    await saved(app);
    await page.clock.fastForward("10:00:00");
    await expect(page.getByRole("navigation", { name: app.t("shell:rail") })).toBeVisible();
    await choose(app.t("keys:minutes", { minutes: 10 }));
    await saved(app);
  });

  test("an import under way is not cut off: the question comes first, and the lock waits for the work's end", async () => {
    const { page } = app;
    const path = join(folder, "large.csv");
    largeFile(path, 200_000);
    await startImport(app, path);
    await toCheck(app);
    await button(app, "import:importNow", { count: 1 }).click();
    await expect(button(app, "kit:cancelJob").first()).toBeVisible({ timeout: 30_000 });
    await page.clock.fastForward("10:30");
    const question = page.getByRole("dialog", { name: app.t("keys:askTitle") });
    await expect(question).toBeVisible();
    expect.soft(await axeFindings(page)).toEqual([]);
    await question.getByRole("button", { name: app.t("keys:stay"), exact: true }).click();
    await page.clock.fastForward("10:30");
    await expect(question).toBeVisible();
    // Nobody answers: after a minute the lock waits for the end of the work.
    await page.clock.fastForward("01:05");
    await expect(door()).toBeVisible({ timeout: 90_000 });
    await enter();
    expect((await counts(app)).orders).toBe(200_000);
  });
});
