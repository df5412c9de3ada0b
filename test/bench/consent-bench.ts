import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { personIndex } from "../../workers/columns/person-index.ts";
import { standing } from "../../workers/gates/use/consent.ts";
import { consentLedger } from "../../workers/gates/use/consent-ledger.ts";
import { migrate } from "../../workers/vault/migrations/index.ts";
import { loadSqlite } from "../../workers/vault/sqlite-module.ts";
import { SqliteDatabase } from "../../workers/vault/sqlite.ts";

/** A native SQLite: runs one statement on a plain database file and answers its first row. */
export type AskNative = (
  path: string,
  sql: string,
) => { readonly seconds: number; readonly row: readonly unknown[] };

const HELD = "2026-05-03T23:59:59.999Z";
const STATEMENTS = 4;
const RUNS = 5;

/** "Who could we mail on 3 May, under which text", as one would ask it in SQL: people by text of their deciding statement. */
const QUESTION = `SELECT coalesce(wording_id, 0) AS wording, count(*) AS people FROM (
    SELECT customer_id, wording_id, state, row_number() OVER (PARTITION BY customer_id
      ORDER BY CAST(strftime('%s', held_from) AS INTEGER) DESC, CASE state WHEN 'denied' THEN 2 WHEN 'unknown' THEN 1 ELSE 0 END DESC) AS place
    FROM consents WHERE purpose = 'email_marketing' AND recipient = 'self' AND (channel IS NULL OR channel = 'email') AND country IS NULL
      AND julianday(held_from) <= julianday('${HELD}') AND julianday(known_at) <= julianday('${HELD}')
      AND NOT EXISTS (SELECT 1 FROM consent_retractions AS r WHERE r.consent_id = consents.id AND julianday(r.at) <= julianday('${HELD}')))
  WHERE place = 1 AND state = 'granted' GROUP BY wording_id ORDER BY wording_id`;

/** Times the as-of question over `people` people, ours (from the tables, and again) and the same SQL in a native SQLite. */
export async function measureConsent(
  people: number,
  path: string,
  native: AskNative | undefined,
): Promise<void> {
  const db = await vaultOf(people);
  const indexOf = personIndex(Int32Array.from({ length: people }, (_, index) => index + 1));
  const columns = { people: { count: people }, indexOf };
  const ask = (changing: boolean): readonly (readonly [number, number])[] => {
    const rows = consentLedger({ db, changing });
    const asOf = { held: new Date(HELD), known: new Date(HELD) };
    const found = standing(rows, columns, "email_marketing", asOf);
    const texts = new Map<number, number>();
    const states = found.byRecipient.self;
    for (let person = 0; person < people; person++) {
      if (states[person] !== 0) continue;
      const wording = rows.wording[found.deciding(person, "self")]!;
      texts.set(wording, (texts.get(wording) ?? 0) + 1);
    }
    return [...texts].sort(([a], [b]) => a - b);
  };
  const cold = timed(() => ask(true));
  ask(false);
  const warm = timed(() => ask(false));
  const inside = timed(() => db.rows<{ wording: number; people: number }>(QUESTION));
  await writeFile(path, db.exportImage());
  print("ours, ledger read from the tables", cold.seconds);
  print("ours, ledger kept since the last commit", warm.seconds);
  print("the same SQL inside the vault's own SQLite", inside.seconds);
  const expected = JSON.stringify(warm.value);
  if (JSON.stringify(inside.value.map((row) => [row.wording, row.people])) !== expected)
    throw new Error("the SQL answers otherwise");
  if (native === undefined) {
    process.stdout.write("skipped: no native SQLite here (npm ci --prefix test/oracles)\n");
    return;
  }
  const asked = Array.from({ length: RUNS }, () => native(path, QUESTION));
  if (JSON.stringify(asked[0]?.row) !== expected) throw new Error("the native SQLite answers otherwise");
  const best = median(asked.map(({ seconds }) => seconds));
  print("the same SQL in a native SQLite", best);
  process.stdout.write(
    `native / ours: ${(best / cold.seconds).toFixed(1)} from the tables, ${(best / warm.seconds).toFixed(1)} kept\n`,
  );
}

async function vaultOf(people: number): Promise<SqliteDatabase> {
  const wasm = await readFile(createRequire(import.meta.url).resolve("sql.js/dist/sql-wasm.wasm"));
  const db = new SqliteDatabase(
    await loadSqlite(() => Promise.resolve(new Uint8Array(wasm).buffer)),
    new Uint8Array(),
  );
  migrate(db);
  const rows = people * STATEMENTS;
  const index = Int32Array.from({ length: rows }, (_, row) => row);
  const person = index.map((row) => (row % people) + 1);
  const pick = (words: readonly string[], step: number) => ({
    codes: index.map((row) => ((Math.imul(row + 1, step) >>> 8) & 0xffff) % words.length),
    words,
  });
  const days = Array.from({ length: 400 }, (_, day) =>
    new Date(Date.UTC(2025, 5, 1) + day * 79_200_000).toISOString(),
  );
  db.run("BEGIN");
  db.bulkInsert("INSERT INTO customers (id, import_id, source) VALUES (?, 1, 'shop')", [
    Int32Array.from({ length: people }, (_, at) => at + 1),
  ]);
  for (let version = 1; version <= 5; version++)
    db.run("INSERT INTO wordings (hash, text, version, since) VALUES (?, ?, ?, '')", [
      `h${version}`,
      `text ${version}`,
      version,
    ]);
  db.bulkInsert(
    `INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source, wording_id)
     VALUES (?, ?, 'self', ?, ?, ?, 'shop', ?)`,
    [
      person,
      pick(["email_marketing", "email_marketing", "profiling", "postal_marketing"], 48_271),
      pick(["granted", "granted", "denied", "unknown"], 16_807),
      pick(days, 69_621),
      pick(days, 40_692),
      index.map((row) => (row % 5) + 1),
    ],
  );
  db.run("COMMIT");
  return db;
}

function timed<T>(ask: () => T): { readonly seconds: number; readonly value: T } {
  const seconds: number[] = [];
  let value = ask();
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    value = ask();
    seconds.push((performance.now() - start) / 1000);
  }
  return { seconds: median(seconds), value };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

function print(what: string, seconds: number): void {
  process.stdout.write(`${what}: ${(seconds * 1000).toFixed(1)} ms\n`);
}
