import fc from "fast-check";
import { expect, test } from "vitest";
import { bareDatabase } from "../../test/support/bare-database.ts";
import { buildColumns } from "./build.ts";
import { contactBits } from "./contacts.ts";
import { wordAt } from "./words.ts";

test("events lie by person and moment, messages and reviews with their words, contacts as bits", async () => {
  const db = await bareDatabase();
  for (const [id, street] of [
    [1, null],
    [2, "1-2-3"],
  ] as const)
    db.run("INSERT INTO customers (id, import_id, source, street) VALUES (?, 1, 'till', ?)", [id, street]);
  const event = (customer: number | null, at: number, name: string | null) =>
    db.run("INSERT INTO events (customer_id, at, kind, name, import_id) VALUES (?, ?, 'visit', ?, 1)", [
      customer,
      at,
      name,
    ]);
  // 15:00 UTC is midnight in Japan: the next day begins.
  event(2, 54_000, "b");
  event(1, 10, null);
  event(2, 53_999, "a");
  event(null, 5, "nobody's");
  event(2, 20, "c");
  db.run(
    "INSERT INTO messages (customer_id, at, event, channel, import_id) VALUES (2, 100, 'opened', 'email', 1)",
  );
  db.run(
    "INSERT INTO reviews (customer_id, day, kind, rating, masked, import_id) VALUES (1, 7, 'review', NULL, 0, 1)",
  );
  db.run(
    "INSERT INTO identifiers (customer_id, kind, value, display, source, since, import_id) VALUES (1, 'email', 'a', 'a', 's', '', 1), (1, 'line_user_id', 'u', 'u', 's', '', 1), (2, 'customer_id', '7', '7', 's', '', 1)",
  );
  const columns = buildColumns(db);
  expect([...columns.built]).toEqual([]);
  const events = columns.events();
  expect([...events.start]).toEqual([0, 1, 4]);
  expect([...events.at]).toEqual([10, 20, 53_999, 54_000]);
  expect([...events.day]).toEqual([0, 0, 0, 1]);
  expect([0, 1, 2, 3].map((row) => wordAt(events.name, row))).toEqual([undefined, "c", "a", "b"]);
  const messages = columns.messages();
  expect([...messages.start]).toEqual([0, 0, 1]);
  expect([wordAt(messages.event, 0), wordAt(messages.campaign, 0)]).toEqual(["opened", undefined]);
  expect([...columns.reviews().rating]).toEqual([NaN]);
  expect([...columns.contacts()]).toEqual([contactBits.email | contactBits.line, contactBits.address]);
  expect(columns.events()).toBe(events);
  expect([...columns.built].sort()).toEqual(["events", "identifiers", "messages", "reviews"]);
});

test("what is read while a change is open is not kept", async () => {
  const db = await bareDatabase();
  db.run("INSERT INTO customers (id, import_id, source) VALUES (1, 1, 'till')");
  let open = true;
  const columns = buildColumns(db, () => !open);
  expect(columns.events().at).toHaveLength(0);
  db.run("INSERT INTO events (customer_id, at, kind, import_id) VALUES (1, 1, 'visit', 1)");
  expect(columns.events().at).toHaveLength(1);
  expect(columns.built.size).toBe(0);
  open = false;
  expect(columns.events()).toBe(columns.events());
});

test("each order has the products of its own lines, whatever the order rows were stored in", async () => {
  const rows = fc.array(
    fc.record({
      person: fc.integer({ min: 1, max: 4 }),
      day: fc.integer({ min: 0, max: 5 }),
      yen: fc.boolean(),
      products: fc.array(fc.record({ product: fc.integer({ min: 1, max: 3 }), returned: fc.boolean() }), {
        maxLength: 3,
      }),
    }),
    { maxLength: 15 },
  );
  const db = await bareDatabase();
  for (let id = 1; id <= 4; id++)
    db.run("INSERT INTO customers (id, import_id, source) VALUES (?, 1, 'till')", [id]);
  db.run("INSERT INTO products (id, code, name) VALUES (1, 'A', 'tea'), (2, 'B', ''), (3, 'C', 'tea')");
  const names = ["", "tea", "B", "tea"];
  fc.assert(
    fc.property(rows, (orders) => {
      db.run("DELETE FROM order_lines");
      db.run("DELETE FROM orders");
      const yen = orders.filter((order) => order.yen).length;
      const main = yen * 2 >= orders.length ? "JPY" : "USD";
      orders.forEach(({ person, day, yen: inYen, products }, index) => {
        db.run(
          "INSERT INTO orders (id, customer_id, source, day, amount, currency, import_id) VALUES (?, ?, 's', ?, ?, ?, 1)",
          [index * 3 + 1, person, day, index, inYen ? "JPY" : "USD"],
        );
        for (const { product, returned } of products)
          db.run(
            "INSERT INTO order_lines (order_id, product_id, quantity, amount, import_id) VALUES (?, ?, ?, 1, 1)",
            [index * 3 + 1, product, returned ? -1 : 1],
          );
      });
      const columns = buildColumns(db);
      const { start, product } = columns.items();
      const found = Array.from({ length: columns.orders.count }, (_, o) => ({
        order: columns.orders.amount[o],
        products: Array.from({ length: start[o + 1]! - start[o]! }, (_line, i) =>
          wordAt(product, start[o]! + i),
        ),
      }));
      const expected = orders
        .map((order, index) => ({ ...order, index }))
        .filter((order) => order.yen === (main === "JPY"))
        .sort((a, b) => a.person - b.person || a.day - b.day || a.index - b.index)
        .map(({ index, products }) => ({
          order: index,
          products: products.filter((line) => !line.returned).map((line) => names[line.product]),
        }));
      expect(found).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});
