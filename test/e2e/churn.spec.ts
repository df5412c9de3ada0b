import { expect, test } from "playwright/test";
import { openApp, type RunningApp } from "./fixture.ts";
import { axeFindings } from "./support/axe.ts";
import { atRest, button, goTo, trySample, type Desk } from "./support/desk.ts";
import { watchStalls } from "./support/stalls.ts";
import { wordsOf } from "./support/words.ts";

test.describe("who is likely to leave, over the sample shop", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;
  let desk: Desk;

  test.beforeAll(async () => {
    app = await openApp({ language: "en" });
    desk = { page: app.page, t: wordsOf("en") };
    await trySample(desk);
  });

  test.afterAll(() => app.close());

  test("says first what it will do, then finds out, with a verdict and reasons", async () => {
    const { page, t } = desk;
    await goTo(desk, "predict", "churn");
    await expect(page.getByText(t("churn:first.one"))).toBeVisible();
    const stalls = await watchStalls(page, "finding out who is likely to leave");
    await button(desk, "churn:run").click();
    const people = page.getByRole("group", { name: t("churn:peopleTitle") });
    await expect(people).toBeVisible({ timeout: 120_000 });
    await stalls();
    const first = people.getByRole("row").nth(1);
    // The chance in people out of a hundred, then up to three reasons with what each adds.
    await expect(first.getByRole("cell").first()).toHaveText(/≈ \d+/);
    await expect(first.getByRole("listitem").first()).toHaveText(/: .+ \([+-−]?\d+\)$/);
    expect(await first.getByRole("listitem").count()).toBeLessThanOrEqual(3);
    await expect(page.getByRole("region", { name: t("kit:verdictTitle") })).toBeVisible();
    await expect(page.locator(".chart-canvas canvas").first()).toBeVisible();
    expect(await axeFindings(page)).toEqual([]);
  });

  test("answers what contacting so many people would find", async () => {
    const { page, t } = desk;
    const answer = page.getByRole("status").filter({ hasText: "drawn blindly" });
    await expect(answer).toContainText("highest risk");
    const before = await answer.textContent();
    await page.getByLabel(t("churn:contactHowMany")).fill("50");
    await page.keyboard.press("Tab");
    await expect(answer).toContainText("Of the 50 with the highest risk");
    expect(await answer.textContent()).not.toBe(before);
  });

  test("groups are compared once somebody says which, in people of a hundred, and the review tells", async () => {
    const { page, t } = desk;
    const card = page.getByRole("region", { name: t("fairness:title") });
    await expect(card).toContainText(t("fairness:notYet"));
    await expect(button(desk, "fairness:compare")).toBeDisabled();
    await card.getByRole("button", { name: t("fairness:by") }).click();
    await page.getByRole("option", { name: t("shared-words:grouping.gender"), exact: true }).click();
    await button(desk, "fairness:compare").click();
    const groups = card.getByRole("group", {
      name: t("fairness:tableOf", { by: t("shared-words:grouping.gender") }),
    });
    await expect(groups).toBeVisible({ timeout: 60_000 });
    await expect(groups.getByRole("rowheader", { name: "female", exact: true })).toBeVisible();
    await expect(groups.getByRole("row").nth(1)).toContainText(/\d+ \(\d+–\d+\)/u);
    await expect(page.getByText(/^Compared by gender: /u).last()).toBeVisible();
    expect(await axeFindings(page)).toEqual([]);
  });

  test("a segment asks for the chance, and finds people", async () => {
    const { page, t } = desk;
    await page.getByRole("link", { name: t("churn:segmentValuable") }).click();
    await atRest(desk);
    await expect(page.locator("main#work")).toContainText(t("shared-words:attribute.churnRisk"));
  });

  test("the customer's page says the score, why, and from which run", async () => {
    const { page, t } = desk;
    await goTo(desk, "predict", "churn");
    const people = page.getByRole("group", { name: t("churn:peopleTitle") });
    await people.getByRole("row").nth(1).getByRole("link").click();
    const card = page.getByRole("region", { name: t("customer:scores") });
    await expect(card.getByRole("heading", { name: t("customer:part.churn") })).toBeVisible();
    await expect(card.getByRole("listitem").first()).toHaveText(/\([+-−]?\d+\)$/);
    await expect(card).toContainText(/Run \d+ of/);
  });

  test("kinds of customers are found and named by what they do", async () => {
    const { page, t } = desk;
    await goTo(desk, "predict", "groups");
    await button(desk, "groups:run").click();
    await expect(page.getByRole("heading", { name: /^1\. / })).toBeVisible({ timeout: 120_000 });
    await expect(page.getByText(t("groups:method"))).toBeVisible();
    expect(await axeFindings(page)).toEqual([]);
  });
});
