import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { PersonScores } from "../../workers/analysis/person-scores.ts";
import { buildColumns } from "../../workers/columns/build.ts";
import { evaluateOver } from "../../workers/gates/release/segments/evaluate.ts";
import type { SegmentSource } from "../../workers/gates/release/segments/source.ts";
import type { Act } from "../../workers/terms/segment-acts.ts";
import type { Condition, SegmentDefinition } from "../../workers/terms/segment.ts";
import { migrate } from "../../workers/vault/migrations/index.ts";
import { loadSqlite } from "../../workers/vault/sqlite-module.ts";
import { SqliteDatabase } from "../../workers/vault/sqlite.ts";

/** A native SQLite: runs each question on a plain database file and answers its number of people. */
export type AskNative = (
  path: string,
  questions: readonly string[],
) => readonly { readonly people: number; readonly seconds: number }[];

const FIRST_DAY = 19_000;
const LAST_DAY = FIRST_DAY + 729;
const RUNS = 5;

const tea: Act = { what: "order", products: ["P1", "P2", "P3"] };
const coffee: Act = { what: "order", products: ["P4", "P5"] };

interface Question {
  readonly name: string;
  readonly condition: Condition;
  /** The same as a test of a row of customers. */
  readonly sql: string;
}

const bought = (names: string, more = ""): string =>
  `SELECT DISTINCT o.id, o.customer_id, o.day FROM orders AS o JOIN order_lines AS l ON l.order_id = o.id
   JOIN products AS p ON p.id = l.product_id WHERE l.quantity > 0 AND p.name IN (${names}) ${more}`;

const questions: readonly Question[] = [
  {
    name: "ordered at least 3 times in the last 365 days",
    condition: {
      kind: "did",
      act: { what: "order" },
      times: { comparison: "atLeast", n: 3 },
      window: { kind: "lastDays", days: 365 },
    },
    sql: `id IN (SELECT customer_id FROM orders WHERE day >= ${LAST_DAY - 365} GROUP BY customer_id HAVING count(*) >= 3)`,
  },
  {
    name: "bought one of three products at least once",
    condition: { kind: "did", act: tea, times: { comparison: "atLeast", n: 1 }, window: { kind: "ever" } },
    sql: `id IN (SELECT customer_id FROM (${bought("'P1','P2','P3'")}))`,
  },
  {
    name: "bought A, then not B within 30 days",
    condition: {
      kind: "sequence",
      occurrence: "any",
      first: tea,
      window: { kind: "ever" },
      then: coffee,
      followed: false,
      withinDays: 30,
    },
    sql: `id IN (SELECT customer_id FROM (${bought("'P1','P2','P3'", `AND o.day + 30 <= ${LAST_DAY}`)}) AS a WHERE NOT EXISTS
      (SELECT 1 FROM orders AS o JOIN order_lines AS l ON l.order_id = o.id JOIN products AS p ON p.id = l.product_id
       WHERE o.customer_id = a.customer_id AND o.day > a.day AND o.day <= a.day + 30 AND l.quantity > 0 AND p.name IN ('P4','P5')))`,
  },
  {
    name: "visited at least twice in the last 180 days",
    condition: {
      kind: "did",
      act: { what: "event", kinds: ["visit"] },
      times: { comparison: "atLeast", n: 2 },
      window: { kind: "lastDays", days: 180 },
    },
    sql: `id IN (SELECT customer_id FROM events WHERE kind = 'visit' AND at >= ${(LAST_DAY - 180) * 86_400 - 32_400}
      GROUP BY customer_id HAVING count(*) >= 2)`,
  },
  {
    name: "lives in one of two prefectures",
    condition: { kind: "choice", attribute: "prefecture", values: ["K1", "K2"] },
    sql: "prefecture IN ('K1','K2')",
  },
];

/** Times a funnel of five conditions over `people` people with ten orders and ten events each. */
export async function measureSegments(
  people: number,
  path: string,
  native: AskNative | undefined,
): Promise<void> {
  const db = await vaultOf(people);
  await writeFile(path, db.exportImage());
  const read = timed(() => buildColumns(db), 1);
  const columns = read.value;
  print("columns of people and orders (at unlock)", read.seconds);
  print("columns of products in orders (once, at first use)", timed(() => columns.items(), 1).seconds);
  print("columns of events (once, at first use)", timed(() => columns.events(), 1).seconds);
  const source: SegmentSource = {
    columns,
    scores: {} as PersonScores,
    permitted: new Uint8Array(people).fill(1),
    clock: LAST_DAY,
    definitionOf: () => undefined,
  };
  const steps = questions.map((_, index) => questions.slice(0, index + 1));
  const funnel = (asked: readonly Question[]): SegmentDefinition => ({
    groups: asked.map(({ condition }) => ({ anyOf: [condition] })),
  });
  const whole = timed(() => evaluateOver(source, funnel(questions)), RUNS);
  questions.forEach(({ name, condition }, index) => {
    const alone = timed(() => evaluateOver(source, { groups: [{ anyOf: [condition] }] }), RUNS);
    print(`  ${name}: ${String(alone.value.people)} people`, alone.seconds);
    process.stdout.write(`    left in the funnel: ${String(whole.value.steps[index]?.remaining)}\n`);
  });
  print("the whole funnel, exact after each step", whole.seconds);
  if (native === undefined) {
    process.stdout.write("skipped: no native SQLite here (npm ci --prefix test/oracles)\n");
    return;
  }
  // SQL has no count between steps: each step of the funnel is a question of its own.
  const asked = native(
    path,
    steps.map(
      (step) => `SELECT count(*) FROM customers WHERE ${step.map(({ sql }) => `(${sql})`).join(" AND ")}`,
    ),
  );
  asked.forEach(({ people: counted }, index) => {
    if (counted !== whole.value.steps[index]?.remaining) throw new Error(`step ${String(index)} differs`);
  });
  const last = asked.at(-1)?.seconds ?? NaN;
  print("native SQLite, the last step alone", last);
  print(
    "native SQLite, all steps",
    asked.reduce((sum, { seconds }) => sum + seconds, 0),
  );
  process.stdout.write(`native / ours: ${(last / whole.seconds).toFixed(1)} (its last step alone)\n`);
}

async function vaultOf(people: number): Promise<SqliteDatabase> {
  const wasm = await readFile(createRequire(import.meta.url).resolve("sql.js/dist/sql-wasm.wasm"));
  const db = new SqliteDatabase(
    await loadSqlite(() => Promise.resolve(new Uint8Array(wasm).buffer)),
    new Uint8Array(),
  );
  migrate(db);
  const rows = people * 10;
  const pick = (row: number, step: number, most: number): number =>
    ((Math.imul(row + 1, step) >>> 4) & 0xfffffff) % most;
  const ints = (count: number, of: (row: number) => number) =>
    Int32Array.from({ length: count }, (_, row) => of(row));
  const words = (count: number, step: number, list: readonly string[]) => ({
    codes: ints(count, (row) => pick(row, step, list.length)),
    words: list,
  });
  const owner = ints(rows, (row) => pick(row, 1_103_515_245, people) + 1);
  const days = ints(rows, (row) => (row === 0 ? LAST_DAY : FIRST_DAY + pick(row, 69_069, 730)));
  const names = Array.from({ length: 200 }, (_, index) => `P${String(index + 1)}`);
  db.run("BEGIN");
  db.bulkInsert("INSERT INTO customers (id, import_id, source, prefecture) VALUES (?, 1, 'shop', ?)", [
    ints(people, (row) => row + 1),
    words(people, 48_271, ["K1", "K2", "K3", "K4", "K5"]),
  ]);
  for (const [index, name] of names.entries())
    db.run("INSERT INTO products (id, code, name) VALUES (?, ?, ?)", [index + 1, name, name]);
  db.bulkInsert(
    "INSERT INTO orders (id, customer_id, source, day, amount, currency, import_id) VALUES (?, ?, 'shop', ?, 1000, 'JPY', 1)",
    [ints(rows, (row) => row + 1), owner, days],
  );
  db.bulkInsert(
    "INSERT INTO order_lines (order_id, product_id, quantity, amount, import_id) VALUES (?, ?, 1, 1000, 1)",
    [ints(rows, (row) => row + 1), ints(rows, (row) => pick(row, 16_807, names.length) + 1)],
  );
  db.bulkInsert("INSERT INTO events (customer_id, at, kind, import_id) VALUES (?, ?, ?, 1)", [
    ints(rows, (row) => pick(row, 40_692, people) + 1),
    ints(rows, (row) => (FIRST_DAY + pick(row, 69_621, 730)) * 86_400),
    words(rows, 22_695_477, ["visit", "login", "app"]),
  ]);
  db.run("COMMIT");
  return db;
}

function timed<T>(ask: () => T, runs: number): { readonly seconds: number; readonly value: T } {
  const seconds: number[] = [];
  let value: T | undefined;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    value = ask();
    seconds.push((performance.now() - start) / 1000);
  }
  return { seconds: [...seconds].sort((a, b) => a - b)[runs >> 1] ?? NaN, value: value! };
}

function print(what: string, seconds: number): void {
  process.stdout.write(`${what}: ${(seconds * 1000).toFixed(1)} ms\n`);
}
