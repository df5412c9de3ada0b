import type { ChurnReason } from "../../../terms/churn.ts";
import { questionAttributes, questions, type Question } from "../../../terms/propensity.ts";
import type { Database } from "../../../vault/database.ts";
import type { SqlValue } from "../../../vault/database.ts";
import type { Workspace } from "../../../workspace.ts";
import { explained, type StoredReasons } from "../../use/churn-people.ts";
import { customerRow } from "../../use/list-customers.ts";

/** Figures a person is told, by the columns that hold them; a chance at a question has the question's name. */
const toldColumns = {
  scores: {
    p_alive: "pAlive",
    expected_purchases: "expectedPurchases",
    lifetime_value: "lifetimeValue",
  },
  churn_scores: { churn_risk: "churnRisk", if_ordered: "ifOrdered" },
  propensity_scores: { chance: "question" },
  customer_groups: { group_number: "customerGroup" },
  reach_habits: {
    best_hour: "bestHour",
    share: "hourShare",
    share_low: "hourShareLow",
    share_high: "hourShareHigh",
    best_channel: "bestChannel",
  },
  forecast_people: { said: "forecastSaid", plain: "forecastPlain" },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

type ScoreTable = keyof typeof toldColumns;
type Named<T> = T extends Readonly<Record<string, infer N>> ? N : never;
type ColumnName = Named<(typeof toldColumns)[ScoreTable]>;

/** What a figure is called in the pack. */
export type ScoreName = Exclude<ColumnName, "question"> | (typeof questionAttributes)[Question];

/** Columns that say what makes a figure up; told as its reasons. */
const reasonColumn = /^(?:field|adds|entry)[1-3]$/u;

/** Whether a column of a table of scores is told to the person it is about. */
export function isScoreTold(table: string, column: string): boolean {
  const columns: Readonly<Record<string, Readonly<Record<string, string>>>> = toldColumns;
  return (
    Object.hasOwn(columns, table) && (Object.hasOwn(columns[table]!, column) || reasonColumn.test(column))
  );
}

/** What models said of a person, and out of what (GDPR art. 15(1)(h)): never out of name, address, age or gender. */
export interface PackScores {
  readonly model: string;
  /** When it was computed, and the day it looked from. */
  readonly at: string;
  readonly end?: string;
  readonly horizonDays?: number;
  readonly values: readonly { readonly name: ScoreName; readonly value: number | string }[];
  /** What adds most to the chance, or takes from it. */
  readonly reasons?: readonly ChurnReason<string>[];
}

/** What the person did, as far as any score looks at it. */
export interface PackReasons {
  readonly orders: number;
  readonly firstOrder?: string;
  readonly lastOrder?: string;
  /** Integer minor units of `currency`. */
  readonly averageOrder?: number;
  readonly currency: string;
  /** Recency, frequency, monetary: 1 to 5 each. */
  readonly rfm?: string;
}

type StoredRow = Readonly<Record<string, SqlValue>> & {
  readonly model: string;
  readonly at: string;
  readonly report: string;
};

/** Everything models said of a person, of every table that holds such things, whatever profiling may consider today. */
export function packScores({ vault: { db } }: Workspace, customerId: number): readonly PackScores[] {
  return (Object.keys(toldColumns) as ScoreTable[]).flatMap((table) =>
    rowsOf(db, table, customerId).flatMap((row): readonly PackScores[] => {
      const values = valuesOf(table, row);
      return values.length === 0 ? [] : [{ ...aboutRun(row), values, ...reasonsOf(table, row) }];
    }),
  );
}

function rowsOf(db: Database, table: ScoreTable, customerId: number): readonly StoredRow[] {
  // The names of tables are the closed list above: nothing here comes from data.
  return db.rows<StoredRow>(
    `SELECT ${table}.*, runs.model, runs.at, runs.report FROM ${table} JOIN runs ON runs.id = ${table}.run_id
     WHERE customer_id = ? ORDER BY runs.id`,
    [customerId],
  );
}

function valuesOf(table: ScoreTable, row: StoredRow): PackScores["values"] {
  const columns: Readonly<Record<string, ColumnName>> = toldColumns[table];
  return Object.entries(columns).flatMap(([column, own]) => {
    const stored = row[column];
    const question = questions.find((one) => one === row["question"]);
    const name = own !== "question" ? own : question && questionAttributes[question];
    if (name === undefined || (typeof stored !== "number" && typeof stored !== "string")) return [];
    // Kinds of customers are counted from 1 on every screen.
    return [{ name, value: name === "customerGroup" ? Number(stored) + 1 : stored }];
  });
}

interface StoredReport {
  readonly end?: unknown;
  readonly horizonDays?: unknown;
  readonly base?: unknown;
  readonly fields?: readonly { readonly field: string; readonly levels?: readonly string[] }[];
}

function aboutRun({ model, at, report }: StoredRow): Omit<PackScores, "values" | "reasons"> {
  const { end, horizonDays } = JSON.parse(report) as StoredReport;
  return {
    model,
    at,
    ...(typeof end === "string" ? { end } : {}),
    ...(typeof horizonDays === "number" ? { horizonDays } : {}),
  };
}

function reasonsOf(table: ScoreTable, row: StoredRow): Pick<PackScores, "reasons"> {
  const chance = row[table === "churn_scores" ? "churn_risk" : "chance"];
  const { base, fields = [] } = JSON.parse(row.report) as StoredReport;
  if (typeof chance !== "number" || typeof base !== "number" || !("field1" in row)) return {};
  const { reasons } = explained({ chance, base }, fields, row as unknown as StoredReasons);
  return reasons.length === 0 ? {} : { reasons };
}

export function packReasons(workspace: Workspace, customerId: number): PackReasons {
  const row = customerRow(workspace, customerId);
  if (row === undefined) return { orders: 0, currency: "" };
  return {
    orders: row.orders,
    currency: row.currency,
    ...(row.firstOrder === undefined ? {} : { firstOrder: row.firstOrder }),
    ...(row.lastOrder === undefined ? {} : { lastOrder: row.lastOrder }),
    ...(row.orders === 0 ? {} : { averageOrder: Math.round(row.revenue / row.orders) }),
    ...(row.rfm === undefined ? {} : { rfm: row.rfm }),
  };
}
