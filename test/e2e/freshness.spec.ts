import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { newHome, openApp } from "./fixture.ts";
import { axeFindings } from "./support/axe.ts";
import { kurabito } from "./support/command-line.ts";
import { button, goTo, lock, passphrase, sentence, typePassphrase } from "./support/desk.ts";

const PAGE_BYTES = 4096;

/** The newer file with the last page that differs as it was in the older one. */
function withOldPage(newer: Buffer, older: Buffer): Buffer {
  const pageOf = (file: Buffer, page: number) => file.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
  const page = Array.from({ length: older.length / PAGE_BYTES }, (_, i) => i).findLast(
    (i) => pageOf(older, i).compare(pageOf(newer, i)) !== 0,
  );
  if (page === undefined) throw new Error("no page differs");
  const file = Buffer.from(newer);
  pageOf(older, page).copy(file, page * PAGE_BYTES);
  return file;
}

test("an old page put back: refused in words, opened only on purpose, and the record shows it", async () => {
  const home = newHome();
  const vault = join(home, "fresh.kura");
  const done = async (...typed: string[]) => {
    const { code, err } = await kurabito([...typed, "--vault", vault], passphrase);
    expect(err).toBe("");
    expect(code).toBe(0);
  };
  await done("vault", "create");
  await done("segment", "create", "先", "--where", "orders>=2");
  const older = readFileSync(vault);
  await done("segment", "create", "後", "--where", "orders>=3");
  const file = withOldPage(readFileSync(vault), older);
  writeFileSync(vault, file);
  const app = await openApp({ home });
  const entered = () =>
    expect(app.page.getByRole("navigation", { name: app.t("shell:rail") })).toBeVisible({ timeout: 30_000 });
  try {
    await button(app, "welcome:openNamed", { name: "fresh" }).click();
    await typePassphrase(app, passphrase);
    const dialog = app.page.getByRole("dialog");
    await expect(dialog.getByRole("heading", { name: app.t("welcome:notFreshTitle") })).toBeVisible();
    await expect(sentence(app, "welcome:notFreshConsent")).toBeVisible();
    expect.soft(await axeFindings(app.page)).toEqual([]);
    await button(app, "welcome:notFreshLeave").click();
    await expect(dialog).toHaveCount(0);
    await expect(button(app, "welcome:unlock")).toBeVisible();
    expect(readFileSync(vault).equals(file)).toBe(true);

    await typePassphrase(app, passphrase);
    await button(app, "welcome:notFreshOpen").click();
    await entered();
    await goTo(app, "record", "timeline");
    await expect(sentence(app, "shared-words:action.accepted-outside-change")).toBeVisible();
    await expect(sentence(app, "shared-words:outsideChange.older")).toBeVisible();

    // Accepted is accepted: the next time there is nothing to ask.
    await lock(app);
    await typePassphrase(app, passphrase);
    await entered();
  } finally {
    await app.close();
    rmSync(home, { recursive: true, force: true });
  }
});
