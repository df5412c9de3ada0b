import { describe, expect, test } from "vitest";
import { testWorkspace, type TestWorkspace } from "../../../../test/support/test-workspace.ts";
import { value } from "../../../../test/support/value.ts";
import type { Outcome } from "../../../base/fault.ts";
import type { ImportOutcome, ImportPlan } from "../../../terms/intake.ts";
import { tombstoneHash } from "../../keep/tombstones.ts";
import { intakeMethods } from "../index.ts";
import { keyedHash } from "./keyed-hash.ts";

const now = () => new Date("2026-11-21T03:00:00Z");

async function bringIn(
  workspace: TestWorkspace,
  text: string,
  name: string,
  change: Partial<ImportPlan> = {},
): Promise<Outcome<ImportOutcome>> {
  const file = new Blob([text]);
  const { plan } = value(await intakeMethods.previewFile(workspace, { file, name }));
  return intakeMethods.importFile(workspace, { file, name, plan: { ...plan, ...change } });
}

/** Every text the vault holds, whatever the table. */
function everything({ vault: { db } }: TestWorkspace): string {
  return db
    .rows<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .map(({ name }) => JSON.stringify(db.rows(`SELECT * FROM ${name}`)))
    .join("\n");
}

const list =
  "メールアドレス,電話番号,氏名\ntaro@example.jp,090-1111-2222,山田 太郎\nhana@example.jp,03-1111-2222,鈴木 花\n";
const again = "メールアドレス,都道府県\nＴＡＲＯ＠example.jp,東京都\n";

describe("keys stored as keyed hashes", () => {
  test("are nowhere in the vault, still join, and are no address to write to", async () => {
    const workspace = await testWorkspace(now);
    const { db } = workspace.vault;
    expect(value(await bringIn(workspace, list, "a.csv", { hashed: [0, 1] })).customersNew).toBe(2);
    expect(value(await bringIn(workspace, again, "b.csv", { hashed: [0] }))).toMatchObject({
      customersNew: 0,
      customersChanged: 1,
    });
    expect(everything(workspace)).not.toMatch(/example\.jp|1111/);
    expect(db.rows("SELECT DISTINCT kind FROM identifiers ORDER BY kind")).toEqual([
      { kind: "email_hash" },
      { kind: "phone_hash" },
    ]);
    expect(db.rows("SELECT full_name FROM customers WHERE prefecture = '東京都'")).toEqual([
      { full_name: "山田 太郎" },
    ]);
    expect(db.rows("SELECT DISTINCT heading FROM fields WHERE fate = 'hash' ORDER BY 1")).toEqual([
      { heading: "メールアドレス" },
      { heading: "電話番号" },
    ]);
  });

  test("a hash finds who is known by the value, and a value who is known by the hash", async () => {
    for (const order of [
      [list, again],
      [again, list],
    ] as const) {
      for (const [first, second] of [
        [[0], []],
        [[], [0]],
      ] as const) {
        const workspace = await testWorkspace(now);
        const before = value(
          await bringIn(workspace, order[0], "a.csv", { hashed: [...first] }),
        ).customersNew;
        const after = value(
          await bringIn(workspace, order[1], "b.csv", { hashed: [...second] }),
        ).customersNew;
        expect(before + after).toBe(2);
      }
    }
  });

  test("customer and order numbers: the same file twice repeats nothing", async () => {
    const workspace = await testWorkspace(now);
    const orders = "会員ID,注文番号,注文日,金額\nC-77,A-901,2026-01-05,100\nC-78,A-902,2026-01-06,200\n";
    expect(value(await bringIn(workspace, orders, "o.csv", { hashed: [0, 1] })).ordersNew).toBe(2);
    expect(value(await bringIn(workspace, orders, "o.csv", { hashed: [0, 1] }))).toMatchObject({
      ordersNew: 0,
      customersNew: 0,
      repeated: 2,
    });
    expect(everything(workspace)).not.toMatch(/C-7[78]|A-90[12]/);
  });

  test("somebody erased does not come back as a hash", async () => {
    const workspace = await testWorkspace(now);
    workspace.vault.db.run("INSERT INTO tombstones (hash, at, reason) VALUES (?, '', '')", [
      tombstoneHash(workspace.vault, "email", "taro@example.jp"),
    ]);
    expect(value(await bringIn(workspace, again, "b.csv", { hashed: [0] }))).toMatchObject({
      customersNew: 0,
      withheld: 1,
    });
  });

  test("a row that waits holds neither the key nor what never comes in, and is mended all the same", async () => {
    const workspace = await testWorkspace(now);
    const text =
      "メールアドレス,注文日,金額,宗教\ntaro@example.jp,いつか,100,某教\nhana@example.jp,2026-01-05,200,某教\n";
    expect(value(await bringIn(workspace, text, "o.csv", { hashed: [0] }))).toMatchObject({ quarantined: 1 });
    expect(everything(workspace)).not.toMatch(/taro|某教/);
    const [row] = value(await intakeMethods.listQuarantine(workspace, { offset: 0, limit: 10 })).rows;
    const raw = (row?.raw ?? "").replace("いつか", "2026-01-06");
    const mended = value(await intakeMethods.mendQuarantined(workspace, { rowId: row?.id ?? 0, raw }));
    expect(mended.stored).toBe(true);
    const hash = keyedHash("email", "TARO@example.jp", (one) => workspace.vault.pseudonym(one));
    expect(workspace.vault.db.count("SELECT count(*) FROM identifiers WHERE value = ?", [hash ?? ""])).toBe(
      1,
    );
  });
});

describe("special categories", () => {
  const text = "会員ID,宗教,カード番号,パスワード\n1,某教,4111111111111111,x\n2,別教,5500000000000004,y\n";
  const reason = "健康診断の案内先を宗派ごとに分けるため、書面で同意を得ている";
  const basis = { column: 1, purpose: "service", reason, hash: false } as const;

  test("stay out without a documented basis", async () => {
    const workspace = await testWorkspace(now);
    value(await bringIn(workspace, text, "m.csv"));
    expect(everything(workspace)).not.toMatch(/某教|4111/);
  });

  test("come in on one, kept with its reason in the record, and go with the import", async () => {
    const workspace = await testWorkspace(now);
    const { db } = workspace.vault;
    const done = value(await bringIn(workspace, text, "m.csv", { bases: [basis] }));
    expect(db.rows("SELECT value FROM attributes ORDER BY customer_id")).toEqual([
      { value: "某教" },
      { value: "別教" },
    ]);
    expect(db.rows("SELECT stored, purposes, basis FROM fields WHERE heading = '宗教'")).toEqual([
      { stored: 1, purposes: '["service"]', basis: JSON.stringify({ purpose: "service", reason }) },
    ]);
    const line = db.first<{ payload: string }>(
      "SELECT payload FROM record WHERE action = 'special-category-kept'",
    );
    expect(JSON.parse(line?.payload ?? "")).toMatchObject({ column: 2, purpose: "service", reason });
    value(await bringIn(workspace, text, "m.csv", { bases: [basis] }));
    expect(db.count("SELECT count(*) FROM attributes")).toBe(2);
    value(await intakeMethods.undoImport(workspace, { importId: done.importId }));
    expect(db.count("SELECT count(*) FROM attributes")).toBe(0);
  });

  test("card numbers come in as hashes only, secrets never, and no reason may name a person", async () => {
    const workspace = await testWorkspace(now);
    value(await bringIn(workspace, text, "m.csv", { bases: [{ ...basis, column: 2 }] }));
    expect(workspace.vault.db.count("SELECT count(*) FROM attributes WHERE value LIKE 'hash:%'")).toBe(2);
    expect(everything(workspace)).not.toContain("4111");
    expect(await bringIn(workspace, text, "m.csv", { bases: [{ ...basis, column: 3 }] })).toMatchObject({
      error: { code: "basis-refused", details: { column: 4 } },
    });
    expect(
      await bringIn(workspace, text, "m.csv", {
        bases: [{ ...basis, reason: "taro@example.jp に頼まれたため" }],
      }),
    ).toMatchObject({ error: { code: "basis-personal" } });
  });
});
