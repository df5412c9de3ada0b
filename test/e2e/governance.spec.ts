import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { openApp, type RunningApp } from "./fixture.ts";
import { atRest, button, goTo, sentence, trySample, type Desk } from "./support/desk.ts";
import { wordsOf } from "./support/words.ts";

/** Who answers for the vault, what its documents say, and what is done when something happened: from the sample shop as it is. */
test.describe("governance, read out of the sample shop", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;
  let desk: Desk;
  const released = (): readonly string[] => {
    const folder = join(app.home, "Released");
    return existsSync(folder) ? readdirSync(folder) : [];
  };
  const inDialog = (key: string) =>
    desk.page
      .getByRole("dialog")
      .getByRole("button", { name: desk.t(key), exact: true })
      .click();

  test.beforeAll(async () => {
    app = await openApp({ language: "ja" });
    desk = { page: app.page, t: wordsOf("ja") };
    await trySample(desk);
  });

  test.afterAll(() => app.close());

  test("readiness says what is missing and leads to the screen that mends it", async () => {
    const { page, t } = desk;
    await goTo(desk, "record", "governance");
    await atRest(desk);
    const checks = page.getByRole("table", { name: t("governance:checksTitle") });
    const firm = checks.getByRole("row").filter({ hasText: "事業者の名称と連絡先" });
    await expect(firm).toContainText(t("governance:verdict.missing"));
    await firm.getByRole("link").click();
    await expect(page.getByRole("region", { name: t("governance:firmTitle") })).toBeVisible();
  });

  test("the firm and a role are named, and stand in the register and in the notice", async () => {
    const { page, t } = desk;
    const firm = page.getByRole("region", { name: t("governance:firmTitle") });
    await firm.getByLabel(t("governance:firm.name"), { exact: true }).fill("くらびと商店");
    await firm.getByLabel(t("governance:firm.contact"), { exact: true }).fill("お客様窓口 0120-000-000");
    await button(desk, "governance:saveFirm").click();
    await expect(sentence(desk, "governance:saved").first()).toBeVisible();
    const officer = t("shared-words:governanceRole.privacy_officer");
    await page.getByRole("button", { name: `${t("governance:name")}: ${officer}` }).click();
    await page.getByLabel(t("governance:holderName"), { exact: true }).fill("蔵守 一");
    await inDialog("governance:saveRole");
    await expect(page.getByRole("row").filter({ hasText: officer })).toContainText("蔵守 一");
    await goTo(desk, "record", "governance", "register");
    await atRest(desk);
    await expect(page.locator("main#work")).toContainText("蔵守 一");
    await expect(page.locator("main#work")).toContainText(t("shared-words:purpose.email_marketing"));
    await goTo(desk, "record", "governance", "notice");
    await atRest(desk);
    await expect(page.locator("main#work")).toContainText("くらびと商店");
    await expect(
      page.locator("main#work li").filter({ hasText: "お客様窓口 0120-000-000" }).first(),
    ).toBeVisible();
  });

  test("the notice is written in both languages, and readiness knows", async () => {
    const { page, t } = desk;
    await button(desk, "governance:write").click();
    await inDialog("governance:writeNow");
    await expect.poll(() => released().filter((name) => name.endsWith(".html"))).toHaveLength(4);
    for (const name of released()) {
      const html = readFileSync(join(app.home, "Released", name), "utf8");
      expect(html).toContain("くらびと商店");
      expect(html).not.toMatch(/<script|src=|href=/u);
    }
    await goTo(desk, "record", "governance");
    await atRest(desk);
    const checks = page.getByRole("table", { name: t("governance:checksTitle") });
    await expect(checks.getByRole("row").filter({ hasText: "プライバシーポリシー" })).toContainText(
      t("governance:verdict.ok"),
    );
  });

  test("an incident: counted before it is noted, ticked off, written, closed", async () => {
    const { page, t } = desk;
    await goTo(desk, "record", "governance", "incidents");
    await expect(sentence(desk, "incidents:empty")).toBeVisible();
    await button(desk, "incidents:add").click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("table", { name: t("incidents:duties") })).toBeVisible();
    await dialog.getByText(t("incidents:malicious"), { exact: true }).click();
    const prompt = dialog.getByRole("row").filter({ hasText: t("shared-words:incidentStep.appi-prompt") });
    await expect(prompt).toContainText(t("shared-words:incidentReason.malicious"));
    await inDialog("incidents:save");
    const title = t("incidents:cardTitle", { id: 1, kind: t("shared-words:incidentKind.lost") });
    const card = page.getByRole("region", { name: title });
    await expect(card).toContainText(t("shared-words:incidentState.open"));
    const step = t("shared-words:incidentStep.appi-prompt");
    await card.getByRole("button", { name: `${t("incidents:tick")}: ${step}` }).click();
    await expect(card).toContainText(t("shared-words:incidentState.reported"));
    await card.getByRole("button", { name: t("incidents:write"), exact: true }).click();
    await inDialog("incidents:writeNow");
    await expect.poll(() => released().filter((name) => name.includes("incident-1"))).toHaveLength(4);
    await card.getByRole("button", { name: t("incidents:close"), exact: true }).click();
    await inDialog("incidents:closeNow");
    await expect(card).toContainText(t("shared-words:incidentState.closed"));
    await goTo(desk, "record", "timeline");
    await expect(page.locator("main#work")).toContainText(t("shared-words:action.incident-closed"));
  });
});
