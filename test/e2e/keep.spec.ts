import { expect, test } from "playwright/test";
import { openApp, type RunningApp } from "./fixture.ts";
import {
  atRest,
  button,
  goTo,
  lock,
  samplePassphrase,
  sentence,
  trySample,
  typePassphrase,
} from "./support/desk.ts";

/** Rules of keeping that run by themselves: previewed and switched on in the window, and asked about after the next unlock. */
test.describe("rules that run by themselves", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;

  test.beforeAll(async () => {
    app = await openApp({ language: "ja" });
    await trySample(app);
  });

  test.afterAll(() => app.close());

  test("a rule is switched on beside its preview, and home says that its time has come", async () => {
    await goTo(app, "record", "retention");
    await button(app, "retention:makeRule").click();
    await button(app, "retention:save").click();
    const automatic = app.page.getByRole("checkbox", { name: app.t("keep-rules:automatic") });
    await app.page.getByText(app.t("keep-rules:automatic")).click();
    await expect(automatic).toBeChecked();
    await button(app, "retention:change").click();
    await app.page.getByLabel(app.t("retention:inactiveDays")).fill("30");
    await button(app, "retention:save").click();
    // Another rule: it no longer runs by itself.
    await expect(automatic).not.toBeChecked();
    await goTo(app, "home");
    await expect(sentence(app, "keep-rules:homeDue", { rules: 1 })).toBeVisible();
    await goTo(app, "record", "retention");
    await app.page.getByText(app.t("keep-rules:automatic")).click();
    await expect(automatic).toBeChecked();
  });

  test("after the next unlock one that would reach more than a fifth of all people asks first", async () => {
    await lock(app);
    await typePassphrase(app, samplePassphrase);
    await expect(sentence(app, "keep-rules:openingAsks")).toBeVisible({ timeout: 60_000 });
    await goTo(app, "home");
    await expect(sentence(app, "keep-rules:homeAsks", { rules: 1 })).toBeVisible();
    await goTo(app, "record", "timeline");
    await atRest(app);
    await expect(app.page.getByText(app.t("shared-words:recordWhy.storage-limit")).first()).toBeVisible();
    await app.page.getByLabel(app.t("timeline:person")).fill("1");
    await expect(sentence(app, "timeline:personBad")).toHaveCount(0);
    await expect(app.page.getByText(app.t("shared-words:recordWhy.took-in")).first()).toBeVisible();
    if (process.env["KURABITO_SHOTS"]) {
      await app.page.screenshot({ path: `${process.env["KURABITO_SHOTS"]}/timeline.png` });
      await goTo(app, "record", "retention");
      await app.page.screenshot({ path: `${process.env["KURABITO_SHOTS"]}/retention.png` });
      await goTo(app, "home");
      await app.page.screenshot({ path: `${process.env["KURABITO_SHOTS"]}/home.png` });
    }
  });
});
