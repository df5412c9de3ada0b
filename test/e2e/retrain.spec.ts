import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { openApp, type RunningApp } from "./fixture.ts";
import { axeFindings } from "./support/axe.ts";
import { button, goTo, importFile, makeVault, saved, trySample } from "./support/desk.ts";

/** Models after an erasure, and what left: over the sample shop. */
test.describe("after an erasure, and what left", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;

  test.beforeAll(async () => {
    app = await openApp({ language: "en" });
    await trySample(app);
  });

  test.afterAll(() => app.close());

  const main = () => app.page.locator("main#work");

  test("a model that had seen the erased person is run anew at once, and the page says what moved", async () => {
    const { page, t } = app;
    await goTo(app, "predict", "lifetime");
    await button(app, "lifetime:run").click();
    await expect(main().getByRole("table", { name: t("lifetime:parameters") })).toBeVisible({
      timeout: 120_000,
    });
    await saved(app);
    await goTo(app, "data", "customers", 1);
    await button(app, "certificates:erase").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(t("certificates:confirmLabel", { id: 1 })).fill("1");
    await dialog.getByLabel(t("certificates:reasonLabel")).fill("request");
    await dialog.getByRole("button", { name: t("certificates:erase") }).click();
    await expect(page.getByText(t("certificates:clean"))).toBeVisible({ timeout: 120_000 });
    await test.step("the certificate's run is told to be settled, beside the certificate as it was written", async () => {
      await expect(main()).toContainText(t("shared-words:runState.retrained"));
    });
    await saved(app);
    await goTo(app, "predict", "lifetime");
    await expect(main()).toContainText(t("retrain:title"));
    await expect(main()).toContainText("without 1 erased people");
    await expect(main().getByRole("table", { name: t("retrain:title") })).toBeVisible();
    await button(app, "retrain:details").click();
    await expect(main().getByRole("table", { name: t("retrain:title") })).toContainText("alpha");
    await expect(main()).not.toContainText(t("retrain:markedText"));
    expect(await axeFindings(page)).toEqual([]);
  });

  test("a release is recalled from what left, and who exactly was in it is told inside the vault", async () => {
    const { page, t, home } = app;
    const anybody = {
      groups: [{ anyOf: [{ kind: "number", attribute: "orders", comparison: "atLeast", value: 1 }] }],
    };
    await goTo(app, "audience", "builder", "from", encodeURIComponent(JSON.stringify(anybody)));
    await main().getByLabel(t("builder:name")).fill("buyers");
    await button(app, "builder:save").click();
    await expect(page.getByRole("row").filter({ hasText: "buyers" })).toBeVisible();
    await goTo(app, "release", "consented");
    const release = new RegExp(t("consented:release", { people: "[\\d,]+" }));
    await main().getByRole("button", { name: release }).click();
    await page.getByRole("dialog").getByRole("button", { name: release }).click();
    await expect(page.getByText(t("left:doneTitle"), { exact: true })).toBeVisible({ timeout: 60_000 });
    await saved(app);
    await goTo(app, "release", "left");
    await main()
      .getByRole("button", { name: t("left:whoOf", { at: "" }).trim() })
      .first()
      .click();
    const who = page.getByRole("dialog");
    await expect(who).toContainText(t("left:whoText"));
    await expect(who.getByRole("row").nth(1)).toBeVisible();
    expect(await axeFindings(page)).toEqual([]);
    await who.getByRole("button", { name: t("left:close") }).click();
    await main()
      .getByRole("button", { name: t("left:recallOf", { at: "" }).trim() })
      .first()
      .click();
    const recall = page.getByRole("dialog");
    await expect(recall).toContainText(t("rights:recallReleaseText"));
    await expect(recall.getByRole("row").nth(1)).toBeVisible();
    await recall.getByLabel(t("left:folder")).fill(home);
    await recall.getByRole("button", { name: t("rights:write") }).click();
    await expect(recall).toBeHidden({ timeout: 60_000 });
    expect(readdirSync(home).some((name) => name.includes("recall"))).toBe(true);
    await expect(main().getByRole("table", { name: t("left:besides") })).toContainText(
      t("shared-words:action.recall"),
    );
  });
});

/** Orders of people who buy at a pace of their own and stop some day: more than are learnt from anew without being asked. */
function manyOrders(path: string): void {
  const lines = ["注文日,注文番号,顧客番号,合計金額"];
  for (let person = 1; person <= 2500; person++) {
    const orders = 3 + ((person * 7919) % 13);
    for (let order = 0; order < orders; order++) {
      const day = ((person * 31) % 250) + order * (8 + ((person * 13) % 33)) + ((person * order) % 5);
      const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
      lines.push(
        `${date},L-${String(person)}-${String(order)},${String(person)},${String(900 + ((person * 577) % 9000))}`,
      );
    }
  }
  writeFileSync(path, `${lines.join("\n")}\n`);
}

test("in a large vault the model's page says how many erased people it has seen, and one button runs it anew", async () => {
  test.setTimeout(240_000);
  const app = await openApp({ language: "en" });
  const { page, t, home } = app;
  const main = page.locator("main#work");
  try {
    await makeVault(app, home, "large");
    const path = join(home, "orders.csv");
    manyOrders(path);
    await importFile(app, path);
    await goTo(app, "predict", "groups");
    await button(app, "groups:run").click();
    await expect(main.getByText(t("groups:method"))).toBeVisible({ timeout: 120_000 });
    await saved(app);
    await goTo(app, "data", "customers", 7);
    await button(app, "certificates:erase").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(t("certificates:confirmLabel", { id: 7 })).fill("7");
    await dialog.getByLabel(t("certificates:reasonLabel")).fill("request");
    await dialog.getByRole("button", { name: t("certificates:erase") }).click();
    await expect(page.getByText(t("certificates:clean"))).toBeVisible({ timeout: 120_000 });
    await expect(main).toContainText(t("shared-words:runState.marked"));
    await goTo(app, "predict", "groups");
    await expect(main).toContainText(t("retrain:marked", { people: "1" }));
    expect(await axeFindings(page)).toEqual([]);
    await button(app, "retrain:button").click();
    await expect(main).toContainText(t("retrain:title"), { timeout: 120_000 });
    await expect(main).not.toContainText(t("retrain:markedText"));
    await expect(main).toContainText("are in another group");
    await saved(app);
  } finally {
    await app.close();
  }
});
