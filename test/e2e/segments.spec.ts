import { expect, test } from "playwright/test";
import { openApp, type RunningApp } from "./fixture.ts";
import { atRest, button, goTo, plain, saved, trySample } from "./support/desk.ts";

/** What people did, why somebody is in or out, and segments beside each other. */
test.describe("segments", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;

  test.beforeAll(async () => {
    app = await openApp();
    await trySample(app);
  });

  test.afterAll(() => app.close());

  const main = () => app.page.locator("main#work");
  const remaining = async (): Promise<number> =>
    plain((await main().locator(".remaining strong").last().textContent()) ?? "");

  /** Chooses in a list by its label. */
  async function choose(label: string, option: string, last = true): Promise<void> {
    const lists = main().getByRole("button", { name: label });
    await (last ? lists.last() : lists.first()).click();
    await app.page.getByRole("option", { name: option }).first().click();
    await atRest(app);
  }

  async function saveAs(name: string): Promise<void> {
    await main().getByLabel(app.t("builder:name")).fill(name);
    await expect(button(app, "builder:save")).toBeEnabled();
    await button(app, "builder:save").click();
    await expect(app.page.getByRole("row").filter({ hasText: name })).toBeVisible();
    await saved(app);
  }

  test("who ordered how often, and the opposite of a whole group, are counted and said", async () => {
    const { t } = app;
    await goTo(app, "audience", "builder");
    await button(app, "builder:addFirst").click();
    await choose(t("builder:attribute"), t("shared-words:attribute.didOrder"));
    await expect(main().locator(".remaining strong")).toBeVisible();
    const everybody = plain((await main().locator(".card .row-apart span").first().textContent()) ?? "");
    await expect.poll(remaining).toBeGreaterThan(0);
    const buyers = await remaining();
    await main().getByText(t("builder:notGroup")).click();
    await expect.poll(remaining).toBe(everybody - buyers);
    await main().getByText(t("builder:notGroup")).click();
    await expect.poll(remaining).toBe(buyers);
    await expect(main()).toContainText("注文が 1 回以上の人です。");
    await saveAs("買った人");
  });

  test("first this, then not that: the template counts, and one of its people is in for a reason", async () => {
    const { t } = app;
    await goTo(app, "audience", "builder");
    await main()
      .getByRole("button", { name: t("builder:template.no-second") })
      .click();
    await expect.poll(remaining).toBeGreaterThan(0);
    await expect(main()).toContainText("最初の注文のあと 60 日のうちに注文がなかったことがある人です。");
    await main().getByLabel(t("membership:search")).fill("佐藤");
    await main().getByRole("button", { name: /^佐藤/ }).first().click();
    await expect(
      main().getByText(new RegExp(`^(${t("membership:inside")}|${t("membership:outside")})$`)),
    ).toBeVisible();
    await saveAs("糖尿病の人");
    await expect(main().getByRole("row").filter({ hasText: "糖尿病の人" })).toContainText(
      t("shared-words:sensitiveTopic.health"),
    );
  });

  test("segments beside each other: whom they share, an order, a snapshot and what changed", async () => {
    const { page, t } = app;
    await goTo(app, "audience", "compare");
    const overlap = page.getByRole("group", { name: t("compare:overlap"), exact: true });
    await expect(overlap.getByRole("row")).toHaveCount(3);
    await button(app, "compare:orderNew").click();
    await page.getByLabel(t("compare:orderName")).fill("春");
    await choose(t("compare:orderAdd"), "糖尿病の人");
    await choose(t("compare:orderAdd"), "買った人");
    await button(app, "compare:orderSave").click();
    const places = page.getByRole("group", { name: "春", exact: true });
    await expect(places.getByRole("row")).toHaveCount(3);
    await button(app, "compare:keep").click();
    await page
      .getByRole("button", { name: t("compare:changes") })
      .first()
      .click();
    await expect(main()).toContainText(t("compare:stayed"));
    await saved(app);
  });

  test("a customer's page says why they are in a segment", async () => {
    const { page, t } = app;
    await goTo(app, "data", "customers", 1);
    await choose(t("membership:segment"), "買った人");
    await expect(
      page
        .locator("main#work")
        .getByText(new RegExp(`^(${t("membership:inside")}|${t("membership:outside")})$`)),
    ).toBeVisible();
  });

  test("a release keeps a control back, which the ledger compares with the file", async () => {
    const { page, t } = app;
    await goTo(app, "release", "consented");
    await choose(t("consented:holdout"), t("consented:holdoutShare", { percent: "20%" }));
    await expect(main()).toContainText(t("shared-release:reason.held-out"));
    const days = main().getByLabel(t("consented:holdoutDays"), { exact: true });
    await days.fill("14");
    await days.blur();
    await main().getByLabel(t("consented:listName"), { exact: true }).fill("春のお知らせ");
    await main().getByText(t("consented:reachControls"), { exact: true }).click();
    await expect(main()).toContainText(t("consented:reachControlsNote"));
    const release = new RegExp(t("consented:release", { people: "[\\d,]+" }));
    await main().getByRole("button", { name: release }).click();
    await page.getByRole("dialog").getByRole("button", { name: release }).click();
    await expect(page.getByText(t("left:doneTitle"), { exact: true })).toBeVisible();
    await goTo(app, "release", "left");
    await page.getByRole("button", { name: new RegExp(t("lift:showNamed", { at: ".+" })) }).click();
    await expect(main()).toContainText(t("lift:verdict.open"));
    await expect(main()).toContainText("春のお知らせ");
    await button(app, "lift:buyersShow").click();
    await expect(main()).toContainText(t("shared-release:buyers.title"));
    await expect(main()).toContainText("どちらの群がよく買ったかは、まだ分かりません");
    await button(app, "lift:who").click();
    await expect(main().getByRole("link").first()).toBeVisible();
    await saved(app);
  });
});
