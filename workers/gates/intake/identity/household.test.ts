import { beforeEach, describe, expect, test } from "vitest";
import { testWorkspace, type TestWorkspace } from "../../../../test/support/test-workspace.ts";
import type { ImportOutcome } from "../../../terms/intake.ts";
import { releasablePeople } from "../../use/permitted-people.ts";
import { intakeMethods } from "../index.ts";

let workspace: TestWorkspace;

beforeEach(async () => {
  workspace = await testWorkspace(() => new Date("2026-11-20T00:00:00Z"));
});

async function bringIn(heading: string, ...rows: readonly string[]): Promise<ImportOutcome> {
  const file = new Blob([[heading, ...rows, ""].join("\n")]);
  const preview = await intakeMethods.previewFile(workspace, { file, name: "people.csv" });
  if (!preview.ok) throw new Error(preview.error.code);
  const { plan } = preview.value;
  const outcome = await intakeMethods.importFile(workspace, { file, name: "people.csv", plan });
  if (!outcome.ok) throw new Error(outcome.error.code);
  return outcome.value;
}

const names = () =>
  workspace.vault.db
    .rows<{ name: string }>(
      "SELECT coalesce(full_name, family_name || ' ' || given_name) AS name FROM customers ORDER BY id",
    )
    .map(({ name }) => name);
const count = (table: string) => workspace.vault.db.count(`SELECT count(*) FROM ${table}`);
const queue = () =>
  workspace.vault.db.rows("SELECT customer_id, other_id, state, found FROM duplicate_pairs ORDER BY id");

describe("a household that shares an e-mail address", () => {
  test("stays several people in one file, and the pair waits for a person to decide", async () => {
    await bringIn(
      "氏名,メールアドレス",
      "山田 太郎,yamada@example.jp",
      "山田 花子,yamada@example.jp",
      "山田　太郎,YAMADA@example.jp",
      "山田 花子,yamada@example.jp",
    );
    expect(names()).toEqual(["山田 太郎", "山田 花子"]);
    expect(queue()).toEqual([{ customer_id: 1, other_id: 2, state: "waiting", found: "door" }]);
    expect(count("identifiers")).toBe(2);
  });

  test("orders go to the one they name, in whatever order they come, and the same file twice adds nothing", async () => {
    const rows = [
      "A1,山田 太郎,yamada@example.jp,2026-01-05,100",
      "A2,山田 花子,yamada@example.jp,2026-01-06,200",
      "A3,ヤマダ　タロウ,yamada@example.jp,2026-01-07,400",
      "A4,山田 花子,yamada@example.jp,2026-01-08,800",
    ];
    const heading = "注文番号,氏名,メールアドレス,注文日,金額";
    await bringIn(heading, ...rows);
    const spent = () =>
      workspace.vault.db.rows(
        "SELECT customer_id, sum(amount) AS amount FROM orders GROUP BY customer_id ORDER BY customer_id",
      );
    expect(spent()).toEqual([
      { customer_id: 1, amount: 500 },
      { customer_id: 2, amount: 1000 },
    ]);
    const again = await bringIn(heading, ...rows);
    expect(again).toMatchObject({ customersNew: 0, ordersNew: 0, repeated: 4 });
    expect(queue()).toHaveLength(1);
  });

  test("a second file finds each of them, with customer numbers too", async () => {
    await bringIn("氏名,メールアドレス", "山田 太郎,y@example.jp", "山田 花子,y@example.jp");
    await bringIn("会員番号,氏名,メールアドレス", "7,山田 花子,y@example.jp", "8,山田 太郎,y@example.jp");
    expect(count("customers")).toBe(2);
    expect(
      workspace.vault.db.rows(
        "SELECT customer_id, value FROM identifiers WHERE kind = 'customer_id' ORDER BY value",
      ),
    ).toEqual([
      { customer_id: 2, value: "7" },
      { customer_id: 1, value: "8" },
    ]);
    await bringIn("会員番号,氏名,メールアドレス", "9,山田 三郎,y@example.jp");
    expect(count("customers")).toBe(3);
  });

  test("a number alone joins nobody either", async () => {
    await bringIn("氏名,電話番号", "鈴木 一郎,090-1111-2222", "鈴木 二郎,090-1111-2222");
    await bringIn("氏名,メールアドレス,電話番号", "鈴木 春,haru@example.jp,09011112222");
    expect(names()).toEqual(["鈴木 一郎", "鈴木 二郎", "鈴木 春"]);
    expect(queue()).toHaveLength(3);
  });

  test("who was joined by hand is found under the one they were joined into", async () => {
    const rows = ["山田 太郎,y@example.jp", "山田 花子,y@example.jp"];
    await bringIn("氏名,メールアドレス", ...rows);
    await intakeMethods.mergeCustomers(workspace, { customerId: 1, others: [2] });
    expect((await bringIn("氏名,メールアドレス", ...rows)).customersNew).toBe(0);
    expect(count("customers")).toBe(1);
  });

  test("who was said to be another person is not proposed again", async () => {
    await bringIn("氏名,メールアドレス", "山田 太郎,y@example.jp", "山田 花子,y@example.jp");
    await intakeMethods.decidePair(workspace, { a: 1, b: 2, decision: "apart" });
    await bringIn("氏名,メールアドレス", "山田 花子,y@example.jp");
    expect(queue()).toEqual([{ customer_id: 1, other_id: 2, state: "apart", found: "door" }]);
  });

  test("the shop's own address makes no pairs", async () => {
    const rows = Array.from({ length: 40 }, (_, at) => `${"甲乙丙丁戊"[at % 5]!}田 ${String.fromCharCode(0x4e00 + 7 * at)}代,info@example.jp`); // prettier-ignore
    await bringIn("氏名,メールアドレス", ...rows);
    expect(count("customers")).toBe(40);
    expect(queue().length).toBeLessThanOrEqual(66);
    expect((await bringIn("氏名,メールアドレス", ...rows)).customersNew).toBe(0);
  });

  test("undoing the import takes the pair away with its people", async () => {
    const { importId } = await bringIn("氏名,メールアドレス", "山田 太郎,y@example.jp", "山田 花子,y@example.jp"); // prettier-ignore
    await intakeMethods.undoImport(workspace, { importId });
    expect([count("customers"), count("duplicate_pairs")]).toEqual([0, 0]);
  });
});

test("a refusal by one of those who share an address withholds them all", async () => {
  await bringIn(
    "氏名,メールアドレス,メルマガ同意,同意日時",
    "山田 太郎,y@example.jp,はい,2026-01-05",
    "山田 花子,y@example.jp,いいえ,2026-01-06",
    "鈴木 一郎,s@example.jp,はい,2026-01-05",
  );
  const states = workspace.vault.db.rows("SELECT state FROM consents WHERE purpose = 'email_marketing' ORDER BY customer_id"); // prettier-ignore
  expect(states).toEqual([{ state: "granted" }, { state: "denied" }, { state: "granted" }]);
  const columns = workspace.columns();
  const { mask, withheld } = releasablePeople(workspace.vault, columns, "email_marketing", "self", workspace.now()); // prettier-ignore
  expect([...mask]).toEqual([0, 0, 1]);
  expect(withheld["consent-denied"]).toBe(2);
});

describe("one person whose name is typed differently", () => {
  test.each([
    ["髙﨑 惠", "高崎　恵"],
    ["山田 太郎", "ﾔﾏﾀﾞ ﾀﾛｳ"],
    ["山田太郎", "山田 太郎 様"],
    ["Taro Yamada", "YAMADA TARO"],
    ["佐藤 花子", "鈴木 花子"],
    ["山田 太郎", ""],
    ["", "山田 太郎"],
  ])("%s and %s", async (a, b) => {
    await bringIn("氏名,メールアドレス,都道府県", `${a},p@example.jp,東京都`, `${b},p@example.jp,東京都`);
    expect(count("customers")).toBe(1);
    expect(queue()).toEqual([]);
  });
});
