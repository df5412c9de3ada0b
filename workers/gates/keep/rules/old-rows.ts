import { civilDate, epochDay, isoDate, type EpochDay } from "../../../base/calendar.ts";
import type { AgeRule, KeepPreview, KeptTable } from "../../../terms/keep-rules.ts";
import { defaultK } from "../../../terms/release.ts";
import type { Database } from "../../../vault/database.ts";
import { catalogue } from "../../use/catalogue.ts";
import type { ColumnDeclaration } from "../../use/catalogue/declaration.ts";
import { FROZEN } from "../../use/restrictions.ts";
import { longestFor } from "./stored-rules.ts";

const EXAMPLES = 10;

/** SQL of a row's epoch day, and of what a figure of the table is told by beside its month. */
const shapes: Readonly<
  Record<KeptTable, { readonly day: string; readonly by: string; readonly amount: string }>
> = {
  orders: { day: "day", by: "coalesce(channel, '') || ' ' || currency", amount: "amount" },
  events: { day: "at / 86400", by: "kind", amount: "0" },
  messages: { day: "at / 86400", by: "channel || ' ' || event", amount: "0" },
  reviews: { day: "day", by: "kind", amount: "0" },
};

/** The rows of an age rule: those of its table before a day, but for people whose processing is restricted. */
interface OldRows {
  readonly table: KeptTable;
  /** First day that stays. */
  readonly before: EpochDay;
  readonly rule: AgeRule;
}

/**
 * Which rows a rule acts on today. Rows stay as long as any active rule of their table needs them for its purpose. An
 * anonymising rule takes whole months, so that no figure is cut into pieces too small to stay.
 */
export function oldRows(db: Database, rule: AgeRule, today: EpochDay): OldRows {
  const longest = longestFor(db, rule.table);
  const days = Math.max(rule.days, longest?.days ?? 0);
  const before = today - days;
  if (rule.action !== "anonymise") return { table: rule.table, before, rule };
  const { year, month } = civilDate(before);
  return { table: rule.table, before: epochDay(year, month, 1) ?? before, rule };
}

function where({ table, before, rule }: OldRows): string {
  const { day } = shapes[table];
  const left =
    rule.action === "generalise"
      ? ` AND (${telling(table)
          .map((column) => `${column} IS NOT NULL`)
          .join(" OR ")})`
      : "";
  return `${day} < ${String(before)} AND (customer_id IS NULL OR customer_id NOT IN (${FROZEN}))${left}`;
}

/** Columns a table's rows lose when they are generalised. */
function telling(table: KeptTable): readonly string[] {
  const columns: Readonly<Record<string, ColumnDeclaration>> = catalogue[table].columns;
  return Object.entries(columns)
    .filter(([, { generalise }]) => generalise !== undefined)
    .map(([name]) => name);
}

/** How many rows a rule would reach now, and how many people they are of. */
export function countOldRows(
  db: Database,
  rows: OldRows,
): { readonly things: number; readonly people: number } {
  const condition = where(rows);
  const things = db.count(`SELECT count(*) FROM ${rows.table} WHERE ${condition}`);
  const people =
    things === 0 ? 0 : db.count(`SELECT count(DISTINCT customer_id) FROM ${rows.table} WHERE ${condition}`);
  return { things, people };
}

/** What a rule would do now. */
export function previewOldRows(db: Database, rows: OldRows): Omit<KeepPreview, "asOf"> {
  const { table, before, rule } = rows;
  const { day } = shapes[table];
  const longest = longestFor(db, table);
  const condition = where(rows);
  return {
    upTo: isoDate(before - 1),
    ...countOldRows(db, rows),
    restricted: db.count(
      `SELECT count(DISTINCT customer_id) FROM ${table} WHERE ${day} < ${String(before)} AND customer_id IN (${FROZEN})`,
    ),
    undated: 0,
    ...(longest !== undefined && longest.days > rule.days
      ? { keptFor: { purpose: longest.purpose, days: longest.days } }
      : {}),
    ...(rule.action === "anonymise" ? { figures: figureCounts(db, rows) } : {}),
    examples: db
      .rows<{ id: number; day: number }>(
        `SELECT customer_id AS id, min(${day}) AS day FROM ${table} WHERE ${condition} AND customer_id IS NOT NULL
         GROUP BY customer_id ORDER BY day, id LIMIT ${String(EXAMPLES)}`,
      )
      .map(({ id, day: first }) => ({ customerId: id, day: isoDate(first) })),
  };
}

/** SQL: figures of the rows by month and kind, each with the number of people behind it. */
function figures(rows: OldRows): string {
  const { day, by, amount } = shapes[rows.table];
  return `SELECT strftime('%Y-%m', ${day} * 86400, 'unixepoch') AS month, ${by} AS label,
      count(DISTINCT customer_id) AS people, count(*) AS things, sum(${amount}) AS amount
    FROM ${rows.table} WHERE ${where(rows)} GROUP BY 1, 2`;
}

function figureCounts(db: Database, rows: OldRows): { readonly kept: number; readonly rowsLost: number } {
  const cells = db.rows<{ people: number; things: number }>(figures(rows));
  return {
    kept: cells.filter(({ people }) => people >= defaultK).length,
    rowsLost: cells.reduce((sum, { people, things }) => (people < defaultK ? sum + things : sum), 0),
  };
}

/**
 * Carries a rule out, inside the change the caller runs. Figures that stay speak of at least ten people each; the rest goes.
 * Answers the rows and people concerned and the figures that stay.
 */
export function takeOldRows(
  db: Database,
  rows: OldRows,
  at: Date,
): { readonly things: number; readonly people: number; readonly figures: number } {
  const { table, rule } = rows;
  const condition = where(rows);
  const { things, people } = countOldRows(db, rows);
  if (things === 0) return { things, people, figures: 0 };
  if (rule.action === "generalise") {
    const cleared = telling(table).map((column) => `${column} = NULL`);
    db.run(`UPDATE ${table} SET ${cleared.join(", ")} WHERE ${condition}`);
    return { things, people, figures: 0 };
  }
  let kept = 0;
  if (rule.action === "anonymise") {
    db.run(
      `INSERT INTO kept_figures (table_name, month, label, people, things, amount, at)
       SELECT ?, month, label, people, things, amount, ? FROM (${figures(rows)}) WHERE people >= ${String(defaultK)}`,
      [table, at.toISOString()],
    );
    kept = db.changes();
  }
  db.run(`DELETE FROM ${table} WHERE ${condition}`);
  return { things, people, figures: kept };
}
