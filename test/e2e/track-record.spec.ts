import { expect, test } from "playwright/test";
import { openApp, type RunningApp } from "./fixture.ts";
import { axeFindings } from "./support/axe.ts";
import { atRest, button, goTo, trySample, type Desk } from "./support/desk.ts";
import { patternOf, wordsOf } from "./support/words.ts";

test.describe("how forecasts did, over the sample shop", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;
  let desk: Desk;

  test.beforeAll(async () => {
    app = await openApp({ language: "en" });
    desk = { page: app.page, t: wordsOf("en") };
    await trySample(desk);
  });

  test.afterAll(() => app.close());

  test("says what it will show before the first forecast", async () => {
    const { page, t } = desk;
    await goTo(desk, "predict", "track-record");
    await expect(page.getByRole("heading", { level: 1, name: t("track-record:title") })).toBeVisible();
    await atRest(desk);
    expect(await axeFindings(page)).toEqual([]);
  });

  test("a forecast of the past is held against what came, with advice and its reason", async () => {
    const { page, t } = desk;
    await goTo(desk, "predict", "churn");
    const last = await page.evaluate(() => document.body.textContent);
    expect(last).toContain(t("churn:title"));
    await page.getByLabel(t("churn:end")).fill("2026-04-30");
    await page.getByLabel(t("churn:horizon")).fill("60");
    await page.keyboard.press("Tab");
    await button(desk, "churn:run").click();
    await expect(page.getByRole("group", { name: t("churn:peopleTitle") })).toBeVisible({ timeout: 120_000 });
    await goTo(desk, "predict", "track-record");
    const table = page.getByRole("group", { name: t("track-record:runsTitle") });
    await expect(table.getByRole("row").nth(1)).toContainText("≈");
    await expect(page.getByText(/Learn anew (now|soon)|Fine as it is/).first()).toBeVisible({
      timeout: 60_000,
    });
    await expect(page.getByRole("group", { name: t("track-record:movedTitle") }).first()).toBeVisible();
    expect(await axeFindings(page)).toEqual([]);
  });

  test("the model card opens, and says what it never looks at", async () => {
    const { page, t } = desk;
    await button(desk, "model-card:open").first().click();
    const card = page.getByRole("dialog");
    await expect(card).toContainText("Special-category data");
    await expect(card).toContainText("Who decides");
    expect(await axeFindings(page)).toEqual([]);
    await card.getByRole("button", { name: t("model-card:close") }).click();
  });

  test("other methods are compared, the gain is told in money, and a person's what-if stays on one scale", async () => {
    const { page, t } = desk;
    await goTo(desk, "predict", "churn");
    await button(desk, "challenge:compare").click();
    await expect(page.getByText("Gradient boosted trees").first()).toBeVisible({ timeout: 120_000 });
    for (const [name, value] of [
      ["cost", "100"],
      ["spend", "8000"],
      ["margin", "40"],
      ["won", "10"],
    ] as const) {
      await page.getByLabel(t(`gain:${name}`)).fill(value);
      await page.keyboard.press("Tab");
    }
    await expect(page.getByRole("status").filter({ hasText: "of 100 cases" })).toBeVisible({
      timeout: 30_000,
    });
    const people = page.getByRole("group", { name: t("churn:peopleTitle") });
    await people.getByRole("row").nth(1).getByRole("link").click();
    await button(desk, "what-if:open").click();
    await expect(page.getByRole("status").filter({ hasText: "of 100 people like them leave" })).toBeVisible({
      timeout: 30_000,
    });
    // What would move the chance most is on the screen first; the rest on asking.
    const things = page.getByRole("button", { name: "as it is:" });
    await expect(things).toHaveCount(6);
    await page.getByRole("button", { name: patternOf(t, "what-if:all", ["fields"]) }).click();
    expect(await things.count()).toBeGreaterThan(6);
    await things.first().click();
    await page.getByRole("option").last().click();
    await expect(
      page.getByRole("status").filter({ hasText: patternOf(t, "what-if:then", ["now", "then"]) }),
    ).toBeVisible();
    expect(await axeFindings(page)).toEqual([]);
  });
});
