import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { openApp, type RunningApp } from "./fixture.ts";
import { atRest, button, goTo, sentence, trySample, type Desk } from "./support/desk.ts";
import { wordsOf } from "./support/words.ts";

test.describe("what a customer may ask for, over the sample shop", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;
  let desk: Desk;
  const released = (): readonly string[] => {
    const folder = join(app.home, "Released");
    return existsSync(folder) ? readdirSync(folder) : [];
  };

  test.beforeAll(async () => {
    app = await openApp({ language: "ja" });
    desk = { page: app.page, t: wordsOf("ja") };
    await trySample(desk);
  });

  test.afterAll(() => app.close());

  /** The button of the question in front: the one that led to it may have the same words. */
  const confirm = (key: string) =>
    desk.page
      .getByRole("dialog")
      .getByRole("button", { name: desk.t(key), exact: true })
      .click();

  test("a request is written down with the deadline of its law, in the list and in the calendar", async () => {
    const { page, t } = desk;
    await goTo(desk, "record", "requests");
    await expect(sentence(desk, "requests:empty")).toBeVisible();
    await button(desk, "requests:add").click();
    await page.getByLabel(t("requests:who"), { exact: true }).fill("1");
    await confirm("requests:save");
    const open = page.getByRole("region", { name: t("requests:openTitle") });
    await expect(open.getByText(t("requests:ownTarget"))).toBeVisible();
    await expect(open.getByRole("list", { name: t("requests:strip") }).getByText(t("requests:dueCount", { count: 1 }))).toBeVisible(); // prettier-ignore
  });

  test("from the request to the access pack: a page that says everything and runs nothing", async () => {
    const { page, t } = desk;
    await page.getByRole("link", { name: t("requests:answer") }).click();
    await atRest(desk);
    const name = ((await page.locator("main#work h1").textContent()) ?? "").trim();
    await button(desk, "rights:pack").click();
    await confirm("rights:write");
    await expect.poll(() => released().filter((one) => one.endsWith(".html"))).toHaveLength(1);
    const file = released().find((one) => one.endsWith(".html")) ?? "";
    const html = readFileSync(join(app.home, "Released", file), "utf8");
    expect(html).toContain(name);
    expect(html).not.toMatch(/<script|src=|href=/u);
    expect(released().some((one) => one.startsWith("kurabito-access-1-") && one.endsWith(".json"))).toBe(
      true,
    );
  });

  test("a correction stands on the page with what was there before, and the person is found by both", async () => {
    const { page, t } = desk;
    await button(desk, "rights:correct").click();
    await page.getByLabel(t("rights:newValue"), { exact: true }).fill("訂正 太郎");
    await page.getByLabel(t("rights:reason"), { exact: true }).fill("本人から電話");
    await confirm("rights:correctNow");
    await expect(page.locator("main#work h1")).toHaveText("訂正 太郎");
    await expect(page.getByText("本人から電話").first()).toBeVisible();
    await goTo(desk, "record", "requests");
    await page.getByLabel(t("requests:findLabel")).fill("訂正太郎");
    await button(desk, "requests:find").click();
    const found = page.getByRole("region", { name: t("requests:findTitle") });
    await expect(found.getByRole("cell", { name: "訂正 太郎", exact: true })).toBeVisible();
    await found.getByRole("link", { name: t("requests:open") }).click();
    await atRest(desk);
  });

  test("an objection and a restriction are one act each, and the request is closed", async () => {
    const { page, t } = desk;
    await button(desk, "rights:object").click();
    await confirm("rights:objectNow");
    await expect(sentence(desk, "rights:objected").first()).toBeVisible();
    await button(desk, "rights:restrict").click();
    await confirm("rights:restrictNow");
    await expect(sentence(desk, "rights:isRestricted")).toBeVisible();
    await goTo(desk, "record", "requests");
    await page.getByRole("button", { name: new RegExp(`^${t("requests:close")}: `, "u") }).click();
    await confirm("requests:close");
    const closed = page.getByRole("region", { name: t("requests:closedTitle") });
    await expect(closed.getByText(t("shared-rights:outcome.fulfilled"))).toBeVisible();
    await expect(sentence(desk, "requests:noneOpen")).toBeVisible();
  });
});
