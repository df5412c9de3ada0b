// Native SQLCipher 4 (SQLite3MultipleCiphers): the same rows into the same tables and indexes of an encrypted file, one
// prepared statement a table, one transaction, synchronous = FULL, parsing by the shortest code that is right for this file.
import { readFileSync, rmSync, statSync } from "node:fs";
import Database from "better-sqlite3-multiple-ciphers";

const [, , csv, file] = process.argv;
rmSync(file, { force: true });
const start = performance.now();
const db = new Database(file);
db.pragma("cipher='sqlcipher'");
db.pragma("legacy=4");
db.pragma("key='correct horse battery staple'");
const keyed = performance.now();
db.pragma("synchronous = FULL");
db.exec(`
  CREATE TABLE customers (id INTEGER PRIMARY KEY, import_id INTEGER NOT NULL, source TEXT NOT NULL);
  CREATE TABLE identifiers (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,
    display TEXT NOT NULL, source TEXT NOT NULL, since TEXT NOT NULL, import_id INTEGER NOT NULL);
  CREATE UNIQUE INDEX identifiers_by_value ON identifiers(kind, source, value);
  CREATE INDEX identifiers_by_customer ON identifiers(customer_id);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, source TEXT NOT NULL, order_key TEXT,
    day INTEGER NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL, channel TEXT, import_id INTEGER NOT NULL);
  CREATE INDEX orders_by_customer ON orders(customer_id, day);
  CREATE INDEX orders_by_key ON orders(order_key, source) WHERE order_key IS NOT NULL;`);
const customer = db.prepare("INSERT INTO customers VALUES (?, 1, 'shop')");
const identifier = db.prepare("INSERT INTO identifiers VALUES (NULL, ?, 'customer_id', ?, ?, 'shop', '2026-11-21T00:00:00Z', 1)");
const order = db.prepare("INSERT INTO orders VALUES (?, ?, 'shop', ?, ?, ?, 'JPY', ?, 1)");
db.exec("BEGIN");
const known = new Map();
const lines = readFileSync(csv, "latin1").split("\n");
for (let i = 1; i < lines.length - 1; i++) {
  const [key, who, date, total, channel] = lines[i].split(",");
  let id = known.get(who);
  if (id === undefined) {
    id = known.size + 1;
    known.set(who, id);
    customer.run(id);
    identifier.run(id, who, who);
  }
  order.run(i, id, key, Date.parse(date) / 86_400_000, Number(total), channel);
}
db.exec("COMMIT");
db.close();
console.log(JSON.stringify({ rows: lines.length - 2, ms: performance.now() - keyed, keyMs: keyed - start, bytes: statSync(file).size }));
