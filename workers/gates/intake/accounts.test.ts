import { beforeEach, describe, expect, test } from "vitest";
import { testWorkspace, type TestWorkspace } from "../../../test/support/test-workspace.ts";
import { value } from "../../../test/support/value.ts";
import { unwatched } from "../../base/job.ts";
import type { ImportOutcome, ImportPlan } from "../../terms/intake.ts";
import { takeAway } from "../keep/take-away.ts";
import { showCustomer } from "../use/show-customer.ts";
import { intakeMethods } from "./index.ts";
import { normalizeLineUserId } from "./parse/person.ts";

const NOW = new Date("2026-11-21T03:00:00Z");
const ANN = `U${"0123456789abcdef".repeat(2)}`;
const BOB = `U${"fedcba9876543210".repeat(2)}`;

let workspace: TestWorkspace;
const count = (sql: string): number => workspace.vault.db.count(sql);

async function planOf(text: string, name = "list.csv"): Promise<ImportPlan> {
  return value(await intakeMethods.previewFile(workspace, { file: new Blob([text]), name })).plan;
}

async function bringIn(text: string, wishes: Partial<ImportPlan> = {}): Promise<ImportOutcome> {
  const file = new Blob([text]);
  const plan = { ...(await planOf(text)), source: "Shop", ...wishes };
  return value(await intakeMethods.importFile(workspace, { file, name: "list.csv", plan }));
}

const erase = async (id: number) =>
  value(
    await workspace.vault.change(["people"], () => takeAway(workspace.vault, [id], "erase", NOW, unwatched)),
  );

beforeEach(async () => {
  workspace = await testWorkspace(() => NOW);
});

describe("LINE user ids", () => {
  test.each([
    [ANN, ANN],
    [` ${ANN.toUpperCase()} `, ANN],
    ["Ｕ" + "0".repeat(32), `U${"0".repeat(32)}`],
    ["taro_line", undefined],
    [`U${"0".repeat(31)}`, undefined],
    [`C${"0".repeat(32)}`, undefined],
  ])("%s is %s", (text, id) => {
    expect(normalizeLineUserId(text)).toBe(id);
  });

  test("are found by heading and by what they look like; the ID people search for is none", async () => {
    expect((await planOf(`LINEユーザーID,メールアドレス\n${ANN},a@example.jp\n`)).columns[0]).toBe(
      "line_user_id",
    );
    expect((await planOf(`userId,email\n${ANN},a@example.jp\n`)).columns[0]).toBe("line_user_id");
    expect((await planOf(`x,email\n${ANN},a@example.jp\n`)).columns[0]).toBe("line_user_id");
    expect((await planOf("LINEユーザーID,メールアドレス\ntaro_line,a@example.jp\n")).columns[0]).toBe(
      "ignore",
    );
  });

  test("join people of two tools, bring somebody known by nothing else, and stand on the customer's page", async () => {
    await bringIn(`会員番号,氏名,メールアドレス,LINEユーザーID\n1,山田 花子,hana@example.jp,${ANN}\n`);
    const line = await bringIn(`LINEユーザーID,メールアドレス\n${ANN},hanako@example.com\n${BOB},\n`, {
      source: "LINE",
    });
    expect(line).toMatchObject({ customersNew: 1, stored: 2 });
    expect(count("SELECT count(*) FROM customers")).toBe(2);
    const { identifiers } = value(await showCustomer(workspace, { customerId: 1 }));
    expect(identifiers.map(({ kind, value: shown, source }) => [kind, shown, source])).toEqual([
      ["customer_id", "1", "Shop"],
      ["email", "hana@example.jp", "Shop"],
      ["email", "hanako@example.com", "LINE"],
      ["line_user_id", ANN, "Shop"],
    ]);
    value(await intakeMethods.undoImport(workspace, { importId: line.importId }));
    expect(count("SELECT count(*) FROM identifiers")).toBe(3);
  });

  test("of somebody plainly named otherwise are another person's, too", async () => {
    await bringIn(`氏名,LINEユーザーID\n山田 花子,${ANN}\n山田 太郎,${ANN}\n`);
    expect(count("SELECT count(*) FROM customers")).toBe(2);
    expect(count("SELECT count(*) FROM identifiers WHERE kind = 'line_user_id'")).toBe(2);
  });

  test("of somebody erased bring nobody back, as a hash neither", async () => {
    await bringIn(`会員番号,LINEユーザーID\n1,${ANN}\n`);
    await erase(1);
    expect(await bringIn(`LINEユーザーID\n${ANN}\n`, { source: "LINE" })).toMatchObject({
      withheld: 1,
      stored: 0,
    });
    expect(await bringIn(`LINEユーザーID\n${ANN}\n`, { source: "LINE", hashed: [0] })).toMatchObject({
      withheld: 1,
    });
    expect(count("SELECT count(*) FROM customers")).toBe(0);
  });

  test("stored as keyed hashes still join", async () => {
    await bringIn(`LINEユーザーID,都道府県\n${ANN},東京都\n`, { hashed: [0] });
    await bringIn(`LINEユーザーID,氏名\n${ANN},山田 花子\n`, { source: "LINE" });
    expect(count("SELECT count(*) FROM customers")).toBe(1);
    expect(count(`SELECT count(*) FROM identifiers WHERE value = '${ANN}'`)).toBe(0);
  });
});

describe("logins, devices and cookies of lists", () => {
  test("a login is an account: it makes a customer and finds them again, in its own source only", async () => {
    await bringIn("ログインID,氏名\nhana,山田 花子\ntaro,佐藤 太郎\n");
    const again = await bringIn("ログインID,氏名,都道府県\nhana,山田 花子,東京都\n");
    expect(again).toMatchObject({ customersNew: 0, customersChanged: 1 });
    expect(await bringIn("ログインID,氏名\nhana,田中 花\n", { source: "Other" })).toMatchObject({
      customersNew: 1,
    });
    expect(JSON.stringify(workspace.vault.db.rows("SELECT * FROM visitors"))).not.toContain("hana");
  });

  test("a list that has a cookie beside an address gives what the cookie did to the customer", async () => {
    const web = "日時,イベント,ページURL,cookie\n2026-10-01 10:00:00,page_view,/tea,c-1\n";
    expect(await bringIn(web)).toMatchObject({ kind: "events", unclaimed: 1 });
    const list = await bringIn("メールアドレス,cookie,端末ID\nhana@example.jp,c-1,d-1\n");
    expect(list).toMatchObject({ kind: "people", customersNew: 1 });
    expect(count("SELECT count(*) FROM events WHERE customer_id = 1")).toBe(1);
    value(await intakeMethods.undoImport(workspace, { importId: list.importId }));
    expect(count("SELECT count(*) FROM customers")).toBe(0);
    expect(count("SELECT count(*) FROM events WHERE customer_id IS NULL")).toBe(1);
  });

  test("an order without another key goes to whom its cookie names, and else waits", async () => {
    await bringIn("メールアドレス,cookie\nhana@example.jp,c-1\nken@example.jp,c-2\nmai@example.jp,c-2\n");
    const orders =
      "注文番号,cookie,注文日,金額\nA1,c-1,2026-01-05,100\nA2,c-9,2026-01-05,100\nA3,c-2,2026-01-05,100\n";
    expect(await bringIn(orders)).toMatchObject({ ordersNew: 1, byReason: { "customer-unknown": 2 } });
    expect(count("SELECT customer_id FROM orders")).toBe(1);
  });

  test("a till's device makes nobody one person", async () => {
    const plan = await planOf("注文番号,会員番号,端末ID,注文日,金額\nA1,1,till-1,2026-01-05,100\n");
    expect(plan.columns[2]).toBe("ignore");
    await bringIn(
      "注文番号,会員番号,端末ID,注文日,金額\nA1,1,till-1,2026-01-05,100\nA2,2,till-1,2026-01-05,100\n",
    );
    expect(count("SELECT count(*) FROM customers")).toBe(2);
    expect(count("SELECT count(*) FROM visitors")).toBe(0);
  });

  test("a login nobody is seen with any more brings nobody back who was erased", async () => {
    await bringIn("ログインID,氏名\nhana,山田 花子\n");
    await erase(1);
    expect(await bringIn("ログインID,氏名\nhana,山田 花子\n")).toMatchObject({
      withheld: 1,
      customersNew: 0,
    });
  });

  test("every exact key joins two lists: customer id, e-mail, phone, LINE user id, login, device, cookie", async () => {
    const keys = [
      ["会員番号", "77"],
      ["メールアドレス", "x@example.jp"],
      ["電話番号", "090-1111-2222"],
      ["LINEユーザーID", BOB],
      ["ログインID", "login-7"],
      ["端末ID", "device-7"],
      ["cookie", "cookie-7"],
    ] as const;
    for (const [index, [heading, key]] of keys.entries()) {
      const first =
        heading === "会員番号" ? `会員番号\n${key}\n` : `会員番号,${heading}\n${String(index)},${key}\n`;
      await bringIn(first);
      await bringIn(`${heading},氏名,都道府県\n${key},,東京都\n`, {
        columns: [(await planOf(first)).columns.at(-1) ?? "ignore", "full_name", "prefecture"],
      });
      const joined = count("SELECT count(*) FROM customers WHERE prefecture = '東京都'");
      expect([heading, joined, count("SELECT count(*) FROM customers")]).toEqual([
        heading,
        index + 1,
        index + 1,
      ]);
    }
  });
});
