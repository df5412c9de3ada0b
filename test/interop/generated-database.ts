import { randomStream, type RandomStream } from "../../workers/stats/random.ts";
import { seedImage } from "../../workers/vault/page-codec.ts";
import { SqliteDatabase } from "../../workers/vault/sqlite.ts";
import { sqliteForTests } from "../support/sqlite.ts";

/** A database of an exact size, and the statements that make the same one elsewhere. */
export interface GeneratedDatabase {
  readonly image: Uint8Array<ArrayBuffer>;
  readonly script: readonly string[];
  /** Queries of one text column each that together say everything in it, types included. */
  readonly queries: readonly string[];
}

/** How many schemas there are: seeds 0 to 19. */
export const schemaSeeds: readonly number[] = Array.from({ length: 20 }, (_, i) => i);

interface Column {
  readonly name: string;
  readonly type: string;
  /** The column's value in row `i`, in SQL. */
  readonly value: string;
}

interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly create: string;
}

const quoted = (name: string): string => `"${name}"`;

/** Text with Japanese, NULs, surrogate pairs and nothing at all; `n` moves the pattern. */
const text = (n: number): string =>
  `CASE (i + ${String(n)}) % 7 WHEN 0 THEN '顧客 ' || i || ' 髙﨑' WHEN 1 THEN CAST(X'6100E3818200' AS TEXT)
   WHEN 2 THEN '' WHEN 3 THEN NULL WHEN 4 THEN replace(hex(zeroblob(i % 50)), '00', '😀')
   WHEN 5 THEN 'ﾊﾝｶｸ ' || (i * 7919) ELSE '''引用''; --' END`;

/** Blobs from nothing to several pages. */
const blob = (n: number): string =>
  `CASE WHEN i % 4 = 0 THEN NULL WHEN (i + ${String(n)}) % 53 = 5 THEN CAST(replace(hex(zeroblob(9000)), '00', char(33 + i % 90)) AS BLOB)
   ELSE CAST(replace(hex(zeroblob(i % 60)), '00', char(i % 128, 0x85)) AS BLOB) END`;

const kinds: readonly ((n: number) => Omit<Column, "name">)[] = [
  (n) => ({ type: "TEXT", value: text(n) }),
  (n) => ({ type: "BLOB", value: blob(n) }),
  (n) => ({ type: "REAL", value: `(i - 100) / ${String((n % 11) + 2)}.0` }),
  (n) => ({
    type: "INTEGER",
    value: `CASE i % 3 WHEN 0 THEN 9223372036854775807 - i ELSE i * -${String(n + 1)} END`,
  }),
  (n) => ({ type: "NUMERIC", value: `CASE i % 2 WHEN 0 THEN '12' || i ELSE ${text(n)} END` }),
];

const names = ["氏名", "メール", "注文 番号", "amount", "b", "ключ", "お客様\tID", "select"];

function tableOf(random: RandomStream, number: number): Table {
  const columns = Array.from({ length: 1 + random.below(6) }, (_, i) => {
    const kind = kinds[random.below(kinds.length)] ?? kinds[0]!;
    return { name: `${names[random.below(names.length)] ?? ""}${String(i)}`, ...kind(random.below(100)) };
  });
  const name = `表 ${String(number)}`;
  const withoutRowid = random.below(4) === 0;
  const id =
    withoutRowid || random.below(3) > 0 ? "id INTEGER PRIMARY KEY" : "id INTEGER PRIMARY KEY AUTOINCREMENT";
  const own = columns.map(
    (column) => `${quoted(column.name)} ${column.type}${random.below(5) === 0 ? " COLLATE NOCASE" : ""}`,
  );
  if (random.below(4) === 0) own.push("made INTEGER GENERATED ALWAYS AS (id * 3) STORED");
  if (random.below(4) === 0) own.push("CHECK (id > 0)");
  return {
    name,
    columns,
    create: `CREATE TABLE ${quoted(name)} (${[id, ...own].join(", ")})${withoutRowid ? " WITHOUT ROWID" : ""}`,
  };
}

/** Indexes, views and triggers over a table. */
function companions(random: RandomStream, table: Table, number: number): readonly string[] {
  const on = quoted(table.name);
  const column = quoted(table.columns[random.below(table.columns.length)]?.name ?? "id");
  const all = [
    `CREATE INDEX "索引 ${String(number)}" ON ${on} (${column}, id)`,
    `CREATE UNIQUE INDEX "一意 ${String(number)}" ON ${on} (id, ${column})`,
    `CREATE INDEX "一部 ${String(number)}" ON ${on} (id) WHERE ${column} IS NOT NULL`,
    `CREATE INDEX "式 ${String(number)}" ON ${on} (length(${column}))`,
    `CREATE VIEW "景色 ${String(number)}" AS SELECT id, ${column} FROM ${on} WHERE id % 2 = 0`,
    `CREATE TRIGGER "見張り ${String(number)}" AFTER UPDATE ON ${on} BEGIN SELECT 1; END`,
  ];
  return all.filter(() => random.below(2) === 0);
}

const insertRows = (table: Table, from: number, to: number): string =>
  `WITH RECURSIVE n(i) AS (SELECT ${String(from)} UNION ALL SELECT i + 1 FROM n WHERE i < ${String(to)})
   INSERT INTO ${quoted(table.name)} (id, ${table.columns.map(({ name }) => quoted(name)).join(", ")})
   SELECT i, ${table.columns.map(({ value }) => value).join(", ")} FROM n`;

/** Runs statements as long as the database does not outgrow its size, and keeps those that were run. */
class Builder {
  readonly script: string[] = [];
  readonly db: SqliteDatabase;
  private readonly pages: number;

  constructor(db: SqliteDatabase, pages: number) {
    this.db = db;
    this.pages = pages;
  }

  get missing(): number {
    return this.pages - this.db.count("PRAGMA page_count");
  }

  add(sql: string): boolean {
    this.db.run("SAVEPOINT attempt");
    this.db.run(sql);
    const fits = this.missing >= 0;
    if (!fits) this.db.run("ROLLBACK TO attempt");
    this.db.run("RELEASE attempt");
    if (fits) this.script.push(sql);
    return fits;
  }
}

function fill(builder: Builder, tables: readonly Table[]): void {
  for (const [index, table] of tables.entries()) {
    // Each table takes its share of what is left, in portions that grow until one does not fit.
    const keep = Math.floor((builder.missing * (tables.length - 1 - index)) / (tables.length - index));
    let at = 1;
    let rows = 16;
    let growing = true;
    while (rows >= 1 && builder.missing > keep) {
      const fits = builder.add(insertRows(table, at, at + rows - 1));
      if (fits) at += rows;
      growing &&= fits;
      rows = growing ? rows * 2 : Math.floor(rows / 2);
    }
  }
}

/** Deletes rows here and there, so that pages are free and others half full. */
function thin(builder: Builder, tables: readonly Table[], random: RandomStream): void {
  for (const { name } of tables)
    builder.add(
      `DELETE FROM ${quoted(name)} WHERE id % ${String(3 + random.below(6))} = 2 OR id > 40 AND id < ${String(random.below(500))}`,
    );
}

/** The pages that no batch of rows would give exactly: small tables, one page each, or a long value. */
function pad(builder: Builder): void {
  for (let number = 0; builder.missing > 0 && number < 100; number++) {
    const name = quoted(`埋め草 ${String(number)}`);
    if (builder.add(`CREATE TABLE ${name} (id INTEGER PRIMARY KEY, v)`)) continue;
    const last = quoted(`埋め草 ${String(number - 1)}`);
    builder.add(`INSERT INTO ${last} (v) VALUES (zeroblob(${String(4000 * builder.missing)}))`);
  }
}

/** The database of a seed with exactly so many pages. */
export async function generatedDatabase(seed: number, pages: number): Promise<GeneratedDatabase> {
  const db = new SqliteDatabase(await sqliteForTests(), seedImage());
  const random = randomStream(1000 + seed);
  const builder = new Builder(db, pages);
  builder.add(`PRAGMA user_version = ${String(seed + 1)}`);
  builder.add(`CREATE VIEW "定数 ${String(seed)}" AS SELECT ${String(seed)} AS 番号`);
  const tables: Table[] = [];
  for (let number = 0, wanted = 1 + random.below(4); number < wanted; number++) {
    const table = tableOf(random, number);
    const more = companions(random, table, number);
    if (!builder.add(table.create)) continue;
    tables.push(table);
    for (const sql of more) builder.add(sql);
  }
  for (const table of tables) builder.add(insertRows(table, 1, 1));
  for (const table of tables) builder.add(`DELETE FROM ${quoted(table.name)}`);
  fill(builder, tables);
  pad(builder);
  thin(builder, tables, random);
  if (builder.missing !== 0)
    throw new Error(`schema ${String(seed)} does not come to ${String(pages)} pages`);
  const image = db.exportImage();
  const generated = { image, script: builder.script, queries: contentQueries(db) };
  db.close();
  return generated;
}

/** Each value with its type, exact: text and blobs in hexadecimal, reals as their whole part and 52 bits after it. */
function exact(column: string): string {
  return `typeof(${column}) || ':' || CASE typeof(${column}) WHEN 'null' THEN '' WHEN 'text' THEN hex(CAST(${column} AS BLOB))
    WHEN 'blob' THEN hex(${column}) WHEN 'integer' THEN CAST(${column} AS TEXT)
    ELSE CAST(${column} AS INTEGER) || '+' || CAST((${column} - CAST(${column} AS INTEGER)) * 4503599627370496.0 AS INTEGER) END`;
}

function contentQueries(db: SqliteDatabase): readonly string[] {
  const tables = db.rows<{ name: string }>(
    "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name",
  );
  const ofTables = tables.map(({ name }) => {
    const columns = db.rows<{ name: string }>("SELECT name FROM pragma_table_xinfo(?) ORDER BY cid", [name]);
    return `SELECT ${columns.map((column) => exact(quoted(column.name))).join(" || '|' || ")} AS line FROM ${quoted(name)} ORDER BY 1`;
  });
  const ofSchema =
    "SELECT type || '|' || hex(name) || '|' || coalesce(hex(sql), '') AS line FROM sqlite_master ORDER BY 1";
  return [ofSchema, "SELECT user_version AS line FROM pragma_user_version", ...ofTables];
}
