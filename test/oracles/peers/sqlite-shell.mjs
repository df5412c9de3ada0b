// The sqlite3 shell's .import into a plain file on the disk: node sqlite-shell.mjs FILE.csv DATABASE. Prints one JSON document.
import { spawnSync } from "node:child_process";
import { rmSync, statSync } from "node:fs";

const [, , csv, database] = process.argv;
const said = (name) => `'${name.replaceAll("'", "''")}'`;

if (spawnSync("sqlite3", ["--version"]).error) {
  console.log(
    JSON.stringify({ skipped: "the sqlite3 shell is not installed: node test/oracles/install.mjs" }),
  );
} else {
  rmSync(database, { force: true });
  const script = [
    "PRAGMA synchronous = FULL;",
    "CREATE TABLE orders (order_id TEXT, customer_id TEXT, order_date TEXT, order_total INTEGER, channel TEXT);",
    ".mode csv",
    `.import --skip 1 ${said(csv)} orders`,
    "SELECT count(*) FROM orders;",
  ].join("\n");
  const start = performance.now();
  const done = spawnSync("sqlite3", ["-batch", database], { input: script, encoding: "utf8" });
  const ms = performance.now() - start;
  if (done.status !== 0) throw new Error(done.stderr);
  console.log(
    JSON.stringify({
      ms,
      rows: Number(done.stdout.trim().split("\n").at(-1)),
      bytes: statSync(database).size,
    }),
  );
}
