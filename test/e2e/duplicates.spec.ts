import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "playwright/test";
import { test } from "./fixture.ts";
import { button, counts, goTo, importFile, makeVault, saved, sentence } from "./support/desk.ts";

/** A digit that looks thrown: names, towns and streets have nothing to do with each other. */
function spread(at: number, turn: number): number {
  return Math.floor((Math.abs(Math.sin(at * 12.9898 + turn * 78.233)) * 43_758.5453) % 10);
}

/** Pairs of one person under two shops, and a household that shares an address. */
function files(home: string): { readonly shop: string; readonly till: string } {
  const family = ["高橋", "渡辺", "斎藤", "佐々木", "長谷川", "小林", "加藤", "吉田", "山口", "松本"];
  const given = ["恵", "翔太", "花子", "一郎", "さくら", "大輔", "美咲", "健二", "直樹", "由美"];
  const towns = [
    "千代田区",
    "港区",
    "新宿区",
    "文京区",
    "台東区",
    "墨田区",
    "江東区",
    "品川区",
    "目黒区",
    "大田区",
  ];
  const people = Array.from({ length: 60 }, (_, at) => ({
    family: family[spread(at, 3)] ?? "",
    given: given[spread(at, 5)] ?? "",
    city: towns[spread(at, 7)] ?? "",
    street: `${["本町", "緑町", "栄町", "旭町", "泉町", "若葉", "大手", "元町", "寿町", "桜台"][spread(at, 11)] ?? ""}${String(spread(at, 13) + 1)}-${String(spread(at, 17) + 1)}-${String(at)}`,
    phone: `03${String(10_000_000 + ((at * 48_271_331) % 80_000_000))}`,
    email: `p${String(at)}@example.jp`,
  }));
  const row = (one: (typeof people)[number], number: string, email: string, name = one.family): string =>
    [number, name, one.given, email, one.phone, "東京都", one.city, one.street].join(",");
  const heading = "会員番号,姓,名,メールアドレス,電話番号,都道府県,市区町村,番地";
  const shop = join(home, "shop.csv");
  writeFileSync(
    shop,
    [heading, ...people.map((one, at) => row(one, `S${String(at)}`, one.email)), ""].join("\n"),
  );
  const till = join(home, "till.csv");
  const again = people
    .slice(0, 3)
    .map((one, at) =>
      row(
        one,
        `T${String(at)}`,
        `other${String(at)}@example.com`,
        one.family.replace("高", "髙").replace("辺", "邊"),
      ),
    );
  const household = ["T90,青木,太郎,aoki@example.jp,,,,", "T91,青木,花子,aoki@example.jp,,,,"];
  writeFileSync(till, [heading, ...again, ...household, ""].join("\n"));
  return { shop, till };
}

test("people who are in the vault twice are found, joined by a key and taken back by a key", async ({
  app,
}) => {
  const { page, t, home } = app;
  await makeVault(app, home, "twice");
  const { shop, till } = files(home);
  await importFile(app, shop);
  await importFile(app, till);
  const before = await counts(app);

  await goTo(app, "data", "duplicates");
  await button(app, "duplicates:search").click();
  await expect(button(app, "duplicates:searchAgain")).toBeEnabled({ timeout: 60_000 });
  const table = page.getByRole("table", { name: t("duplicates:side") });
  await expect(table).toBeVisible();
  await expect(page.getByText(t("duplicates:consentNone"))).toBeVisible();
  await expect(page.getByRole("progressbar", { name: t("duplicates:queue") })).toHaveAttribute(
    "aria-valuenow",
    "0",
  );

  await test.step("Enter joins, Z takes it back", async () => {
    await page.getByRole("heading", { name: t("duplicates:group", { place: 1 }) }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await counts(app)).customers).toBe(before.customers - 1);
    await expect(page.getByRole("progressbar", { name: t("duplicates:queue") })).toHaveAttribute(
      "aria-valuenow",
      "1",
    );
    await page.keyboard.press("z");
    await expect.poll(async () => (await counts(app)).customers).toBe(before.customers);
    await expect(page.getByText(t("duplicates:wasUndone"), { exact: true })).toBeVisible();
  });
  await saved(app);
});

test("a household that shares an address stays two people, and waits in the queue", async ({ app }) => {
  const { page, t, home } = app;
  await makeVault(app, home, "household");
  const path = join(home, "family.csv");
  writeFileSync(
    path,
    "氏名,メールアドレス\n青木 太郎,aoki@example.jp\n青木 花子,aoki@example.jp\n青木　太郎,AOKI@example.jp\n",
  );
  await importFile(app, path);
  expect((await counts(app)).customers).toBe(2);
  await goTo(app, "data", "duplicates");
  await expect(page.getByText(t("duplicates:door"))).toBeVisible();
  await button(app, "duplicates:apart").click();
  await expect(sentence(app, "duplicates:noneAfter")).toBeVisible();
  expect((await counts(app)).customers).toBe(2);
});
