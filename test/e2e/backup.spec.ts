import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { newHome, openApp, type RunningApp } from "./fixture.ts";
import { axeFindings } from "./support/axe.ts";
import { kurabito } from "./support/command-line.ts";
import {
  button,
  counts,
  goTo,
  importFile,
  lock,
  passphrase,
  sentence,
  startImport,
  toCheck,
  typePassphrase,
} from "./support/desk.ts";
import { retailShop } from "./support/retail.ts";

test.describe.serial("backups in the window", () => {
  let app: RunningApp;
  let home: string;
  let vault: string;

  test.beforeAll(async () => {
    home = newHome();
    vault = join(home, "shop.kura");
    expect((await kurabito(["vault", "create", "--vault", vault], passphrase)).code).toBe(0);
    app = await openApp({ home });
  });

  test.afterAll(async () => {
    await app.close();
    rmSync(home, { recursive: true, force: true });
  });

  const folder = (): string => join(home, "shop.backups");
  const label = (key: string): string => app.t(`shared-words:${key}`);

  test("the first write makes one, read back a moment later; another is made by hand", async () => {
    await button(app, "welcome:openNamed", { name: "shop" }).click();
    await typePassphrase(app, passphrase);
    await expect(app.page.getByRole("navigation", { name: app.t("shell:rail") })).toBeVisible();
    await goTo(app, "record", "vault");
    await expect(sentence(app, "vault:noBackups")).toBeVisible();
    await importFile(app, retailShop(undefined, home).path);
    await goTo(app, "record", "vault");
    const rows = app.page.getByRole("table", { name: app.t("vault:backupsTitle") }).locator("tbody tr");
    await expect(rows).toHaveCount(1);
    await expect(rows.first()).toContainText(label("backupReason.daily"));
    await expect(rows.first()).toContainText(label("backupState.sound"), { timeout: 30_000 });
    await button(app, "vault:backUp").click();
    await expect(rows).toHaveCount(2);
    await expect(rows.first()).toContainText(label("backupReason.asked"));
    await expect(rows.first()).toContainText(label("backupState.sound"));
  });

  test("the palette leads to the vault's screen by its keys alone", async () => {
    await goTo(app, "home", "overview");
    await app.page.keyboard.press("Control+k");
    await app.page.keyboard.type("バックアップ");
    await app.page.keyboard.press("Enter");
    await expect(app.page.getByRole("heading", { name: app.t("vault:title"), level: 1 })).toBeVisible();
  });

  test("a damaged backup is refused in words, and the vault's file is left alone", async () => {
    expect((await counts(app)).customers).toBeGreaterThan(0);
    await lock(app);
    const [first = ""] = readdirSync(folder()).filter((name) => name.endsWith("-daily.kura"));
    const path = join(folder(), first);
    const sound = readFileSync(path);
    const damaged = Buffer.from(sound);
    damaged[9000] = (damaged[9000] ?? 0) ^ 1;
    writeFileSync(path, damaged);
    const before = readFileSync(vault);
    await button(app, "welcome:useBackup").click();
    await expect(app.page.getByRole("radio")).not.toHaveCount(0);
    for (const colorScheme of ["dark", "light"] as const) {
      await app.page.emulateMedia({ colorScheme });
      expect(await axeFindings(app.page), `axe on restoring, ${colorScheme}`).toEqual([]);
    }
    await app.page.getByRole("radio", { name: label("backupReason.daily") }).check({ force: true });
    await app.page.getByLabel(app.t("welcome:restorePassphrase"), { exact: true }).fill(passphrase);
    await button(app, "welcome:restore").click();
    const pages = sound.byteLength / 4096;
    await expect(sentence(app, "shared-faults:backup-damaged", { damaged: 1, pages })).toBeVisible();
    expect(readFileSync(vault).equals(before)).toBe(true);
    writeFileSync(path, sound);
  });

  test("a sound one brings the vault back from the unlock screen, and the record says so", async () => {
    const before = readFileSync(vault);
    await app.page.getByLabel(app.t("welcome:restorePassphrase"), { exact: true }).fill(passphrase);
    await button(app, "welcome:restore").click();
    await expect(app.page.getByRole("navigation", { name: app.t("shell:rail") })).toBeVisible({
      timeout: 30_000,
    });
    expect(await counts(app)).toEqual({ customers: 0, orders: 0 });
    await goTo(app, "record", "timeline");
    await expect(app.page.getByText(label("action.restored")).first()).toBeVisible();
    const aside = readdirSync(folder()).find((name) => name.endsWith("-restore.kura")) ?? "";
    expect(readFileSync(join(folder(), aside)).equals(before)).toBe(true);
    await goTo(app, "record", "vault");
    await expect(app.page.getByText(label("backupReason.restore")).first()).toBeVisible();
  });
});

test("a file changed by another program: the window asks, keeps the change as another vault, and overwrites nothing", async () => {
  const home = newHome();
  const vault = join(home, "shop.kura");
  expect((await kurabito(["vault", "create", "--vault", vault], passphrase)).code).toBe(0);
  const app = await openApp({ home });
  try {
    await button(app, "welcome:openNamed", { name: "shop" }).click();
    await typePassphrase(app, passphrase);
    await expect(app.page.getByRole("navigation", { name: app.t("shell:rail") })).toBeVisible();
    const foreign = readFileSync(vault);
    foreign[5000] = (foreign[5000] ?? 0) ^ 1;
    writeFileSync(vault, foreign);
    await startImport(app, retailShop(undefined, home).path);
    await toCheck(app);
    await button(app, "import:importNow", { count: 1 }).click();
    await expect(sentence(app, "shell:conflictText")).toBeVisible({ timeout: 30_000 });
    expect(await axeFindings(app.page), "axe on the question").toEqual([]);
    await button(app, "shell:conflictKeep").click();
    await expect(button(app, "shell:conflictOpen")).toBeVisible();
    expect(readFileSync(vault).equals(foreign)).toBe(true);
    const copies = readdirSync(home).filter((name) => name.endsWith(".kura") && name !== "shop.kura");
    expect(copies).toHaveLength(1);
    const info = await kurabito(
      ["vault", "info", "--vault", join(home, copies[0] ?? ""), "--json"],
      passphrase,
    );
    expect(info.out).toMatch(/"orders":[1-9]/);
  } finally {
    await app.close();
    rmSync(home, { recursive: true, force: true });
  }
});
