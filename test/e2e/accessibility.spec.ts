import { expect, test } from "playwright/test";
import { openApp, smallestWindow, type RunningApp } from "./fixture.ts";
import { atRest, button, goTo, lock, passphrase, trySample, type Desk } from "./support/desk.ts";
import { axeFindings } from "./support/axe.ts";
import { fillShop } from "./support/sample.ts";
import { screens } from "./support/screens.ts";
import { wordsOf, type Language } from "./support/words.ts";

// The two languages beside each other, each through its screens in one window.
test.describe.configure({ mode: "parallel" });

/** Keys that were never turned into words: `screen:key`, `key.key`, `{{name}}`, or codes of the program. */
const rawKey =
  /\{\{|\}\}|\b(?:shared-)?[a-z]+:[a-z]+(?:\.[a-zA-Z-]+)*\b(?!\/)|\bundefined\b|\bNaN\b|\[object|null人/;

/** What anybody may expect of any screen in any language and theme. */
async function expectSound(desk: Desk, language: Language, what: string, coloursOnly = false): Promise<void> {
  const { page } = desk;
  expect.soft(await axeFindings(page, coloursOnly), `axe on ${what}`).toEqual([]);
  await expect.soft(page.locator("html")).toHaveAttribute("lang", language);
  const text = await page.locator("body").innerText();
  expect.soft(rawKey.exec(text.replaceAll(/https?:\S+/g, ""))?.[0], `a raw key on ${what}`).toBeUndefined();
  const wide = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll("main")]
      .filter((element) => element.scrollWidth > element.clientWidth)
      .map((element) => `${element.tagName} ${String(element.scrollWidth)} > ${String(element.clientWidth)}`),
  );
  const scrolls = await page.evaluate(() => {
    const { scrollHeight, clientHeight } = document.documentElement;
    // Before a vault is open there is no frame: the page is one text, and scrolls as one.
    if (document.querySelector("main#work") === null) return undefined;
    return scrollHeight > clientHeight ? `${String(scrollHeight)} > ${String(clientHeight)}` : undefined;
  });
  expect.soft(scrolls, `the window itself scrolls on ${what}`).toBeUndefined();
  expect.soft(wide, `sideways scroll on ${what} at ${String(smallestWindow.width)} px`).toEqual([]);
}

async function setTheme({ page }: Desk, theme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
}

for (const language of ["ja", "en"] as const satisfies readonly Language[])
  test(`welcome and making a vault in ${language}`, async () => {
    const app = await openApp({ language });
    const desk: Desk = { page: app.page, t: wordsOf(language) };
    try {
      for (const theme of ["light", "dark"] as const) {
        await setTheme(desk, theme);
        await expectSound(desk, language, `welcome, ${theme}`);
        await button(desk, "welcome:createVault").click();
        await desk.page.getByLabel(desk.t("welcome:passphrase"), { exact: true }).fill("too short");
        await button(desk, "welcome:makeVault").click();
        await expectSound(desk, language, `making a vault, ${theme}`);
        await button(desk, "welcome:back").click();
      }
    } finally {
      await app.close();
    }
  });

for (const language of ["ja", "en"] as const satisfies readonly Language[])
  test.describe(`every screen in ${language}`, () => {
    test.describe.configure({ mode: "default" });
    let app: RunningApp;
    let desk: Desk;

    // A test that failed gets a new window: whatever the screens need is made here, not by the test before.
    test.beforeAll(async () => {
      app = await openApp({ language });
      desk = { page: app.page, t: wordsOf(language) };
      await trySample(desk);
      await atRest(desk);
      await fillShop(desk, app.home);
    });

    test.afterAll(() => app.close());

    for (const theme of ["light", "dark"] as const)
      for (const screen of screens)
        test(`${screen.path.join("/")} in ${theme}`, async () => {
          await setTheme(desk, theme);
          await goTo(desk, ...screen.path);
          await screen.prepare?.(desk);
          // The page is the same in the dark but for its colours.
          await expectSound(desk, language, `${screen.path.join("/")}, ${theme}`, theme === "dark");
        });

    test("the palette, the keys, names hidden, and the locked door", async () => {
      await goTo(desk, "home");
      await desk.page.keyboard.press("Control+k");
      await expect(desk.page.getByRole("dialog")).toBeVisible();
      await expectSound(desk, language, "the palette");
      await desk.page.keyboard.press("Escape");
      await desk.page.keyboard.press("Shift+Slash");
      await expect(desk.page.getByRole("dialog")).toBeVisible();
      await expectSound(desk, language, "the list of keys");
      await desk.page.keyboard.press("Escape");
      await goTo(desk, "data", "customers");
      await button(desk, "shell:mask").click();
      await expectSound(desk, language, "customers with names hidden");
      await lock(desk);
      for (const theme of ["light", "dark"] as const) {
        await setTheme(desk, theme);
        await expectSound(desk, language, `the locked door, ${theme}`);
      }
      await desk.page.getByLabel(desk.t("welcome:passphrase"), { exact: true }).fill(passphrase);
      await button(desk, "welcome:unlock").click();
      await expect(desk.page.getByRole("alert")).toBeVisible();
      await expectSound(desk, language, "a wrong passphrase");
    });
  });
