import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FieldTarget } from "../../../terms/field.ts";
import type { ImportPlan } from "../../../terms/intake.ts";
import { Tokenizer, type RecordSink } from "../read/tokenizer.ts";
import { nobodyKnown, type KnownPeople } from "./known.ts";
import { layoutOf } from "./layout.ts";
import { Stage } from "./stage.ts";

const columns: readonly FieldTarget[] = [
  "order_id",
  "customer_id",
  "order_date",
  "order_total",
  "channel",
  "order_status",
  "currency",
  "quantity",
  "unit_price",
  "line_total",
  "discount",
  "product_code",
  "product_name",
  "email",
  "phone",
  "full_name",
];

/** Cells as shops write them, mostly plain, some of them nasty. */
const cells: Readonly<Partial<Record<FieldTarget, readonly string[]>>> = {
  order_id: ["A1", "A2", "A3", "10", "9", "B000000000000001", " A1", "'A1", "''A1", "Ａ１", "A-1", "", " "],
  customer_id: ["C1", "C2", "Ｃ１", "'C1", " C2 ", "C00000000001", "", " ", "0", "'", "x y", "あ"],
  order_date: [
    "2026-01-05",
    "2026/1/5",
    "20260105",
    "2026.01.05",
    "2026-01-05 9:30",
    "2026-01-05T09:30:00.5+09:00",
    "2026-02-30",
    "2026-1x-05",
    "2026-01-055",
    "令和8年1月5日",
    "1868-01-24",
    "1868-01-25",
    "2200-12-31",
    "2201-01-01",
    "0000-00-00",
    "46027",
    "",
    " ",
    "abc",
  ],
  order_total: [
    "100",
    "1,200",
    "1234.56",
    "▲500",
    "-0",
    "1,23",
    "12,345,678,901",
    "¥1,000",
    "x",
    "",
    "  ",
    "1e3",
  ],
  channel: ["web", "store", " web ", "店舗", ""],
  order_status: ["", "paid", "キャンセル", " cancelled ", "Voided"],
  currency: ["JPY", "USD", "kwd", "円", "", "??"],
  quantity: ["1", "2", "-1", "2.5", "", "x", "9999999999"],
  unit_price: ["10", "9.99", "", "x", "５０"],
  line_total: ["30", "", "x", "0.015"],
  discount: ["5", "-5", "", "x"],
  product_code: ["P1", "P2", "", " "],
  product_name: ["Tea", "茶", "", 'a"b'],
  email: ["a@example.jp", "A@EXAMPLE.JP", "b@example.jp", "not an address", ""],
  phone: ["090-1234-5678", "+819012345678", "03-1234-5678", "", "x"],
  full_name: ["山田 太郎", "Hana", "", "合計"],
};

const cell = (target: FieldTarget): fc.Arbitrary<string> => {
  const [plain = "", ...others] = cells[target] ?? [""];
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(plain) },
    { weight: 3, arbitrary: fc.constantFrom(plain, ...others) },
  );
};

const written = (text: string): fc.Arbitrary<string> =>
  /[",]/.test(text)
    ? fc.constant(`"${text.replaceAll('"', '""')}"`)
    : fc.constantFrom(text, text, text, `"${text}"`);

/** A file with some of the columns given: which, and its text. */
const fileOf = (targets: readonly FieldTarget[]) =>
  fc
    .record({
      chosen: fc.subarray([...targets], { minLength: 2 }),
      end: fc.constantFrom("\n", "\r\n"),
      mark: fc.constantFrom("." as const, "," as const),
    })
    .filter(({ chosen }) => layoutOf(planOf(chosen, "."), new Set()).ok)
    .chain(({ chosen, end, mark }) => {
      const row = fc
        .tuple(...chosen.map((target) => cell(target).chain(written)))
        .map((texts) => texts.join(","));
      const odd = fc.constantFrom("", '"open', "a,b", `${",".repeat(chosen.length + 3)}x`, 'a"b"', "合計");
      const line = fc.oneof({ weight: 12, arbitrary: row }, { weight: 1, arbitrary: odd });
      return fc.record({
        chosen: fc.constant(chosen),
        mark: fc.constant(mark),
        text: fc.array(line, { maxLength: 30 }).map((lines) => lines.map((one) => one + end).join("")),
      });
    });

function planOf(chosen: readonly FieldTarget[], decimalMark: "." | ","): ImportPlan {
  return {
    reading: { encoding: "utf-8", delimiter: ",", dateOrder: "ymd", decimalMark },
    columns: [...chosen],
    currency: "JPY",
    source: "shop",
  };
}

const someKnown: KnownPeople = {
  ...nobodyKnown,
  anybody: true,
  find: (kind, value) => (kind === "customer_id" && value === "C2" ? 7 : 0),
  erased: (kind, value) => kind === "customer_id" && value === "0",
};

/** What a stage holds, in words instead of numbers of words. */
function contents(stage: Stage): unknown {
  const { orders, people } = stage;
  return {
    read: stage.read,
    held: stage.held,
    people: Array.from({ length: people.count }, (_, slot) => people.person(slot)),
    orders: Array.from({ length: orders.length }, (_, order) => ({
      person: orders.person.at(order),
      day: orders.day.at(order),
      amount: orders.amount(order),
      fromLines: orders.lineAmountOf(order),
      currency: orders.currencies.list[orders.currency.at(order)],
      channel: orders.channels.list[orders.channel.at(order)],
      rows: orders.rows.at(order),
      key: orders.keyed ? orders.keys.text(orders.key.at(order)) : undefined,
    })),
    lines: Array.from({ length: orders.lineOrder.length }, (_, line) => ({
      order: orders.lineOrder.at(line),
      product: orders.products.list[orders.lineProduct.at(line)],
      name: orders.productNames.get(orders.lineProduct.at(line)),
      quantity: orders.lineQuantity.at(line),
      amount: orders.lineAmount.at(line),
    })),
  };
}

/** Staged one by one, in batches, or with the usual rows taken straight from the bytes besides. */
type How = "one by one" | "batches" | "rows";

function staged(
  plan: ImportPlan,
  text: string,
  how: How,
  known = someKnown,
): { held: unknown; batched: number; taken: number } {
  const layout = layoutOf(plan, new Set());
  if (!layout.ok) throw new Error(layout.error.code);
  const stage = new Stage(plan, layout.value, [], known, new Date("2026-11-21T00:00:00Z"));
  let batched = 0;
  let taken = 0;
  const sink: RecordSink = {
    record: stage.record.bind(stage),
    bad: stage.bad.bind(stage),
  };
  if (how !== "one by one")
    sink.batch = (batch) => {
      batched += batch.count;
      stage.batch(batch);
    };
  if (how === "rows")
    sink.rows = (bytes, from, end) => {
      const usual = stage.rows(bytes, from, end);
      taken += usual.taken;
      return usual;
    };
  const bytes = new TextEncoder().encode(text);
  new Tokenizer(",", plan.columns.length, sink).push(bytes, true);
  stage.finish();
  return { held: contents(stage), batched, taken };
}

/** Rows as tills write them: an id is a prefix and a number, with zeros before it or none, and few cells are odd. */
const usualFile = fc
  .record({
    prefix: fc.constantFrom("", "A", "注文", "AB-2026-", "LONGPREFIX"),
    pad: fc.constantFrom(0, 1, 4, 8),
    digits: fc.constantFrom(1, 3, 10, 100),
    end: fc.constantFrom("\n", "\r\n"),
    rows: fc.array(
      fc.record({
        order: fc.oneof({ weight: 9, arbitrary: fc.constant(-1) }, { weight: 1, arbitrary: fc.nat(40) }),
        customer: fc.nat(30),
        cell: fc.oneof(
          { weight: 9, arbitrary: fc.constant("2026-01-05,1200") },
          {
            weight: 1,
            arbitrary: fc.constantFrom(
              "2026/02/30,1",
              "2026-01-05,-7",
              "x,1",
              '"2026-01-05",0',
              "2026.12.31,1.5",
            ),
          },
        ),
      }),
      { maxLength: 60 },
    ),
  })
  .map(({ prefix, pad, digits, end, rows }) =>
    rows
      .map(({ order, customer, cell }, row) => {
        const number = String((order < 0 ? row : order) * digits).padStart(pad, "0");
        return `${prefix}${number},C${String(customer * digits).padStart(pad, "0")},${cell}${end}`;
      })
      .join(""),
  );

describe("orders in batches", () => {
  test.each([
    ["all columns", columns],
    ["the few of a simple order", ["order_id", "customer_id", "order_date", "order_total", "channel"]],
  ] as const)("are staged exactly as orders one by one, with %s", (_, targets) => {
    let batched = 0;
    fc.assert(
      fc.property(fileOf(targets), ({ chosen, mark, text }) => {
        const plan = planOf(chosen, mark);
        const fast = staged(plan, text, "batches");
        batched += fast.batched;
        expect(fast.held).toEqual(staged(plan, text, "one by one").held);
        const usual = staged(plan, text, "rows", nobodyKnown);
        expect(usual.held).toEqual(staged(plan, text, "one by one", nobodyKnown).held);
      }),
      { numRuns: 400 },
    );
    expect(batched).toBeGreaterThan(1000);
  });

  test("numbered in any order, short and long, thousands of them", () => {
    const chosen: FieldTarget[] = ["order_id", "customer_id", "order_date", "order_total"];
    const lines = Array.from({ length: 5000 }, (_, row) => {
      const customer = (row * 7919) % 1009;
      const id = customer % 3 === 0 ? `member-number-${customer}` : `C${customer}`;
      const order = row < 3000 ? row : (row * 31) % 4000;
      return `${order},${id},2026-01-${String((row % 28) + 1).padStart(2, "0")},${row}\n`;
    });
    const plan = planOf(chosen, ".");
    const fast = staged(plan, lines.join(""), "batches");
    // The last row has no bytes behind it and comes by itself.
    expect(fast.batched).toBe(4999);
    expect(fast.held).toEqual(staged(plan, lines.join(""), "one by one").held);
    const usual = staged(plan, lines.join(""), "rows", nobodyKnown);
    expect(usual.taken).toBeGreaterThan(1500);
    expect(usual.held).toEqual(staged(plan, lines.join(""), "one by one", nobodyKnown).held);
    expect((fast.held as { orders: unknown[] }).orders.length).toBeLessThan(4001);
  });

  test("of the most usual kind are taken straight from the bytes, and come to the same", () => {
    const plan = planOf(["order_id", "customer_id", "order_date", "order_total"], ".");
    let taken = 0;
    fc.assert(
      fc.property(usualFile, (text) => {
        const usual = staged(plan, text, "rows", nobodyKnown);
        taken += usual.taken;
        expect(usual.held).toEqual(staged(plan, text, "one by one", nobodyKnown).held);
      }),
      { numRuns: 500 },
    );
    expect(taken).toBeGreaterThan(1000);
  });
});
