import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "playwright/test";
import { test } from "./fixture.ts";
import { button, counts, goTo, importFile, makeVault, saved } from "./support/desk.ts";

test("a customer is erased after a typed confirmation; the certificate says that nothing is left, and is saved", async ({
  app,
}) => {
  const { page, t, home } = app;
  await makeVault(app, home, "erasure");
  const path = join(home, "people.csv");
  writeFileSync(
    path,
    "会員番号,氏名,メールアドレス,電話番号\nM-00000001,山田 花子,hanako@example.jp,09012345678\nM-00000002,佐藤 次郎,jiro@example.jp,09087654321\n",
  );
  await importFile(app, path);
  expect((await counts(app)).customers).toBe(2);

  await goTo(app, "data", "customers", 1);
  await button(app, "certificates:erase").click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(t("certificates:previewGoes"))).toBeVisible();
  const act = dialog.getByRole("button", { name: t("certificates:erase") });
  await expect(act).toBeDisabled();
  await dialog.getByLabel(t("certificates:confirmLabel", { id: 1 })).fill("2");
  await expect(act).toBeDisabled();
  await dialog.getByLabel(t("certificates:confirmLabel", { id: 1 })).fill("1");

  await test.step("a reason that names the person is refused", async () => {
    const reason = dialog.getByLabel(t("certificates:reasonLabel"));
    await reason.fill("山田花子さんの電話");
    await act.click();
    await expect(dialog.getByText(t("shared-faults:erasure-reason-personal"))).toBeVisible();
    expect((await counts(app)).customers).toBe(2);
    await reason.fill(t("certificates:reasonAsked"));
  });

  await act.click();
  await expect(page.getByText(t("certificates:clean"))).toBeVisible({ timeout: 60_000 });
  expect((await counts(app)).customers).toBe(1);
  await saved(app);

  await test.step("the certificate is saved as a page and as JSON, and stands in the list", async () => {
    const number = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
    await button(app, "certificates:save").click();
    const asked = page.getByRole("dialog");
    const folder = asked.getByLabel(t("left:folder"));
    await folder.fill(home);
    await asked.getByRole("button", { name: t("certificates:saveNow") }).click();
    await expect(asked).toBeHidden();
    const names = readdirSync(home).filter((name) => name.startsWith("kurabito-erasure-"));
    expect(names.sort()).toEqual([`kurabito-erasure-${number}.html`, `kurabito-erasure-${number}.json`]);
    for (const name of names) expect(readFileSync(join(home, name), "utf8")).not.toMatch(/hanako|花子|090/u);
    await goTo(app, "record", "certificates");
    await expect(page.getByRole("link", { name: number })).toBeVisible();
  });
});
