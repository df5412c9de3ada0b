import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { sha256Text } from "../sha256-text.ts";
import { loadSqlite } from "../sqlite-module.ts";
import { SqliteDatabase } from "../sqlite.ts";
import { foundation } from "./0001-foundation.ts";
import { identity } from "./0002-identity.ts";
import { migrate } from "./index.ts";

test("statements of a vault of an earlier version keep every value; their texts get a version and a hash", async () => {
  const path = createRequire(import.meta.url).resolve("sql.js/dist/sql-wasm.wasm");
  const sqlite = await loadSqlite(async () => new Uint8Array(await readFile(path)).buffer);
  const db = new SqliteDatabase(sqlite, new Uint8Array());
  db.run(foundation);
  db.run(identity);
  db.run("PRAGMA user_version = 2");
  db.run("INSERT INTO customers (id, import_id, source) VALUES (1, 1, 'shop'), (2, 1, 'shop')");
  const rows = [
    [
      1,
      "email_marketing",
      "self",
      "granted",
      "2026-01-01T00:00:00Z",
      "2026-02-01T00:00:00Z",
      "shop",
      "文言その二",
      '{"ip":"192.0.2.1"}',
      4,
    ],
    [1, "email_marketing", "self", "denied", "去年", "2026-03-01T00:00:00Z", "manual", null, null, null],
    [
      2,
      "ads_matching",
      "google_ads",
      "granted",
      "2026-01-05T00:00:00Z",
      "2026-01-06T00:00:00Z",
      "shop",
      "It's a text",
      null,
      5,
    ],
    [
      2,
      "profiling",
      "self",
      "unknown",
      "2026-01-05T00:00:00Z",
      "2026-01-06T00:00:00Z",
      "shop",
      "文言その二",
      null,
      5,
    ],
  ] as const;
  for (const row of rows)
    db.run(
      `INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source, wording, evidence, import_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [...row],
    );
  expect(migrate(db).ok).toBe(true);
  const kept = db.rows(
    `SELECT customer_id, purpose, recipient, state, held_from, known_at, consents.source, text, evidence, import_id
     FROM consents LEFT JOIN wordings ON wordings.id = wording_id ORDER BY consents.id`,
  );
  expect(kept.map((row): unknown[] => Object.values(row))).toEqual(rows.map((row) => [...row]));
  expect(db.rows("SELECT version, hash, text, since FROM wordings ORDER BY version")).toEqual([
    { version: 1, hash: sha256Text("文言その二"), text: "文言その二", since: "2026-01-06T00:00:00Z" },
    { version: 2, hash: sha256Text("It's a text"), text: "It's a text", since: "2026-01-06T00:00:00Z" },
  ]);
  expect(
    db.rows("SELECT 1 FROM consents WHERE channel IS NOT NULL OR country IS NOT NULL OR basis IS NOT NULL"),
  ).toEqual([]);
  expect(() => db.run("UPDATE consents SET state = 'granted'")).toThrow("append-only");
});
