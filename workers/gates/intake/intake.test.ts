import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { cancelJob, newJobTicket } from "../../base/job.ts";
import type { Outcome } from "../../base/fault.ts";
import type { ImportOutcome, ImportPlan } from "../../terms/intake.ts";
import { testWorkspace, type TestWorkspace } from "../../../test/support/test-workspace.ts";
import { value } from "../../../test/support/value.ts";
import { intakeMethods } from "./index.ts";

const shared = (path: string): string =>
  fileURLToPath(new URL(`../../../../shared/data/${path}`, import.meta.url));
const now = () => new Date("2026-11-21T03:00:00Z");

async function bringIn(
  workspace: TestWorkspace,
  content: string | Uint8Array<ArrayBuffer>,
  name = "orders.csv",
  change: Partial<ImportPlan> = {},
): Promise<Outcome<ImportOutcome>> {
  const file = new Blob([content]);
  const preview = await intakeMethods.previewFile(workspace, { file, name });
  if (!preview.ok) return preview;
  return intakeMethods.importFile(workspace, { file, name, plan: { ...preview.value.plan, ...change } });
}

/** Everything in the vault but the record, the imports and the order of ids. */
function contents(workspace: TestWorkspace): unknown {
  const { db } = workspace.vault;
  return [
    "customers",
    "identifiers",
    "orders",
    "order_lines",
    "products",
    "consents",
    "customer_revisions",
  ].map((table) => db.rows(`SELECT * FROM ${table} ORDER BY 1`));
}

const shop =
  '注文番号,会員ID,メールアドレス,氏名,都道府県,注文日,金額,宗教\nA1,1,taro@example.jp,山田 太郎,東京,2026-01-05,"1,200",x\nA2,2,hana@example.jp,鈴木 花,大阪府,令和8年1月6日,▲500,y\n';

describe("a file into the vault", () => {
  test("people, orders and their amounts; a special category never", async () => {
    const workspace = await testWorkspace(now);
    const outcome = value(await bringIn(workspace, shop));
    expect(outcome).toMatchObject({
      read: 2,
      stored: 2,
      quarantined: 0,
      repeated: 0,
      customersNew: 2,
      ordersNew: 2,
    });
    const { db } = workspace.vault;
    expect(db.rows("SELECT order_key, amount, currency, day FROM orders ORDER BY order_key")).toEqual([
      { order_key: "A1", amount: 1200, currency: "JPY", day: 20458 },
      { order_key: "A2", amount: -500, currency: "JPY", day: 20459 },
    ]);
    expect(db.rows("SELECT full_name, prefecture FROM customers ORDER BY id")).toEqual([
      { full_name: "山田 太郎", prefecture: "東京都" },
      { full_name: "鈴木 花", prefecture: "大阪府" },
    ]);
    expect(db.rows("SELECT heading, stored, class FROM fields WHERE target = 'ignore'")).toEqual([
      { heading: "宗教", stored: 0, class: "special_category" },
    ]);
  });

  test("the same file twice repeats nothing, with and without order ids", async () => {
    const workspace = await testWorkspace(now);
    const plain = "customer_id,date,amount\nC1,2026-01-05,10.50\nC1,2026-01-05,10.50\nC2,2026-01-06,3.00\n";
    for (const [content, name] of [
      [shop, "shop.csv"],
      [plain, "till 2026-01.csv"],
    ] as const) {
      const first = value(await bringIn(workspace, content, name));
      const before = contents(workspace);
      const second = value(await bringIn(workspace, content, name.replace("2026-01", "2026-02")));
      expect(second).toMatchObject({
        read: first.read,
        stored: 0,
        repeated: first.read,
        customersNew: 0,
        ordersNew: 0,
      });
      expect(contents(workspace)).toEqual(before);
    }
  });

  test("undo takes away what an import brought and puts back what it changed", async () => {
    const workspace = await testWorkspace(now);
    value(await bringIn(workspace, shop));
    const before = contents(workspace);
    const later =
      shop.replace("山田 太郎", "山田 一郎").replace("1,200", "1,500") +
      "A3,3,new@example.jp,新人,奈良,2026-02-01,70,\n";
    const outcome = value(await bringIn(workspace, later));
    expect(outcome).toMatchObject({
      stored: 2,
      repeated: 1,
      customersNew: 1,
      customersChanged: 1,
      ordersNew: 1,
    });
    expect(workspace.vault.db.count("SELECT amount FROM orders WHERE order_key = 'A1'")).toBe(1500);
    expect(value(await intakeMethods.undoImport(workspace, { importId: outcome.importId }))).toEqual({
      customersRemoved: 1,
      ordersRemoved: 1,
      entriesRemoved: 0,
    });
    expect(contents(workspace)).toEqual(before);
    expect(await intakeMethods.undoImport(workspace, { importId: outcome.importId })).toEqual({
      ok: false,
      error: { code: "import-already-undone" },
    });
    expect(await intakeMethods.undoImport(workspace, { importId: 99 })).toMatchObject({
      error: { code: "import-unknown" },
    });
  });

  test("a dry run reports the same and stores nothing; a cancel leaves the vault as it was", async () => {
    const workspace = await testWorkspace(now);
    const file = new Blob([shop]);
    const { plan } = value(await intakeMethods.previewFile(workspace, { file, name: "a.csv" }));
    const before = contents(workspace);
    const dry = value(await intakeMethods.importFile(workspace, { file, name: "a.csv", plan, dryRun: true }));
    expect(dry).toMatchObject({ dryRun: true, stored: 2, customersNew: 2 });
    const job = newJobTicket("import");
    cancelJob(job);
    expect(await intakeMethods.importFile(workspace, { file, name: "a.csv", plan, job })).toEqual({
      ok: false,
      error: { code: "cancelled" },
    });
    expect(contents(workspace)).toEqual(before);
    expect(value(await intakeMethods.listImports(workspace, {}))).toEqual([]);
  });

  test("a birthday is stored as an age band only", async () => {
    const workspace = await testWorkspace(now);
    value(await bringIn(workspace, "会員ID,生年月日,メルマガ\n1,昭和61年11月22日,はい\n", "people.csv"));
    expect(workspace.vault.db.rows("SELECT age_band FROM customers")).toEqual([{ age_band: "30-39" }]);
    expect(JSON.stringify(contents(workspace))).not.toMatch(/1986|昭和/);
  });
});

describe("consent", () => {
  const said = (state: string, time: string) =>
    `email,consent_email,consent time\na@example.jp,${state},${time}\n`;
  const standing = (workspace: TestWorkspace) =>
    workspace.vault.db.rows("SELECT state FROM consents ORDER BY held_from DESC, id DESC LIMIT 1")[0];
  const headings = { columns: ["email", "consent_email", "consent_time"] as ImportPlan["columns"] };

  test.each([
    ["an undated yes never undoes a no", said("no", "2026-03-01"), said("yes", ""), "denied"],
    ["an older yes never undoes a no", said("no", "2026-03-01"), said("yes", "2026-02-01"), "denied"],
    [
      "a yes of the same moment never undoes a no",
      said("no", "2026-03-01"),
      said("yes", "2026-03-01"),
      "denied",
    ],
    ["a later yes does", said("no", "2026-03-01"), said("yes", "2026-04-01"), "granted"],
    ["an undated no always counts", said("yes", "2026-03-01"), said("no", ""), "denied"],
    ["a blank says nothing", said("yes", "2026-03-01"), said("", ""), "granted"],
  ])("%s", async (_, first, second, state) => {
    const workspace = await testWorkspace(now);
    value(await bringIn(workspace, first, "list.csv", headings));
    value(await bringIn(workspace, second, "list.csv", headings));
    expect(standing(workspace)).toEqual({ state });
  });

  test("a yes from the future and an unknown word wait in quarantine", async () => {
    const workspace = await testWorkspace(now);
    const content = "email,consent_email,consent time\na@example.jp,yes,2030-01-01\nb@example.jp,perhaps,\n";
    expect(value(await bringIn(workspace, content, "list.csv", headings)).byReason).toEqual({
      "date-out-of-range": 1,
      "consent-unreadable": 1,
    });
  });
});

describe("quarantine", () => {
  test("a mended row is stored with its import, a discarded one loses its text", async () => {
    const workspace = await testWorkspace(now);
    const content =
      "注文番号,会員ID,注文日,商品名,単価,数量\nA1,1,2026-01-05,茶,100,2\nA1,1,2026-01-05,急須,abc,1\nA2,,2026-01-05,茶,100,1\n合計,,,,,\n";
    const outcome = value(await bringIn(workspace, content));
    expect(outcome).toMatchObject({
      read: 4,
      stored: 1,
      byReason: { "amount-unreadable": 1, "customer-missing": 1, "total-row": 1 },
    });
    const { rows } = value(await intakeMethods.listQuarantine(workspace, { offset: 0, limit: 10 }));
    expect(rows.map(({ line, column }) => [line, column])).toEqual([
      [3, "単価"],
      [4, undefined],
      [5, undefined],
    ]);
    const [first, second] = rows;
    if (first === undefined || second === undefined) throw new Error("rows expected");
    expect(
      value(
        await intakeMethods.mendQuarantined(workspace, { rowId: first.id, raw: "A1,1,2026-01-05,急須,x,1" }),
      ),
    ).toMatchObject({ stored: false, row: { reason: "amount-unreadable" } });
    expect(
      value(
        await intakeMethods.mendQuarantined(workspace, {
          rowId: first.id,
          raw: "A1,1,2026-01-05,急須,3000,1",
        }),
      ).stored,
    ).toBe(true);
    expect(workspace.vault.db.rows("SELECT amount FROM orders")).toEqual([{ amount: 3200 }]);
    expect(workspace.vault.db.count("SELECT count(*) FROM order_lines")).toBe(2);
    value(await intakeMethods.discardQuarantined(workspace, { rowId: second.id }));
    expect(workspace.vault.db.rows("SELECT raw FROM quarantine WHERE state <> 'waiting'")).toEqual([
      { raw: "" },
      { raw: "" },
    ]);
    value(await intakeMethods.undoImport(workspace, { importId: outcome.importId }));
    expect(workspace.vault.info()).toMatchObject({ customers: 0, orders: 0 });
  });
});

describe("files that cannot be taken", () => {
  test.each([
    ["empty", "", "file-empty"],
    ["heading only", "customer_id,date,amount\n", "file-no-rows"],
    [
      "2,000 columns",
      `${Array.from({ length: 2000 }, (_, i) => `c${i}`).join(",")}\n`,
      "file-too-many-columns",
    ],
    ["no customer", "date,amount\n2026-01-05,5\n", "mapping-incomplete"],
  ])("%s", async (_, content, code) => {
    const workspace = await testWorkspace(now);
    const outcome = await bringIn(workspace, content);
    expect(outcome).toMatchObject({ ok: false, error: { code } });
    expect(value(await intakeMethods.listImports(workspace, {}))).toEqual([]);
  });

  test("headings named like parts of JavaScript, and a heading twice", async () => {
    const workspace = await testWorkspace(now);
    const content =
      "__proto__,constructor,customer_id,date,amount,amount\nx,y,C1,2026-01-05,0,7\nx,y,C2,0000-01-01,5,7\n";
    const preview = value(
      await intakeMethods.previewFile(workspace, { file: new Blob([content]), name: "x.csv" }),
    );
    expect(preview.notes.filter(({ code }) => code === "duplicate-heading")).toEqual([
      { code: "duplicate-heading", details: { heading: "amount", count: 2 } },
    ]);
    expect(value(await bringIn(workspace, content))).toMatchObject({
      stored: 1,
      byReason: { "date-out-of-range": 1 },
    });
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});

describe.skipIf(!existsSync(shared("cdnow")))("real files (skipped where ../shared/data is absent)", () => {
  test.each([
    [
      "online_retail/online_retail_first_13k_CR.csv",
      {
        read: 14595,
        stored: 10329,
        byReason: { "customer-missing": 4265, "too-few-cells": 1 },
        customersNew: 425,
        ordersNew: 597,
      },
    ],
    [
      "online_retail/online_retail_germany.csv",
      { read: 9495, stored: 9495, byReason: {}, customersNew: 95, ordersNew: 603 },
    ],
    [
      "cdnow/CDNOW_sample.txt",
      { read: 6919, stored: 6919, byReason: {}, customersNew: 2357, ordersNew: 6919 },
    ],
  ])("%s", async (path, counts) => {
    const workspace = await testWorkspace(now);
    const bytes = new Uint8Array(readFileSync(shared(path)));
    expect(value(await bringIn(workspace, bytes, path.split("/").at(-1)))).toMatchObject(counts);
  });

  test("EC-CUBE's headings are recognised, 送料 twice and all", async () => {
    const workspace = await testWorkspace(now);
    for (const [path, preset] of [
      ["order_export_header", "ec-cube-orders"],
      ["customer_export_header", "ec-cube-customers"],
    ]) {
      const file = new Blob([new Uint8Array(readFileSync(shared(`exports/eccube/${path}.csv`)))]);
      const preview = value(await intakeMethods.previewFile(workspace, { file, name: `${path}.csv` }));
      expect(preview).toMatchObject({ preset, reading: { encoding: "shift_jis" } });
    }
  });
});
