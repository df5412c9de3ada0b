import { expect, test } from "playwright/test";
import { openApp, type RunningApp } from "./fixture.ts";
import { axeFindings } from "./support/axe.ts";
import { button, goTo, trySample, type Desk } from "./support/desk.ts";
import { wordsOf } from "./support/words.ts";

test.describe("what people will do next, over the sample shop", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;
  let desk: Desk;

  test.beforeAll(async () => {
    app = await openApp({ language: "en" });
    desk = { page: app.page, t: wordsOf("en") };
    await trySample(desk);
  });

  test.afterAll(() => app.close());

  for (const tab of ["mail", "lookalike", "next"] as const)
    test(`${tab}: says first what it will do, then answers with what was checked`, async () => {
      const { page, t } = desk;
      await goTo(desk, "predict", tab);
      await expect(page.getByText(t("propensity:first.one"))).toBeVisible();
      await button(desk, `${tab}:run`).click();
      // A verdict in words whatever the sample holds: an answer with people, or why there is none.
      await expect(
        page
          .getByRole("heading", { name: t("propensity:trust") })
          .or(page.getByText(t("propensity:notUsableText"))),
      ).toBeVisible({ timeout: 120_000 });
      expect(await axeFindings(page)).toEqual([]);
    });

  test("e-mail: names the best hour, and the customer's page says the chance and why", async () => {
    const { page, t } = desk;
    await goTo(desk, "predict", "mail");
    const card = page.getByRole("region", { name: t("propensity:sendingTitle") });
    await expect(card).toContainText(/Best hour: \d+:00/);
    const people = page.getByRole("group", { name: t("propensity:peopleTitle") });
    await people.getByRole("row").nth(1).getByRole("link").click();
    const scores = page.getByRole("region", { name: t("customer:scores") });
    await expect(scores.getByRole("heading", { name: t("customer:asked.open") })).toBeVisible();
    await expect(scores.getByRole("listitem").first()).toHaveText(/\([+-−]?\d+\)$/);
  });

  test("the glossary leads from a problem to the screen that answers it", async () => {
    const { page, t } = desk;
    await goTo(desk, "predict", "methods");
    await page.getByLabel(t("methods:search")).fill("letters");
    await expect(page.getByRole("heading", { name: t("methods:problem.hour") })).toBeVisible();
    await expect(page.getByRole("heading", { name: t("methods:problem.leaving") })).toBeHidden();
    await page.getByLabel(t("methods:search")).fill("");
    expect(await axeFindings(page)).toEqual([]);
  });
});
