import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { newHome, openApp, type RunningApp } from "./fixture.ts";
import { atRest, button, goTo, importFile, makeVault, saved, sentence } from "./support/desk.ts";

/** What one release would tell beside another, and what leaves by the clipboard. */
test.describe("beside what left before", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;
  let home: string;
  let folder: string;

  /** A shop's orders, one a customer. */
  function orders(name: string, from: number, to: number, prefecture: (index: number) => string): string {
    const rows = Array.from({ length: to - from }, (_, at) => {
      const index = from + at;
      return `C${String(index)},佐藤 ${String(index)},${prefecture(index)},O${String(index)},2026-03-01,${String(1000 + index)}`;
    });
    const path = join(folder, name);
    writeFileSync(path, ["顧客番号,氏名,都道府県,注文番号,注文日,合計金額", ...rows].join("\n"));
    return path;
  }

  const main = () => app.page.locator("main#work");

  async function releaseByPrefecture(): Promise<void> {
    const { t } = app;
    await goTo(app, "release", "aggregate");
    await main()
      .getByRole("button", { name: t("aggregate:rows") })
      .click();
    await app.page
      .getByRole("option", { name: t("shared-release:dimension.prefecture"), exact: true })
      .click();
    await atRest(app);
  }

  test.beforeAll(async () => {
    home = newHome();
    folder = mkdtempSync(join(tmpdir(), "kurabito-beside-"));
    app = await openApp({ home });
    await makeVault(app, home, "beside");
    const places = ["東京都", "大阪府", "京都府", "愛知県"];
    await importFile(
      app,
      orders("orders.csv", 0, 80, (index) => places[index % 4] ?? ""),
    );
  });

  test.afterAll(async () => {
    await app.close();
    for (const made of [home, folder]) rmSync(made, { recursive: true, force: true });
  });

  test("a table is refused that tells on fewer than ten with the one before, and the nearest one that may leave does", async () => {
    const { t } = app;
    await releaseByPrefecture();
    await button(app, "aggregate:release").click();
    await expect(button(app, "aggregate:again")).toBeVisible();
    await saved(app);
    await importFile(
      app,
      orders("later.csv", 80, 100, (index) => (index < 90 ? "東京都" : index < 99 ? "大阪府" : "京都府")),
    );
    await releaseByPrefecture();
    await expect(main().getByText(t("aggregate:differencing.title"))).toBeVisible();
    await expect(button(app, "aggregate:release")).toBeDisabled();
    await main()
      .getByRole("button", { name: new RegExp(`^${t("aggregate:differencing.choose")}`) })
      .first()
      .click();
    await atRest(app);
    await expect(main().getByText(t("aggregate:differencing.title"))).toBeHidden();
    await button(app, "aggregate:release").click();
    await expect(button(app, "aggregate:again")).toBeVisible();
    await saved(app);
    await goTo(app, "release", "left");
    await expect(main().getByRole("row")).toHaveCount(3);
  });

  test("cells of people are not copied until that is switched on, and then the ledger knows", async () => {
    const { page, t } = app;
    const copyFirstName = async (): Promise<void> => {
      await goTo(app, "data", "customers");
      await expect(main().getByText(/^佐藤/).first()).toBeVisible();
      await page.evaluate(() => {
        const cell = [...document.querySelectorAll("[data-personal]")].find(({ textContent }) =>
          textContent.startsWith("佐藤"),
        );
        if (cell !== undefined) document.getSelection()?.selectAllChildren(cell);
      });
      await page.keyboard.press("ControlOrMeta+c");
    };
    await copyFirstName();
    await expect(page.getByText(t("shared-faults:copying-off")).first()).toBeVisible();
    await goTo(app, "record", "vault");
    await main().getByText(t("keys:copyLabel"), { exact: true }).click();
    await saved(app);
    await copyFirstName();
    await expect(sentence(app, "keys:copied").first()).toBeVisible();
    await goTo(app, "release", "left");
    await expect(main().getByRole("row")).toHaveCount(4);
  });

  test("neither paper nor a picture of a chart takes a screen out of the vault", async () => {
    const { page, t } = app;
    await goTo(app, "home");
    await main().locator(".chart-canvas").first().click({ button: "right" });
    await expect(page.getByText(t("shell:offScreen.picture")).first()).toBeVisible();
    await page.emulateMedia({ media: "print" });
    const sheet = page.getByText(t("shell:offScreen.paper"));
    await expect(sheet).toBeVisible();
    for (const hidden of [main(), page.locator("footer"), page.getByText(t("shell:offScreen.picture"))])
      await expect(hidden.first()).toBeHidden();
    await page.emulateMedia({ media: null });
    await expect(sheet).toBeHidden();
    await expect(main()).toBeVisible();
  });
});
