import { expect, test } from "playwright/test";
import { openApp, type RunningApp } from "./fixture.ts";
import { atRest, counts } from "./support/desk.ts";

const places = ["home", "data", "see", "predict", "audience", "release", "record"] as const;

/** The main job without a mouse: nothing in here may click. */
test.describe("by keyboard alone", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;

  test.beforeAll(async () => {
    app = await openApp();
  });

  test.afterAll(() => app.close());

  /** Presses Tab until the focus is on what is so named, as a person would, within a screenful of stops. */
  async function tabTo(name: string, { backwards = false } = {}): Promise<void> {
    for (let stop = 0; stop < 80; stop++) {
      const focused = app.page.locator(":focus");
      if ((await focused.count()) === 1) {
        const named = await focused.evaluate((element) => {
          const label = element.id === "" ? undefined : document.querySelector(`label[for="${element.id}"]`);
          return [element.getAttribute("aria-label"), label?.textContent, element.textContent].map((text) =>
            (text ?? "").trim(),
          );
        });
        if (named.includes(name)) return;
      }
      await app.page.keyboard.press(backwards ? "Shift+Tab" : "Tab");
    }
    throw new Error(`Tab never reached ${name}`);
  }

  const heading = () => app.page.locator("main#work h1").first();

  async function byPalette(typed: string, title: string): Promise<void> {
    await app.page.keyboard.press("Control+k");
    await expect(app.page.getByRole("dialog", { name: app.t("shell:search") })).toBeVisible();
    await app.page.keyboard.type(typed);
    await expect(app.page.getByRole("menuitem").filter({ hasText: title }).first()).toBeVisible();
    await app.page.keyboard.press("ArrowDown");
    await app.page.keyboard.press("Enter");
    await expect(app.page.getByRole("dialog")).toHaveCount(0);
  }

  test("the sample opens with Tab and Enter", async () => {
    await tabTo(app.t("welcome:trySample"));
    await app.page.keyboard.press("Enter");
    await expect(heading()).toHaveText(app.t("home:title"), { timeout: 60_000 });
    await atRest(app);
    expect((await counts(app)).customers).toBeGreaterThan(1000);
  });

  test("Alt and a digit leads to each of the seven places", async () => {
    for (const [index, place] of places.entries()) {
      await app.page.keyboard.press(`Alt+${String(index + 1)}`);
      const current = app.page.locator(".rail a[aria-current=page]");
      await expect(current).toContainText(app.t(`shell:place.${place}`));
      await atRest(app);
    }
  });

  for (const [kind, typed, tab, place] of [
    ["kana", "こほーと", "cohorts", "see"],
    ["katakana", "コホート", "cohorts", "see"],
    ["romaji", "torikomi", "import", "data"],
    ["kanji", "保存期間", "retention", "record"],
    ["English", "clv", "lifetime", "predict"],
  ] as const)
    test(`the palette finds a screen by ${kind}`, async () => {
      await app.page.keyboard.press("Alt+1");
      // A place of one screen is listed by the place's name.
      await byPalette(typed, app.t(tab === "lifetime" ? "shell:place.predict" : `shell:tab.${tab}`));
      await expect(app.page.locator(".rail a[aria-current=page]")).toContainText(
        app.t(`shell:place.${place}`),
      );
      await expect.poll(() => app.page.url()).toContain(`#/${place}/${tab}`);
    });

  test("the palette says when there is nothing, and Escape leaves everything as it was", async () => {
    const url = app.page.url();
    await app.page.keyboard.press("Control+k");
    await app.page.keyboard.type("zzzzqqq");
    await expect(app.page.getByText(app.t("shell:noCommand"))).toBeVisible();
    await app.page.keyboard.press("Escape");
    await app.page.keyboard.press("Escape");
    await expect(app.page.getByRole("dialog")).toHaveCount(0);
    expect(app.page.url()).toBe(url);
  });

  test("a model runs, a segment is named and saved, and an aggregate leaves", async () => {
    const { page, t } = app;
    await byPalette("しょうがいかち", t("shell:place.predict"));
    await atRest(app);
    await tabTo(t("lifetime:run"));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("table", { name: t("lifetime:parameters") })).toBeVisible({
      timeout: 60_000,
    });
    await tabTo(t("lifetime:segmentLeaving"));
    await page.keyboard.press("Enter");
    await expect(heading()).toHaveText(t("builder:title"));
    await atRest(app);
    await tabTo(t("builder:name"));
    await page.keyboard.type("by hand");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("row").filter({ hasText: "by hand" })).toBeVisible();
    await page.keyboard.press("Alt+6");
    await expect(heading()).toHaveText(t("aggregate:title"));
    await atRest(app);
    await tabTo(t("aggregate:release"));
    await page.keyboard.press("Enter");
    await expect(page.getByText(t("left:doneTitle"), { exact: true })).toBeVisible();
  });

  test("one customer opens from the table with arrows and Enter, and names hide with a shortcut", async () => {
    const { page, t } = app;
    await byPalette("kokyaku", t("shell:tab.customers"));
    await atRest(app);
    const grid = page.getByRole("grid");
    for (let stop = 0; stop < 60; stop++) {
      if (await grid.evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press("Tab");
    }
    await expect(grid).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/#\/data\/customers\/\d+/);
    await atRest(app);
    await page.keyboard.press("Control+Shift+p");
    await expect(page.getByRole("img", { name: t("kit:masked") }).first()).toBeVisible();
    await page.keyboard.press("Control+Shift+l");
    await expect(
      page.getByRole("heading", { name: t("welcome:lockedTitle", { name: t("welcome:sampleName") }) }),
    ).toBeVisible();
  });
});
