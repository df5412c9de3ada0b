import { join } from "node:path";
import { expect, type Locator, type Page } from "playwright/test";
import type { Say } from "./words.ts";
import { patternOf } from "./words.ts";

/** A window and the language it speaks: what a person at it needs to find their way. */
export interface Desk {
  readonly page: Page;
  readonly t: Say;
}

/** Strong enough for a vault, and no secret. */
export const passphrase = "wagtail lantern oyster nineteen";

/** The sample shop is fiction: its passphrase is printed in the program's help. */
export const samplePassphrase = "kurabito-sample-shop-open-to-all";

/** A button by the words of its catalog key. */
export function button(
  { page, t }: Desk,
  key: string,
  values?: Readonly<Record<string, string | number>>,
): Locator {
  return page.getByRole("button", { name: t(key, values), exact: true });
}

/** Whatever shows the sentence of a catalog key. */
export function sentence(
  { page, t }: Desk,
  key: string,
  values?: Readonly<Record<string, string | number>>,
): Locator {
  return page.getByText(t(key, values));
}

/** Goes to a screen by its address, and waits until its tab is the current one and nothing loads. */
export async function goTo(desk: Desk, ...path: readonly (string | number)[]): Promise<void> {
  await desk.page.evaluate(
    (hash) => {
      window.location.hash = hash;
    },
    `#/${path.join("/")}`,
  );
  await expect(desk.page.locator("main#work h1").first()).toBeVisible();
  await atRest(desk);
}

/** Goes to a place by its link in the rail. */
export async function toPlace({ page, t }: Desk, place: string): Promise<void> {
  const rail = page.getByRole("navigation", { name: t("shell:rail") });
  await rail
    .getByRole("link")
    .filter({ hasText: t(`shell:place.${place}`) })
    .click();
}

/** Waits until no part of the screen says that it is loading. */
export async function atRest({ page }: Desk): Promise<void> {
  await expect(page.locator(".loading")).toHaveCount(0, { timeout: 30_000 });
}

/** From the welcome screen to the home of the sample shop. */
export async function trySample(desk: Desk): Promise<void> {
  await button(desk, "welcome:trySample").click();
  await expect(desk.page.getByRole("navigation", { name: desk.t("shell:rail") })).toBeVisible({
    timeout: 60_000,
  });
}

/** From the welcome screen to the home of a new, empty vault. Answers the vault's file. */
export async function makeVault(desk: Desk, home: string, name: string): Promise<string> {
  const { page, t } = desk;
  await button(desk, "welcome:createVault").click();
  await page.getByLabel(t("welcome:vaultName"), { exact: true }).fill(name);
  await page.getByLabel(t("welcome:passphrase"), { exact: true }).fill(passphrase);
  await page.getByLabel(t("welcome:passphraseAgain"), { exact: true }).fill(passphrase);
  await button(desk, "welcome:makeVault").click();
  await expect(page.getByRole("navigation", { name: t("shell:rail") })).toBeVisible({ timeout: 30_000 });
  return join(home, `${name}.kura`);
}

/** Locks the vault, and waits for its door: a new page, so that nothing of the old one stays in memory. */
export async function lock(desk: Desk): Promise<void> {
  const { page } = desk;
  await page.evaluate(() => Reflect.set(globalThis, "beforeLock", true));
  await button(desk, "shell:lock").click();
  const isOld = () => page.evaluate(() => "beforeLock" in globalThis).catch(() => true);
  await expect.poll(isOld).toBe(false);
  await expect(button(desk, "welcome:unlock")).toBeVisible();
}

/** Types the passphrase at the door of a vault. */
export async function typePassphrase(desk: Desk, typed: string): Promise<void> {
  await desk.page.getByLabel(desk.t("welcome:passphrase"), { exact: true }).fill(typed);
  await button(desk, "welcome:unlock").click();
}

/** Waits until the status bar says that everything is on the disk. */
export async function saved({ page, t }: Desk): Promise<void> {
  await expect(page.locator(".statusbar").getByText(t("shell:saved"), { exact: true })).toBeVisible({
    timeout: 60_000,
  });
}

/** Customers and orders in the vault, as the status bar says. */
export async function counts({
  page,
  t,
}: Desk): Promise<{ readonly customers: number; readonly orders: number }> {
  const text = (await page.locator(".statusbar").textContent()) ?? "";
  const found = new RegExp(
    patternOf(t, "shell:inScope", ["customers", "orders"]).source.replaceAll(".+?", "[\\d,]+"),
  ).exec(text);
  if (!found?.groups) throw new Error(`the status bar counts nothing: ${text}`);
  return { customers: plain(found.groups["customers"]), orders: plain(found.groups["orders"]) };
}

/** A whole number as the window writes it. */
export function plain(text: string | undefined): number {
  return Number((text ?? "").replace(/[^\d]/g, ""));
}

/** The value of a figure on a dashboard, by its name. */
export async function figure({ page }: Desk, name: string): Promise<string> {
  const kpi = page.locator(".kpi").filter({ has: page.getByText(name, { exact: true }) });
  return ((await kpi.locator("dd").first().textContent()) ?? "").trim();
}

/** Hands files to the import screen, which must be on the screen. */
export async function chooseFiles({ page }: Desk, ...paths: readonly string[]): Promise<void> {
  await page
    .locator("main#work input[type=file]")
    .first()
    .setInputFiles([...paths]);
}

/** Step by step from the chosen files to the check: what would happen is on the screen afterwards. */
export async function toCheck(desk: Desk): Promise<void> {
  await button(desk, "import:toReading").click();
  await button(desk, "import:toMeaning").click();
  await button(desk, "import:checkFirst").click();
  await expect(sentence(desk, "import:checking")).toHaveCount(0, { timeout: 60_000 });
}

/** Says what a column means. */
export async function setMeaning(desk: Desk, heading: string, field: string): Promise<void> {
  const { page, t } = desk;
  await page.getByRole("button", { name: t("import:meaningOf", { heading }) }).click();
  await page
    .getByRole("option", { name: t(`shared-words:field.${field}`) })
    .first()
    .click();
}

/** A fresh import screen with files chosen. */
export async function startImport(desk: Desk, ...paths: readonly string[]): Promise<void> {
  // By way of another screen: the wizard stays at its last step while it is on the screen.
  await goTo(desk, "data", "imports");
  await goTo(desk, "data", "import");
  await chooseFiles(desk, ...paths);
}

/** Imports a file as it is guessed, from the choice to the outcome on the screen. */
export async function importFile(desk: Desk, path: string): Promise<void> {
  await startImport(desk, path);
  await toCheck(desk);
  await button(desk, "import:importNow", { count: 1 }).click();
  await expect(sentence(desk, "import:importedTitle").first()).toBeVisible({ timeout: 60_000 });
  await saved(desk);
}
