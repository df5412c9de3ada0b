import { basename } from "node:path";
import type { PurchaseTable } from "../../../workers/analysis/analyse.ts";
import { fault, type Outcome } from "../../../workers/base/fault.ts";
import type { JobControl } from "../../../workers/base/job.ts";
import { ok } from "../../../workers/base/result.ts";
import { parseDate } from "../../../workers/gates/intake/parse/date.ts";
import { parseNumber } from "../../../workers/gates/intake/parse/number.ts";
import { openTable } from "../../../workers/gates/intake/unpack/open-table.ts";
import { previewTable, type KnownReading } from "../../../workers/gates/intake/profile/preview.ts";
import type { Cells } from "../../../workers/gates/intake/read/cells.ts";
import { readRecords } from "../../../workers/gates/intake/read/read-records.ts";
import type { FileLike, FilePreview } from "../../../workers/terms/intake.ts";
import { columnIndex } from "../core/column-map.ts";
import type { Misuse } from "../core/command.ts";
import { openDiskFile } from "../core/disk-file.ts";

/** Purchases of a file as models take them. */
export interface FileOrders {
  readonly table: PurchaseTable;
  /** Rows that hold no purchase because a cell is blank or unreadable. */
  readonly skipped: number;
}

/**
 * Columns by heading or by position from 1. `A*B` as the amount multiplies two columns.
 * With `order`, rows of one order of one customer become one, their amounts added up.
 */
export interface OrderColumnNames {
  readonly customer: string;
  readonly date: string;
  readonly amount?: string | undefined;
  readonly order?: string | undefined;
}

interface Order {
  readonly person: number;
  day: number;
  amount: number;
}

/**
 * Reads a CSV of orders with intake's reader into columns in memory: nothing is stored anywhere. Amounts
 * stay in the file's own unit.
 */
export async function readOrderFile(
  path: string,
  names: OrderColumnNames,
  known: KnownReading,
  job: JobControl,
): Promise<Outcome<FileOrders> | { readonly misuse: Misuse }> {
  const opened = await openDiskFile(path);
  if (!opened.ok) return opened;
  const { file: disk, close } = opened.value;
  try {
    const table = await openTable(disk, undefined, job);
    if (!table.ok) return table;
    const file = table.value.text;
    const preview = await previewTable(file, basename(path), known);
    if (!preview.ok) return preview;
    const columns = findColumns(preview.value, names);
    return "misuse" in columns ? columns : await collect(file, preview.value, columns, job);
  } finally {
    await close();
  }
}

interface Columns {
  readonly customer: number;
  readonly date: number;
  /** Factors of the amount; none counts each row as 1. */
  readonly amount: readonly number[];
  readonly order: number | undefined;
}

function findColumns(preview: FilePreview, names: OrderColumnNames): Columns | { readonly misuse: Misuse } {
  const position = (column: string) => columnIndex(preview, column.trim());
  const { customer, date, amount, order } = names;
  const whole = amount === undefined ? undefined : position(amount);
  const factors = amount === undefined ? [] : whole === undefined ? amount.split("*").map(position) : [whole];
  const found = { customer: position(customer), date: position(date), order: order && position(order) };
  const absent = (["customer", "date", "order"] as const).find(
    (name) => names[name] !== undefined && found[name] === undefined,
  );
  if (absent !== undefined || factors.includes(undefined))
    return unknownColumn(preview, names, absent ?? "amount");
  return {
    customer: found.customer ?? 0,
    date: found.date ?? 0,
    amount: factors.filter((factor) => factor !== undefined),
    order: found.order === "" ? undefined : found.order,
  };
}

function unknownColumn(preview: FilePreview, names: OrderColumnNames, name: keyof OrderColumnNames) {
  const columns = preview.columns.map(({ heading }, index) => heading || String(index + 1)).join(", ");
  return { misuse: { key: "unknown-column", facts: { name, column: names[name], columns } } } as const;
}

async function collect(
  file: FileLike,
  { reading, columns: { length: width } }: FilePreview,
  columns: Columns,
  job: JobControl,
): Promise<Outcome<FileOrders>> {
  const people = new Map<string, number>();
  const known = new Map<string, Order>();
  const rows: Order[] = [];
  let skipped = 0;
  const record = (cells: Cells) => {
    const name = cells.text(columns.customer).trim();
    const date = parseDate(cells.text(columns.date), reading.dateOrder);
    const factors = columns.amount.map(
      (column) => parseNumber(cells.text(column), reading.decimalMark) ?? NaN,
    );
    const amount = factors.reduce((product, factor) => product * factor, 1);
    if (name === "" || date.kind !== "day" || Number.isNaN(amount)) {
      skipped++;
      return;
    }
    const person = people.get(name) ?? people.size;
    people.set(name, person);
    const key = columns.order === undefined ? "" : `${String(person)} ${cells.text(columns.order).trim()}`;
    const order = key === "" ? undefined : known.get(key);
    if (order === undefined) {
      const fresh = { person, day: date.day, amount };
      rows.push(fresh);
      if (key !== "") known.set(key, fresh);
    } else {
      order.amount += amount;
      order.day = Math.min(order.day, date.day);
    }
  };
  await readRecords(file, reading, width, { record, bad: () => skipped++ }, job);
  if (rows.length === 0) return fault("model-no-data");
  return ok({ table: tableOf(rows, [...people.keys()], columns), skipped });
}

function tableOf(rows: readonly Order[], customers: readonly string[], columns: Columns): PurchaseTable {
  return {
    customers,
    customer: Int32Array.from(rows, ({ person }) => person),
    day: Int32Array.from(rows, ({ day }) => day),
    ...(columns.amount.length === 0 ? {} : { amount: Float64Array.from(rows, ({ amount }) => amount) }),
  };
}
