import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { JobControl } from "../../workers/base/job.ts";
import type { Columns } from "../../workers/columns/columns.ts";
import { buildColumns } from "../../workers/columns/build.ts";
import type { PersonScores } from "../../workers/analysis/person-scores.ts";
import { tabulate } from "../../workers/gates/release/aggregates/tabulate.ts";
import { guardTable } from "../../workers/gates/release/guard/guarded-table.ts";
import { keepTold, readHistory } from "../../workers/gates/release/guard/history.ts";
import type { Telling } from "../../workers/gates/release/guard/told.ts";
import { migrate } from "../../workers/vault/migrations/index.ts";
import { loadSqlite } from "../../workers/vault/sqlite-module.ts";
import { SqliteDatabase } from "../../workers/vault/sqlite.ts";

const WEEKS = 4;

/** What judging and keeping one release costs in processor seconds, week by week, with so many people who come, move and buy. */
export async function measureGuard(people: number): Promise<void> {
  const db = await vaultOf(people);
  const random = stream(7);
  process.stdout.write(
    `${people.toLocaleString("en")} people, prefecture by gender: people, orders, revenue; processor seconds\n`,
  );
  for (let week = 1; week <= WEEKS; week++) {
    if (week > 1) timePasses(db, people, week, random);
    const columns = buildColumns(db);
    const mask = new Uint8Array(columns.people.count).fill(1);
    const dimensions = ["prefecture", "gender"] as const;
    const measures = ["people", "orders", "revenue"] as const;
    const raw = tabulate({ columns, scores: {} as PersonScores }, mask, dimensions, measures);
    const frame = { dimensions, measures, currency: "JPY", k: 10 };
    const read = timed(() => readHistory(db, columns));
    const looks = watched();
    const judged = timed(() => guardTable(read.value, columns, frame, raw, true, undefined, looks.job));
    const longest = looks.longest();
    const { verdict, groups, telling } = judged.value;
    // What is refused does not leave, and is not kept.
    const storing = watched();
    const kept = verdict.safe ? timed(() => keep(db, week, telling, columns, storing.job)).seconds : "–";
    process.stdout.write(
      `week ${week}: history ${read.seconds}, judgement ${judged.seconds}, at most ${longest} between two looks whether to stop (${groups.length} groups, ` +
        `${verdict.safe ? "safe" : `refused: ${verdict.why}`}), keeping ${kept}, at most ${storing.longest()} between two looks\n`,
    );
  }
}

function keep(
  db: SqliteDatabase,
  release: number,
  telling: Telling,
  columns: Columns,
  job: JobControl,
): void {
  db.run("BEGIN");
  db.run(
    `INSERT INTO releases (id, at, kind, segment, purpose, recipient, people, row_count, folder, manifest, state)
     VALUES (?, '', 'aggregate', '', 'analytics', 'self', 0, 0, '', '{}', 'released')`,
    [release],
  );
  keepTold(db, release, telling, columns, job);
  db.run("COMMIT");
}

/** A job that is never stopped, and the longest work between two of its looks. */
function watched(): { readonly job: JobControl; readonly longest: () => string } {
  let [most, since] = [0, process.cpuUsage()];
  const look = (): void => {
    const { user, system } = process.cpuUsage(since);
    most = Math.max(most, user + system);
    since = process.cpuUsage();
  };
  const longest = () => {
    look();
    return (most / 1e6).toFixed(2);
  };
  return { job: { check: look, progress: () => undefined }, longest };
}

function timed<T>(work: () => T): { readonly value: T; readonly seconds: string } {
  const start = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(start);
  return { value, seconds: ((user + system) / 1e6).toFixed(2) };
}

function stream(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

function timePasses(
  db: SqliteDatabase,
  people: number,
  week: number,
  random: (below: number) => number,
): void {
  db.run("BEGIN");
  for (let n = 0; n < people / 100; n++)
    db.run("UPDATE customers SET prefecture = ? WHERE id = ?", [`K${random(47)}`, 1 + random(people)]);
  for (let n = 0; n < people / 20; n++)
    db.run(
      `INSERT INTO orders (customer_id, source, order_key, day, amount, currency, import_id) VALUES (?, 'shop', ?, ?, ?, 'JPY', 1)`,
      [1 + random(people), `w${week}-${n}`, 20_000 + week, 100 * (1 + random(300))],
    );
  db.run("COMMIT");
}

async function vaultOf(people: number): Promise<SqliteDatabase> {
  const wasm = await readFile(createRequire(import.meta.url).resolve("sql.js/dist/sql-wasm.wasm"));
  const db = new SqliteDatabase(
    await loadSqlite(() => Promise.resolve(new Uint8Array(wasm).buffer)),
    new Uint8Array(),
  );
  migrate(db);
  const random = stream(1);
  const ints = (count: number, of: (row: number) => number) =>
    Int32Array.from({ length: count }, (_, row) => of(row));
  const words = (list: readonly string[]) => ({
    codes: ints(people, () => random(list.length)),
    words: list,
  });
  db.run("BEGIN");
  db.bulkInsert(
    "INSERT INTO customers (id, import_id, source, prefecture, gender) VALUES (?, 1, 'shop', ?, ?)",
    [
      ints(people, (row) => row + 1),
      words(Array.from({ length: 47 }, (_, index) => `K${index}`)),
      words(["female", "male"]),
    ],
  );
  db.bulkInsert(
    "INSERT INTO orders (customer_id, source, day, amount, currency, import_id) VALUES (?, 'shop', ?, ?, 'JPY', 1)",
    [
      ints(people * 3, () => 1 + random(people)),
      ints(people * 3, () => 19_000 + random(900)),
      ints(people * 3, () => 100 * (1 + random(300))),
    ],
  );
  db.run("COMMIT");
  return db;
}
