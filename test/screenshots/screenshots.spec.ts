import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "playwright/test";
import { openApp } from "../e2e/fixture.ts";
import { atRest, button, goTo, trySample, type Desk } from "../e2e/support/desk.ts";
import { fillShop } from "../e2e/support/sample.ts";
import { screens } from "../e2e/support/screens.ts";
import { wordsOf, type Language } from "../e2e/support/words.ts";

const folder = fileURLToPath(new URL("../../docs/screenshots", import.meta.url));

/** Charts draw themselves over some frames, and toasts go away by themselves. */
const DRAW_MS = 1200;

async function photograph({ page, t }: Desk, home: string, name: string): Promise<void> {
  // The folder of the run is nobody's business: a user's own stands in its place.
  await page.evaluate((folder) => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode())
      node.nodeValue = (node.nodeValue ?? "").replaceAll(folder, "~/Kurabito");
    for (const field of document.querySelectorAll("input"))
      field.value = field.value.replaceAll(folder, "~/Kurabito");
  }, home);
  // What this one is about lies further down.
  if (name.startsWith("import-mapping"))
    await page.getByRole("heading", { name: t("import:meanings"), level: 2 }).evaluate((heading) => {
      heading.scrollIntoView();
    });
  await page.mouse.move(0, 0);
  await page.waitForTimeout(DRAW_MS);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

const some = [
  "home",
  "import-mapping",
  "rfm",
  "lifetime",
  "churn",
  "customer",
  "builder",
  "aggregate",
  "left",
  "law",
  "lookalike",
  "track-record",
  "governance",
  "vault",
];

// All screens in Japanese and light; the most telling in English and dark.
for (const [language, theme, names] of [
  ["ja", "light", screens.map(({ name }) => name)],
  ["en", "light", some],
  ["en", "dark", some],
] as const satisfies readonly (readonly [Language, "light" | "dark", readonly string[]])[])
  test(`screens in ${language}, ${theme}`, async () => {
    const app = await openApp({ language, colorScheme: theme });
    const desk: Desk = { page: app.page, t: wordsOf(language) };
    const suffix = `${language}-${theme}`;
    try {
      mkdirSync(folder, { recursive: true });
      await button(desk, "welcome:trySample").waitFor();
      await photograph(desk, app.home, `welcome-${suffix}`);
      await trySample(desk);
      await atRest(desk);
      await fillShop(desk, app.home);
      for (const screen of screens.filter(({ name }) => (names as readonly string[]).includes(name))) {
        // By way of another screen: what a step did to a wizard is gone then.
        await goTo(desk, "record", "timeline");
        await goTo(desk, ...screen.path);
        await screen.prepare?.(desk);
        await photograph(desk, app.home, `${screen.name}-${suffix}`);
      }
    } finally {
      await app.close();
    }
  });

test.beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
