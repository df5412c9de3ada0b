import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "playwright/test";
import { newHome, openApp, type RunningApp } from "./fixture.ts";
import { kurabitoJson, withCopy } from "./support/command-line.ts";
import {
  atRest,
  button,
  counts,
  figure,
  goTo,
  importFile,
  lock,
  makeVault,
  passphrase,
  plain,
  saved,
  sentence,
  typePassphrase,
} from "./support/desk.ts";
import { retailShop, type Retail } from "./support/retail.ts";

const shared = fileURLToPath(new URL("../../../shared/data", import.meta.url));
const german = join(shared, "online_retail", "online_retail_germany.csv");
const cdnow = join(shared, "cdnow", "CDNOW_sample.txt");

/** A marketer's own files, from an empty home to a vault that opens again tomorrow. */
test.describe("one's own files", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;
  let home: string;
  let vault: string;
  let folder: string;
  let retail: Retail;

  test.beforeAll(async () => {
    home = newHome();
    folder = mkdtempSync(join(tmpdir(), "kurabito-files-"));
    retail = retailShop(existsSync(german) ? german : undefined, folder);
    app = await openApp({ home });
  });

  test.afterAll(async () => {
    await app.close();
    for (const made of [home, folder]) rmSync(made, { recursive: true, force: true });
  });

  test("a weak passphrase makes no vault, and its strength is said while typing", async () => {
    const { page, t } = app;
    await button(app, "welcome:createVault").click();
    const meter = page.getByRole("meter", { name: t("welcome:strength") });
    await expect(meter).toHaveAttribute("aria-valuetext", t("welcome:strengthNone"));
    const field = page.getByLabel(t("welcome:passphrase"), { exact: true });
    const again = page.getByLabel(t("welcome:passphraseAgain"), { exact: true });
    for (const [weak, problem] of [
      ["short", "too-short"],
      ["aaaaaaaaaaaaaaaa", "too-simple"],
    ] as const) {
      await field.fill(weak);
      await again.fill(weak);
      await expect(meter).toHaveAttribute("aria-valuetext", t(`welcome:problem.${problem}`));
      await button(app, "welcome:makeVault").click();
      await expect(field).toHaveAttribute("aria-invalid", "true");
    }
    await field.fill(passphrase);
    await expect(meter).toHaveAttribute("aria-valuetext", t("welcome:strengthOk"));
    await again.fill(`${passphrase}x`);
    await button(app, "welcome:makeVault").click();
    await expect(sentence(app, "welcome:differs")).toBeVisible();
    expect(existsSync(join(home, `${t("welcome:newName")}.kura`))).toBe(false);
    await button(app, "welcome:back").click();
  });

  test("a new vault opens on an empty home, and is on the disk", async () => {
    vault = await makeVault(app, home, "own");
    await expect(sentence(app, "home:emptyText")).toBeVisible();
    await saved(app);
    expect(existsSync(vault)).toBe(true);
    expect(await counts(app)).toEqual({ customers: 0, orders: 0 });
  });

  test("home shows the figures of the order export, as counted here from the file itself", async () => {
    test.info().annotations.push({ type: "input", description: retail.path });
    await importFile(app, retail.path);
    expect(plain(await figure(app, app.t("import:figure.newDone")))).toBe(retail.lines);
    expect(await counts(app)).toEqual({ customers: retail.customers, orders: retail.invoices });
    await goTo(app, "home");
    expect(plain(await figure(app, app.t("home:customers")))).toBe(retail.customers);
    expect(plain(await figure(app, app.t("home:orders")))).toBe(retail.purchases);
    await button(app, "kit:showTable").click();
    const rows = app.page
      .locator("main#work table")
      .filter({ hasText: app.t("home:newCustomers") })
      .locator("tbody tr");
    await expect(rows).toHaveCount(retail.months.length);
    const cells = await rows.evaluateAll((found) =>
      found.map((row) => [...row.querySelectorAll("th, td")].map((cell) => cell.textContent)),
    );
    const shown = cells.map(([month = "", orders, revenue, newcomers]) => {
      const [, year = "", number = ""] = /(\d{4})\D+(\d{1,2})/.exec(month) ?? [];
      return {
        month: `${year}-${number.padStart(2, "0")}`,
        orders: plain(orders),
        revenue: plain(revenue) * ((revenue ?? "").includes("-") ? -1 : 1),
        newcomers: plain(newcomers),
      };
    });
    expect(shown).toEqual(retail.months);
  });

  test("the command line counts the same in the same vault", async () => {
    const info = await withCopy(vault, (copy) =>
      kurabitoJson<{ customers: number; orders: number }>(["vault", "info", "--vault", copy], passphrase),
    );
    expect(info).toMatchObject({ customers: retail.customers, orders: retail.invoices });
  });

  test("bringing the same file in again adds nothing", async () => {
    await goTo(app, "home");
    await importFile(app, retail.path);
    expect(await counts(app)).toEqual({ customers: retail.customers, orders: retail.invoices });
  });

  test("rows that cannot be stored wait with their reason, and are stored once mended", async () => {
    const { page, t } = app;
    const path = join(folder, "till.csv");
    const rows = ["注文日,注文番号,顧客番号,合計金額", "2026-02-30,T-1,9001,500", "2026-03-01,T-2,9002,700"];
    writeFileSync(path, [...rows, ""].join("\n"));
    const before = await counts(app);
    await importFile(app, path);
    expect(await counts(app)).toEqual({ customers: before.customers + 1, orders: before.orders + 1 });
    await goTo(app, "data", "quarantine");
    const held = page.getByRole("article", { name: t("quarantine:rowOf", { file: "till.csv", line: 2 }) });
    await expect(held).toContainText(t("shared-quarantine:date-unreadable", { line: 2, column: "注文日" }));
    const raw = held.getByLabel(t("quarantine:raw"));
    await expect(raw).toHaveValue("2026-02-30,T-1,9001,500");
    await raw.fill("2026-02-31,T-1,9001,500");
    await held.getByRole("button", { name: t("quarantine:mend") }).click();
    await expect(held).toContainText(t("quarantine:stillNot"));
    await raw.fill("2026-02-28,T-1,9001,500");
    await held.getByRole("button", { name: t("quarantine:mend") }).click();
    await expect(held).toHaveCount(0);
    await expect
      .poll(() => counts(app))
      .toEqual({ customers: before.customers + 2, orders: before.orders + 2 });
  });

  test("a whole import is taken back, and only that", async () => {
    const { page, t } = app;
    await saved(app);
    await goTo(app, "data", "imports");
    await page.getByRole("button", { name: t("imports:undoOf", { name: "till.csv" }) }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: t("imports:undoAction") })
      .click();
    await expect(page.getByText(t("imports:wasUndone"))).toBeVisible();
    await expect.poll(() => counts(app)).toEqual({ customers: retail.customers, orders: retail.invoices });
    await saved(app);
  });

  test("a lock keeps the vault shut: one error for a wrong passphrase, and the file as it was", async () => {
    const { page, t } = app;
    await lock(app);
    await expect(
      page.getByRole("heading", { name: t("welcome:lockedTitle", { name: "own" }) }),
    ).toBeVisible();
    expect(await page.locator("body").innerText()).not.toContain("12662");
    await expect.poll(() => page.workers().length).toBe(0);
    const before = readFileSync(vault);
    await typePassphrase(app, "not the passphrase of this vault");
    await expect(sentence(app, "shared-faults:wrong-passphrase-or-damaged")).toBeVisible();
    expect(readFileSync(vault).equals(before)).toBe(true);
    await typePassphrase(app, passphrase);
    await expect(page.getByRole("navigation", { name: t("shell:rail") })).toBeVisible();
    expect(await counts(app)).toEqual({ customers: retail.customers, orders: retail.invoices });
  });

  test("it opens again after a restart, with all that was in it", async () => {
    await app.close();
    app = await openApp({ home });
    await button(app, "welcome:openNamed", { name: "own" }).click();
    await typePassphrase(app, passphrase);
    await expect(app.page.getByRole("navigation", { name: app.t("shell:rail") })).toBeVisible();
    expect(await counts(app)).toEqual({ customers: retail.customers, orders: retail.invoices });
    await atRest(app);
    expect(plain(await figure(app, app.t("home:orders")))).toBe(retail.purchases);
  });

  test("CDNOW's file without a heading comes in as it is", async () => {
    test.skip(!existsSync(cdnow), "../shared/data/cdnow is not on this machine");
    await lock(app);
    await button(app, "welcome:otherVault").click();
    await makeVault(app, home, "cdnow");
    await importFile(app, cdnow);
    expect(await counts(app)).toEqual({ customers: 2357, orders: 6919 });
  });

  test("the model finds the published parameters of CDNOW on the screen", async () => {
    test.skip(!existsSync(cdnow), "../shared/data/cdnow is not on this machine");
    const { page, t } = app;
    await goTo(app, "predict", "lifetime");
    await page.getByLabel(t("lifetime:end")).fill("1997-09-30");
    await button(app, "lifetime:run").click();
    const table = page.getByRole("table", { name: t("lifetime:parameters") });
    await expect(table).toBeVisible({ timeout: 60_000 });
    const cells = await table
      .locator("tbody tr")
      .evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent)),
      );
    const shown = new Map(cells.map(([name, value]) => [name, Number(value)]));
    // Fader, Hardie and Lee (2005), table 2, to the digits printed there.
    expect(shown.get("r")).toBeCloseTo(0.243, 3);
    expect(shown.get("alpha")).toBeCloseTo(4.414, 2);
    expect(shown.get("a")).toBeCloseTo(0.793, 3);
    expect(shown.get("b")).toBeCloseTo(2.426, 2);
    await expect(page.getByRole("region", { name: t("lifetime:parameters") })).toContainText("-9,582.4");
  });
});
