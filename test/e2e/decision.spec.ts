import { expect, test } from "playwright/test";
import { openApp, type RunningApp } from "./fixture.ts";
import { atRest, button, goTo, saved, trySample } from "./support/desk.ts";

/** What is looked at before people's rows leave. */
test.describe("a decision before release", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;

  test.beforeAll(async () => {
    app = await openApp();
    await trySample(app);
  });

  test.afterAll(() => app.close());

  const main = () => app.page.locator("main#work");

  async function segment(definition: object, name: string): Promise<void> {
    await goTo(app, "audience", "builder", "from", encodeURIComponent(JSON.stringify(definition)));
    await main().getByLabel(app.t("builder:name")).fill(name);
    await expect(button(app, "builder:save")).toBeEnabled();
    await button(app, "builder:save").click();
    await expect(app.page.getByRole("row").filter({ hasText: name })).toBeVisible();
    await saved(app);
  }

  async function fill(key: string, value: string, words?: Readonly<Record<string, string>>): Promise<void> {
    const field = main().getByLabel(app.t(key, words), { exact: true });
    await field.fill(value);
    await field.blur();
    await atRest(app);
  }

  test("says what it would be worth, likely between, and cuts the segment where it pays", async () => {
    const { page, t } = app;
    const atLeast = { kind: "number", attribute: "orders", comparison: "atLeast", value: 1 };
    await segment({ groups: [{ anyOf: [atLeast] }] }, "買った人");
    await goTo(app, "predict", "lifetime");
    await button(app, "lifetime:run").click();
    await expect(main().getByRole("table", { name: t("lifetime:parameters") })).toBeVisible({
      timeout: 60_000,
    });
    await saved(app);
    await goTo(app, "release", "consented");
    await expect(main()).toContainText(t("decision:needed"));
    await fill("decision:number.cost", "80");
    await fill("decision:number.margin", "40");
    await expect(main()).toContainText(t("decision:cannotSay"));
    await fill("decision:number.response", "3");
    await expect(main()).toContainText("の間になりそうです");
    await button(app, "decision:offersAdd").click();
    await expect(main()).toContainText(t("decision:offersOne"));
    await fill("decision:number.discount", "10");
    await button(app, "decision:offersAdd").click();
    await expect(main()).toContainText(t("shared-release:offers.advice.too-little-evidence"));
    await expect(main().getByRole("group", { name: t("shared-release:offers.title") })).toContainText(
      "10% 引き",
    );
    await fill("decision:number.discount", "");
    await button(app, "decision:cutHere").click();
    await expect(page.getByText(/対象者リスト「買った人（上位[\d,]+人）」を保存しました/)).toBeVisible();
    await saved(app);
  });

  test("an unfair discount stops until a reason is written", async () => {
    const { page, t } = app;
    const kyoto = { kind: "choice", attribute: "prefecture", values: ["京都府"] };
    await segment({ groups: [{ anyOf: [kyoto] }] }, "京都");
    await goTo(app, "release", "consented");
    await main()
      .getByRole("button", { name: t("left:ofWhom") })
      .click();
    await page.getByRole("option", { name: /^京都/ }).click();
    await atRest(app);
    await main().getByText(t("decision:effects.discount"), { exact: true }).click();
    const groups = main().getByRole("group", { name: t("decision:groups"), exact: true });
    await groups.getByText(t("shared-release:dimension.prefecture"), { exact: true }).click();
    await expect(
      main().getByText(t("shared-release:decision.verdict.look-closer"), { exact: true }),
    ).toBeVisible();
    const release = new RegExp(t("consented:release", { people: "[\\d,]+" }));
    const go = async (): Promise<void> => {
      await main().getByRole("button", { name: release }).click();
      await page.getByRole("dialog").getByRole("button", { name: release }).click();
    };
    await go();
    await expect(main().getByText("release-unfair", { exact: true })).toBeVisible();
    await main()
      .getByLabel(t("decision:reason"), { exact: true })
      .fill("京都の店へのご来店をお願いする企画のため");
    await atRest(app);
    await go();
    await expect(page.getByText(t("left:doneTitle"), { exact: true })).toBeVisible();
    await saved(app);
  });

  test("a cap set here keeps back who was in the list just released", async () => {
    const { t } = app;
    await goTo(app, "release", "left");
    await goTo(app, "release", "consented");
    await main()
      .getByRole("button", { name: t("left:ofWhom") })
      .click();
    await app.page.getByRole("option", { name: /^京都/ }).click();
    await fill("decision:capMost", "1", { class: t("shared-release:decision.class.email") });
    await button(app, "decision:rulesSave").click();
    await expect(main()).toContainText(t("decision:capTitle"));
    await expect(main()).toContainText(t("consented:nobodyTitle"));
    await main().getByText(t("decision:sendAll"), { exact: true }).click();
    await expect(main()).not.toContainText(t("consented:nobodyTitle"));
    await saved(app);
  });
});
