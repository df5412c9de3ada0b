import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "playwright/test";
import { atRest, button, goTo, saved, type Desk } from "./desk.ts";

/** Takes the open sample shop through the whole job once, so that no screen is empty. */
export async function fillShop(desk: Desk, home: string): Promise<void> {
  const { page, t } = desk;
  await goTo(desk, "predict", "lifetime");
  await button(desk, "lifetime:run").click();
  await expect(page.getByRole("table", { name: t("lifetime:parameters") })).toBeVisible({ timeout: 60_000 });
  for (const [tab, shown] of [
    ["churn", "churn:method"],
    ["groups", "groups:method"],
  ] as const) {
    await goTo(desk, "predict", tab);
    await button(desk, `${tab}:run`).click();
    await expect(page.getByText(t(shown))).toBeVisible({ timeout: 60_000 });
  }
  await goTo(desk, "predict", "lifetime");
  await page.getByRole("link", { name: t("lifetime:segmentLeaving") }).click();
  await page.getByLabel(t("builder:name")).fill(t("builder:template.about-to-leave"));
  await button(desk, "builder:save").click();
  await expect(page.getByRole("row").filter({ hasText: t("builder:template.about-to-leave") })).toBeVisible();
  await goTo(desk, "release", "aggregate");
  await button(desk, "aggregate:release").click();
  await expect(page.getByText(t("left:doneTitle"), { exact: true })).toBeVisible();
  await goTo(desk, "release", "consented");
  const release = page
    .locator("main#work")
    .getByRole("button", { name: new RegExp(t("consented:release", { people: "[\\d,]+" })) });
  await release.click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: new RegExp(t("consented:release", { people: "[\\d,]+" })) })
    .click();
  await expect(page.getByText(t("left:doneTitle"), { exact: true })).toBeVisible();
  await saved(desk);
  await atRest(desk);
  expect(existsSync(join(home, "Released"))).toBe(true);
}

/** A till's export of a few days with rows that cannot be stored, written once a run. */
export function ordersWithFaults(): string {
  const folder = join(tmpdir(), "kurabito-e2e-files");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "店頭レジ_3月.csv");
  const rows = [
    "伝票番号,会員番号,氏名,メールアドレス,購入日時,合計金額,支払方法,DM可否,生年月日,血液型",
    "T-90001,7001,高橋 恵子,keiko@example.jp,令和8年3月1日,12800,カード,可,1984-05-02,A",
    "T-90002,7002,佐々木 翔,sho@example.jp,2026/03/01,▲500,現金,不可,1990-11-23,O",
    "T-90003,7003,山本 さくら,sakura@example.jp,2026/02/30,4980,現金,可,1979-01-30,B",
    "T-90004,,,,2026/03/02,1500,現金,,,",
    "T-90005,7005,中村 大輔,daisuke@example.jp,2026/03/03,３，２００,カード,可,2001-07-19,AB",
  ];
  writeFileSync(path, `\uFEFF${rows.join("\r\n")}\r\n`);
  return path;
}
