import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testWorkspace } from "../../../../test/support/test-workspace.ts";
import { value } from "../../../../test/support/value.ts";
import { unwatched } from "../../../base/job.ts";
import { intakeMethods } from "../index.ts";
import { readTable } from "../read-table.ts";
import { ColumnTally } from "./column-tally.ts";
import { HistogramBins } from "./histogram-bins.ts";
import { KeptMinima } from "./kept-minima.ts";
import { headingsKey } from "./own-mapping.ts";
import { previewTable } from "./preview.ts";
import { profileFile } from "./profile-file.ts";

const profiled = async (text: string, name = "orders.csv") => {
  const file = new Blob([text]);
  const preview = value(await previewTable(file, name, {}));
  return value(await profileFile(file, preview.plan, unwatched));
};

const shop = [
  "注文番号,会員ID,メールアドレス,電話番号,郵便番号,都道府県,生年月日,注文日,金額,カード番号,宗教,備考",
  'A1,1,taro@example.jp,０９０-1234-5678,1000001,東京,1985-04-12,2026-01-05,"1,200",4111111111111111,仏教,留守なら090-1234-5678へ電話',
  "A2,2,hana@example.jp,03-1234-5678,〒530-0001,大阪府,1990/1/1,令和8年1月6日,▲500,5555555555554444,神道,特になし",
  "A2,2,hana@example.jp,03-1234-5678,〒530-0001,大阪府,1990/1/1,令和8年1月6日,▲500,5555555555554444,神道,特になし",
  "A3,,broken(at)example,,,,,2026-13-40,x,,,",
  "A4,5,last@example.jp",
].join("\n");

describe("a whole file counted before anything is stored", () => {
  test("types, blanks, distinct and frequent values, looks and fates of every column", async () => {
    const { rows, unreadable, columns } = await profiled(shop);
    expect({ rows, unreadable }).toEqual({ rows: 4, unreadable: 1 });
    const of = (heading: string) => columns.find((column) => column.heading === heading);
    expect(of("メールアドレス")).toMatchObject({
      blanks: 0,
      distinct: 3,
      distinctExact: true,
      target: "email",
      fate: "keep",
    });
    expect(of("都道府県")).toMatchObject({ look: "prefecture", class: "quasi_identifier", blanks: 1 });
    expect(of("都道府県")?.top[0]).toEqual({ value: "大阪府", rows: 2 });
    expect(of("生年月日")).toMatchObject({ type: "date", look: "birth-date", fate: "age-band" });
    expect(of("カード番号")).toMatchObject({
      look: "card",
      fate: "never",
      top: [],
      class: "special_category",
    });
    expect(of("宗教")).toMatchObject({ look: "special-category", fate: "never", top: [] });
    expect(of("備考")).toMatchObject({ look: "personal-text", fate: "leave-out" });
    expect(of("郵便番号")?.look).toBe("postal-code");
  });

  test("original and repaired values side by side; what cannot be read is told, duplicates too", async () => {
    const { repairs, columns } = await profiled(shop);
    const of = (kind: string, heading?: string) =>
      repairs.find(
        (repair) =>
          repair.kind === kind &&
          (heading === undefined || columns[repair.column ?? -1]?.heading === heading),
      );
    expect(of("date", "注文日")?.examples[0]).toEqual({
      line: 3,
      original: "令和8年1月6日",
      repaired: "2026-01-06",
    });
    expect(of("amount", "金額")).toMatchObject({ rows: 3 });
    expect(of("amount", "金額")?.examples[0]).toEqual({ line: 2, original: "1,200", repaired: "1200" });
    expect(of("phone")?.examples[0]).toEqual({
      line: 2,
      original: "０９０-1234-5678",
      repaired: "+819012345678",
    });
    expect(of("postal-code")?.examples[0]).toEqual({ line: 2, original: "1000001", repaired: "100-0001" });
    expect(of("prefecture")?.examples[0]).toEqual({ line: 2, original: "東京", repaired: "東京都" });
    expect(of("unreadable", "注文日")?.examples).toEqual([{ line: 5, original: "2026-13-40" }]);
    expect(of("duplicate-row")).toMatchObject({ rows: 1, examples: [{ line: 4, original: "" }] });
    expect(of("missing", "会員ID")).toMatchObject({ rows: 1 });
  });

  test("a postal code said to mean the prefecture is stored as that", async () => {
    const file = new Blob(["会員ID,郵便番号\n1,1000001\n2,530-0001\n"]);
    const preview = value(await previewTable(file, "x.csv", {}));
    const plan = { ...preview.plan, columns: ["customer_id" as const, "prefecture" as const] };
    const { columns } = value(await profileFile(file, plan, unwatched));
    expect(columns[1]).toMatchObject({ look: "postal-code", fate: "prefecture" });
    const { stage } = value(await readTable(file, plan, new Date("2026-11-21"), unwatched));
    expect([0, 1].map((slot) => stage.people.values(slot)?.get("prefecture"))).toEqual(["東京都", "大阪府"]);
  });

  test("nothing of what never comes in is in the profile", async () => {
    const all = JSON.stringify(await profiled(shop));
    for (const secret of ["4111111111111111", "5555555555554444", "仏教", "神道"])
      expect(all).not.toContain(secret);
  });

  test("orders whose lines do not add up to their total, and amounts far out", async () => {
    const lines = Array.from(
      { length: 60 },
      (_, index) =>
        `${String(index)},C${String(index)},2026-01-05,${String(100 + (index % 7))},${String(100 + (index % 7))},1,tea`,
    );
    const text = [
      "order id,customer id,order date,order total,unit price,quantity,product name",
      ...lines,
      "900,C1,2026-01-05,500,200,2,cup",
      "901,C1,2026-01-05,99999,99999,1,cup",
    ].join("\n");
    const { repairs, sums } = await profiled(text);
    expect(sums).toEqual({ orders: 62, agreeing: 61 });
    expect(repairs.find(({ kind }) => kind === "sum-differs")).toMatchObject({
      rows: 1,
      examples: [{ line: 62, original: "500", repaired: "400" }],
    });
    expect(
      repairs
        .filter(({ kind }) => kind === "outlier")
        .map(({ examples }) => examples.map(({ line }) => line)),
    ).toContainEqual(expect.arrayContaining([63]));
  });
});

describe("counting in memory that does not grow", () => {
  test("a histogram counts every number once, whatever their order and size", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((number) => Math.round(number * 1000) / 1000),
          { minLength: 1, maxLength: 200 },
        ),
        (numbers) => {
          const bins = new HistogramBins();
          for (const number of numbers) bins.add(number);
          const counted = bins.counted("number");
          expect(counted?.counts.reduce((sum, count) => sum + count, 0)).toBe(numbers.length);
          const end = (counted?.from ?? 0) + (counted?.width ?? 0) * (counted?.counts.length ?? 0);
          expect((counted?.from ?? 0) <= Math.min(...numbers) && end > Math.max(...numbers)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("distinct values beyond those held are estimated within a few per cent", () => {
    const minima = new KeptMinima();
    for (let index = 0; index < 200_000; index++) minima.add(`value ${String(index % 100_000)}`);
    expect(Math.abs(minima.estimate() / 100_000 - 1)).toBeLessThan(0.1);
    const tally = new ColumnTally(2000);
    for (let index = 0; index < 30_000; index++)
      tally.take(index % 3 === 0 ? "often" : `once ${String(index)}`);
    expect(tally.distinct.distinctExact).toBe(false);
    expect(Math.abs(tally.distinct.distinct / 20_001 - 1)).toBeLessThan(0.1);
    expect(tally.top()[0]?.value).toBe("often");
  });
});

describe("a mapping of one's own", () => {
  test("is found again by the set of headings, in another order, and forgotten when asked to", async () => {
    const workspace = await testWorkspace();
    const mapping = {
      name: "our till",
      columns: [
        { heading: "wer", target: "customer_id" as const },
        { heading: "wann", target: "order_date" as const },
        { heading: "was", target: "ignore" as const },
        { heading: "wieviel", target: "order_total" as const },
      ],
      currency: "EUR",
      source: "Kasse",
      dateOrder: "dmy" as const,
      decimalMark: "," as const,
    };
    const saved = value(await intakeMethods.saveMapping(workspace, mapping));
    expect(value(await intakeMethods.listMappings(workspace, {}))).toEqual([saved]);
    const file = new Blob(["wieviel;wann;wer;was\n1.234,50;05.01.2026;K1;Tee\n"]);
    const preview = value(await intakeMethods.previewFile(workspace, { file, name: "x.csv" }));
    expect(preview).toMatchObject({
      mapping: "our till",
      plan: {
        columns: ["order_total", "order_date", "customer_id", "ignore"],
        currency: "EUR",
        source: "Kasse",
        reading: { dateOrder: "dmy", decimalMark: "," },
      },
    });
    value(await intakeMethods.importFile(workspace, { file, name: "x.csv", plan: preview.plan }));
    expect(workspace.vault.db.rows("SELECT amount, currency, day FROM orders")).toEqual([
      { amount: 123450, currency: "EUR", day: 20458 },
    ]);
    value(await intakeMethods.deleteMapping(workspace, { mappingId: saved.id }));
    expect(
      value(await intakeMethods.previewFile(workspace, { file, name: "x.csv" })).mapping,
    ).toBeUndefined();
  });

  test("headings make a key by what they are, not by how they are written", () => {
    expect(headingsKey(["E-Mail", "Ｎａｍｅ"])).toBe(headingsKey(["name", "email"]));
    expect(headingsKey(["a", "b"])).not.toBe(headingsKey(["a", "c"]));
  });
});
