// Native SQLCipher 4 (SQLite3MultipleCiphers): node sqlcipher.mjs import ORDERS.csv FILE | open FILE. Prints one JSON document.
// The same rows go into the same tables and indexes of an encrypted file, one prepared statement a table, one
// transaction, synchronous = FULL, parsed by the shortest code that is right for this file.
import { readFileSync, rmSync, statSync } from "node:fs";
import Database from "better-sqlite3-multiple-ciphers";

const [, , job, ...files] = process.argv;

/** Opens a file as SQLCipher 4; the key is derived when the first page is touched. */
function keyed(file) {
  const start = performance.now();
  const db = new Database(file);
  db.pragma("cipher='sqlcipher'");
  db.pragma("legacy=4");
  db.pragma("key='correct horse battery staple'");
  db.pragma("synchronous = FULL");
  db.prepare("SELECT count(*) FROM sqlite_master").get();
  return { db, keyMs: performance.now() - start };
}

const schema = `
  CREATE TABLE customers (id INTEGER PRIMARY KEY, import_id INTEGER NOT NULL, source TEXT NOT NULL);
  CREATE TABLE identifiers (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,
    display TEXT NOT NULL, source TEXT NOT NULL, since TEXT NOT NULL, import_id INTEGER NOT NULL);
  CREATE UNIQUE INDEX identifiers_by_value ON identifiers(kind, source, value);
  CREATE INDEX identifiers_by_customer ON identifiers(customer_id);
  CREATE TABLE quarantine (id INTEGER PRIMARY KEY, import_id INTEGER NOT NULL, line INTEGER NOT NULL, raw TEXT NOT NULL);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, source TEXT NOT NULL, order_key TEXT,
    day INTEGER NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL, channel TEXT, import_id INTEGER NOT NULL);
  CREATE INDEX orders_by_customer ON orders(customer_id, day);
  CREATE INDEX orders_by_key ON orders(order_key, source) WHERE order_key IS NOT NULL;`;

/** Stores the lines of the file; answers how many were stored and how many were not. */
function store(db, lines) {
  const customer = db.prepare("INSERT INTO customers VALUES (?, 1, 'shop')");
  const identifier = db.prepare(
    "INSERT INTO identifiers VALUES (NULL, ?, 'customer_id', ?, ?, 'shop', '2026-11-21T00:00:00Z', 1)",
  );
  const order = db.prepare("INSERT INTO orders VALUES (?, ?, 'shop', ?, ?, ?, 'JPY', ?, 1)");
  const quarantine = db.prepare("INSERT INTO quarantine VALUES (NULL, 1, ?, ?)");
  const known = new Map();
  let quarantined = 0;
  for (let i = 1; i < lines.length - 1; i++) {
    const [key, who, date, total, channel] = lines[i].split(",");
    const day = Date.parse(date) / 86_400_000;
    const amount = Number(total);
    if (Number.isNaN(day) || Number.isNaN(amount)) {
      quarantine.run(i + 1, lines[i]);
      quarantined++;
      continue;
    }
    let id = known.get(who);
    if (id === undefined) {
      id = known.size + 1;
      known.set(who, id);
      customer.run(id);
      identifier.run(id, who, who);
    }
    order.run(i, id, key, day, amount, channel);
  }
  return { rows: lines.length - 2 - quarantined, quarantined };
}

function importOrders(csv, file) {
  rmSync(file, { force: true });
  const { db } = keyed(file);
  db.exec(schema);
  const used = process.cpuUsage();
  const start = performance.now();
  db.exec("BEGIN");
  const counts = store(db, readFileSync(csv, "latin1").split("\n"));
  db.exec("COMMIT");
  db.close();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(used);
  return { ms, cpuMs: (user + system) / 1000, ...counts, bytes: statSync(file).size, peakMiB: peakMiB() };
}

/** Opens the file up to the answer of the first dashboard: orders, revenue and newcomers a month. */
function open(file) {
  const { db, keyMs } = keyed(file);
  const start = performance.now();
  const [{ orders, revenue }] = db
    .prepare("SELECT count(*) AS orders, sum(amount) AS revenue FROM orders")
    .all();
  db.prepare(
    `SELECT strftime('%Y-%m', day * 86400, 'unixepoch') AS month, count(*) AS orders, sum(amount) AS revenue
     FROM orders GROUP BY 1 ORDER BY 1`,
  ).all();
  db.prepare(
    `SELECT strftime('%Y-%m', first * 86400, 'unixepoch') AS month, count(*) AS people
     FROM (SELECT min(day) AS first FROM orders GROUP BY customer_id) GROUP BY 1 ORDER BY 1`,
  ).all();
  db.prepare("SELECT channel, count(*), sum(amount) FROM orders GROUP BY 1").all();
  return { keyMs, overviewMs: performance.now() - start, orders, revenue };
}

const peakMiB = () => process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify(job === "import" ? importOrders(...files) : open(...files)));
