import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { bareDatabase } from "../../test/support/bare-database.ts";
import type { Database } from "../vault/database.ts";
import { buildColumns, sinceUnknown } from "./build.ts";
import { sortOrders } from "./order-sort.ts";
import { personIndex } from "./person-index.ts";
import { wordAt } from "./words.ts";

let db: Database;
beforeEach(async () => {
  db = await bareDatabase();
});

function customer(id: number, prefecture: string | null, registered: number | null): void {
  db.run(
    "INSERT INTO customers (id, import_id, source, prefecture, registered_on) VALUES (?, 1, 'till', ?, ?)",
    [id, prefecture, registered],
  );
}

function order(
  customerId: number,
  day: number,
  amount: number,
  currency = "JPY",
  channel: string | null = null,
) {
  db.run(
    "INSERT INTO orders (customer_id, source, day, amount, currency, channel, import_id) VALUES (?, 'till', ?, ?, ?, ?, 1)",
    [customerId, day, amount, currency, channel],
  );
  return db.lastId();
}

describe("columns of a vault", () => {
  test("an empty vault has empty columns", () => {
    const columns = buildColumns(db);
    expect(columns.people.count).toBe(0);
    expect([...columns.orders.start]).toEqual([0]);
    expect(columns.orders.currency).toBe("JPY");
    expect(columns.indexOf(1)).toBe(-1);
  });

  test("orders lie by person and day, in shared memory", () => {
    customer(7, "東京都", 100);
    customer(3, null, null);
    customer(9, "大阪府", null);
    order(7, 20, 500, "JPY", "web");
    order(3, 12, 100);
    order(7, 10, 300, "JPY", "shop");
    order(7, 20, 400);
    const { people, orders, indexOf } = buildColumns(db);
    expect([...people.id]).toEqual([3, 7, 9]);
    expect([3, 7, 9, 8].map(indexOf)).toEqual([0, 1, 2, -1]);
    expect([...orders.start]).toEqual([0, 1, 4, 4]);
    expect([...orders.person]).toEqual([0, 1, 1, 1]);
    expect([...orders.day]).toEqual([12, 10, 20, 20]);
    expect([...orders.amount]).toEqual([100, 300, 500, 400]);
    expect([0, 1, 2, 3].map((row) => wordAt(orders.channel, row))).toEqual([
      undefined,
      "shop",
      "web",
      undefined,
    ]);
    expect([...people.since]).toEqual([12, 100, sinceUnknown]);
    expect([0, 1, 2].map((row) => wordAt(people.prefecture, row))).toEqual([undefined, "東京都", "大阪府"]);
    expect(orders.day.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  test("only the most frequent currency is counted, the others are said", () => {
    customer(1, null, null);
    order(1, 1, 100, "USD");
    order(1, 2, 900, "JPY");
    order(1, 3, 200, "USD");
    const { orders } = buildColumns(db);
    expect(orders.currency).toBe("USD");
    expect([...orders.amount]).toEqual([100, 200]);
    expect(orders.otherCurrency).toBe(1);
  });

  test("purchases are pairs of person and product without repeats and returns", () => {
    customer(1, null, null);
    customer(2, null, null);
    db.run("INSERT INTO products (id, code, name) VALUES (1, 'A1', 'Tea'), (2, 'B2', ''), (3, 'A9', 'Tea')");
    const line = (orderId: number, product: number, quantity: number) =>
      db.run(
        "INSERT INTO order_lines (order_id, product_id, quantity, amount, import_id) VALUES (?, ?, ?, 1, 1)",
        [orderId, product, quantity],
      );
    const first = order(2, 5, 1);
    line(first, 1, 2);
    line(first, 3, 1);
    line(order(2, 6, 1), 2, 1);
    line(order(1, 6, 1), 2, -1);
    const purchases = buildColumns(db).purchases();
    expect([...purchases.start]).toEqual([0, 0, 2]);
    expect([0, 1].map((row) => wordAt(purchases.product, row)).sort()).toEqual(["B2", "Tea"]);
  });
});

test("the counting sort agrees with a comparison sort", () => {
  const row = fc.record({ person: fc.integer({ min: -1, max: 6 }), day: fc.integer({ min: -40, max: 40 }) });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
      const sorted = sortOrders(
        Int32Array.from(rows, ({ person }) => person),
        Int32Array.from(rows, ({ day }) => day),
        7,
      );
      const expected = rows
        .map((entry, index) => ({ ...entry, index }))
        .filter(({ person }) => person >= 0)
        .sort((a, b) => a.person - b.person || a.day - b.day || a.index - b.index);
      expect([...sorted.row]).toEqual(expected.map(({ index }) => index));
      for (let p = 0; p <= 7; p++)
        expect(sorted.start[p]).toBe(expected.filter(({ person }) => person < p).length);
    }),
  );
});

test("sparse ids are found as dense ones are", () => {
  const ids = Int32Array.of(2, 5, 2_000_000_000);
  expect([1, 2, 5, 6, 2_000_000_000].map(personIndex(ids))).toEqual([-1, 0, 1, -1, 2]);
});
