import { expect, test } from "playwright/test";
import { openApp, type RunningApp } from "./fixture.ts";
import { atRest, button, goTo, trySample } from "./support/desk.ts";

/** Which laws bind the firm: seen before they are put in force, and asked at the gates afterwards. */
test.describe("the law in force", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;

  test.beforeAll(async () => {
    app = await openApp();
    await trySample(app);
  });

  test.afterAll(() => app.close());

  test("a vault made in Japanese begins with the Japanese packs, each rule with article and sentence", async () => {
    await goTo(app, "record", "law");
    const row = app.page.getByRole("row").filter({ hasText: app.t("shared-policy:appi_abroad") });
    await expect(row).toContainText("第28条");
    await expect(app.page.getByText(app.t("shared-policy:mail_opt_in"))).toBeVisible();
  });

  test("switching shows how many people each use reaches before and after, then does it", async () => {
    const main = app.page.locator("main#work");
    await main.getByText("個人情報保護法", { exact: true }).first().click();
    await button(app, "law:show").click();
    const uses = app.page.getByRole("table", { name: app.t("law:usesTitle") });
    const google = uses.getByRole("row").filter({ hasText: app.t("shared-words:recipient.google_ads") });
    await expect(google).toBeVisible();
    const [now, then] = (await google.locator("td.number").allTextContents()).map((text) =>
      Number(text.replaceAll(",", "")),
    );
    expect(then).toBeGreaterThan(now ?? 0);
    await button(app, "law:apply").click();
    await expect(app.page.getByText(app.t("shared-policy:appi_abroad"))).toHaveCount(0);
    await atRest(app);
    await button(app, "law:show").click();
    const again = uses.getByRole("row").filter({ hasText: app.t("shared-words:recipient.google_ads") });
    await expect(again.locator("td.number").first()).toHaveText((then ?? 0).toLocaleString("en"));
    await expect(main).toContainText(app.t("law:movesNobody"));
  });

  test("what would newly bite is told with its article, its law and how many it stops", async () => {
    await goTo(app, "record", "law");
    await app.page.locator("main#work").getByText("個人情報保護法", { exact: true }).first().click();
    await button(app, "law:show").click();
    const biting = app.page.getByRole("table", { name: app.t("law:bitingTitle") });
    const row = biting.getByRole("row").filter({ hasText: app.t("shared-policy:appi_abroad") });
    await expect(row).toContainText("第28条");
    await expect(row).toContainText("個人情報保護法");
    await expect(row.locator("td.number").first()).not.toHaveText("0");
    await button(app, "law:back").click();
    await expect(biting).toHaveCount(0);
  });

  test("both are in the record", async () => {
    await goTo(app, "record", "timeline");
    const main = app.page.locator("main#work");
    await expect(main).toContainText(app.t("shared-words:action.policy-applied"));
    await expect(main).toContainText(app.t("shared-words:action.policy-previewed"));
  });
});
