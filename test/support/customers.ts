import { joinedSearchKey } from "../../workers/base/text.ts";
import type { Database } from "../../workers/vault/database.ts";

/** One customer as a test tells it; everything may be left out. */
export interface TestCustomer {
  readonly id?: number;
  readonly name?: string;
  readonly reading?: string;
  readonly family?: string;
  readonly given?: string;
  readonly prefecture?: string;
  readonly street?: string;
  readonly registeredOn?: number;
  readonly email?: string;
  readonly phone?: string;
  readonly number?: string;
  readonly orders?: readonly {
    readonly day: number;
    readonly amount: number;
    readonly currency?: string;
    readonly key?: string;
    readonly product?: string;
  }[];
  readonly consents?: readonly {
    readonly purpose: string;
    readonly recipient?: string;
    readonly state: string;
    readonly heldFrom: string;
    readonly knownAt?: string;
    readonly evidence?: string;
    readonly importId?: number;
  }[];
}

/** Writes customers straight into the tables, as an import would. Call it inside a change of a vault. Answers their ids. */
export function insertCustomers(db: Database, customers: readonly TestCustomer[]): readonly number[] {
  return customers.map((customer) => insertCustomer(db, customer));
}

function insertCustomer(db: Database, customer: TestCustomer): number {
  const { name, reading, family, given, email, phone, number } = customer;
  db.run(
    `INSERT INTO customers (id, import_id, source, full_name, full_reading, family_name, given_name, prefecture,
       street, registered_on, search_key) VALUES (?, 1, 'shop', ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      customer.id ?? null,
      name ?? null,
      reading ?? null,
      family ?? null,
      given ?? null,
      customer.prefecture ?? null,
      customer.street ?? null,
      customer.registeredOn ?? null,
      joinedSearchKey([name, reading, (family ?? "") + (given ?? ""), email, phone, number]),
    ],
  );
  const id = db.lastId();
  for (const [kind, value] of Object.entries({ email, phone, customer_id: number })) {
    if (value === undefined) continue;
    db.run(
      `INSERT INTO identifiers (customer_id, kind, value, display, source, since, import_id)
       VALUES (?, ?, ?, ?, 'shop', '2026-01-01T00:00:00.000Z', 1)`,
      [id, kind, value.toLowerCase(), value],
    );
  }
  for (const order of customer.orders ?? []) insertOrder(db, id, order);
  for (const said of customer.consents ?? [])
    db.run(
      `INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source, evidence, import_id)
       VALUES (?, ?, ?, ?, ?, ?, 'shop', ?, ?)`,
      [
        id,
        said.purpose,
        said.recipient ?? "self",
        said.state,
        said.heldFrom,
        said.knownAt ?? said.heldFrom,
        said.evidence ?? null,
        said.importId ?? null,
      ],
    );
  return id;
}

function insertOrder(
  db: Database,
  customerId: number,
  order: NonNullable<TestCustomer["orders"]>[number],
): void {
  db.run(
    `INSERT INTO orders (customer_id, source, order_key, day, amount, currency, channel, import_id)
     VALUES (?, 'shop', ?, ?, ?, ?, 'web', 1)`,
    [customerId, order.key ?? null, order.day, order.amount, order.currency ?? "JPY"],
  );
  const orderId = db.lastId();
  if (order.product === undefined) return;
  db.run("INSERT OR IGNORE INTO products (code, name) VALUES (?, ?)", [order.product, order.product]);
  db.run(
    `INSERT INTO order_lines (order_id, product_id, quantity, amount, import_id)
     SELECT ?, id, 1, ?, 1 FROM products WHERE code = ?`,
    [orderId, order.amount, order.product],
  );
}
