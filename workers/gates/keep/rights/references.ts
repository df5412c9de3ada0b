import { isoDate } from "../../../base/calendar.ts";
import type { Database, SqlValue } from "../../../vault/database.ts";
import { minorDigits } from "../../release/money.ts";

/** A cell as it is given to a person: dates as ISO 8601, money in whole units of its currency, numbers of other rows as what they mean. */
export type GivenCell = string | number | null;

const epochDays: ReadonlySet<string> = new Set([
  "customers.registered_on",
  "customers.generalised_on",
  "orders.day",
  "reviews.day",
]);
const seconds: ReadonlySet<string> = new Set(["events.at", "messages.at"]);

/** SQL of what the number in a column of this name leads to. */
const meanings: Readonly<Record<string, string>> = {
  import_id:
    "SELECT name || ' (' || source || ', ' || substr(at, 1, 10) || ')' AS text FROM imports WHERE id = ?",
  product_id: "SELECT coalesce(nullif(name, ''), code) AS text FROM products WHERE id = ?",
  wording_id: "SELECT text FROM wordings WHERE id = ?",
  field_id: "SELECT heading AS text FROM fields WHERE id = ?",
  run_id: "SELECT model || ' ' || substr(at, 1, 10) AS text FROM runs WHERE id = ?",
  release_id:
    "SELECT substr(at, 1, 10) || ' ' || recipient || ' (' || purpose || ')' AS text FROM releases WHERE id = ?",
  visitor_id: "SELECT kind || ' ' || hash AS text FROM visitors WHERE id = ?",
};

/** Turns stored cells into what they mean to a reader; what a number leads to is looked up once. */
export class References {
  private readonly db: Database;
  private readonly known = new Map<string, string | undefined>();

  constructor(db: Database) {
    this.db = db;
  }

  cell(table: string, column: string, row: Readonly<Record<string, SqlValue>>): GivenCell {
    const value = row[column] ?? null;
    if (value === null || typeof value === "object") return null;
    if (typeof value !== "number") return value;
    const name = `${table}.${column}`;
    if (epochDays.has(name)) return isoDate(value);
    if (seconds.has(name)) return new Date(value * 1000).toISOString();
    if (name === "orders.amount") return money(value, String(row["currency"]));
    if (name === "order_lines.amount") return money(value, this.currencyOf(row["order_id"] ?? null));
    const meaning = meanings[column];
    return meaning === undefined ? value : (this.meaning(column, meaning, value) ?? value);
  }

  private meaning(column: string, sql: string, value: number): string | undefined {
    const key = `${column} ${String(value)}`;
    if (!this.known.has(key)) this.known.set(key, this.db.first<{ text: string }>(sql, [value])?.text);
    return this.known.get(key);
  }

  private currencyOf(order: SqlValue): string {
    return this.meaning("currency", "SELECT currency AS text FROM orders WHERE id = ?", Number(order)) ?? "";
  }
}

function money(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  return (minor / 10 ** digits).toFixed(digits);
}
