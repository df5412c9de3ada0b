import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import type { Snapshot } from "./order-features.ts";
import { fieldColumns, numbersOf, rowsOfTable } from "./field-columns.ts";
import type { PersonHistory } from "./person-history.ts";
import { activeSnapshot } from "./snapshot.ts";

/** Orders that make a rhythm: two gaps. */
const ORDERS = 3;
/** Spread of the gaps, as a share of their mean, up to which somebody orders regularly. */
const REGULAR = 0.5;
/** Mean gaps after an order within which the next one is in time. */
const IN_TIME = 1.5;

/** Those who order regularly and are due, with the days they have left. */
interface Regulars extends Snapshot {
  readonly due: Int32Array;
}

/**
 * Who orders in a rhythm of their own (three orders or more, gaps that vary by at most half their mean) and is due within the
 * horizon: their next order is in time when it comes within one and a half of their mean gaps after the last. Who is later
 * already has not renewed and is not asked about.
 * @throws Cancelled
 */
export function regulars(
  history: PersonHistory,
  { cut, horizon }: { readonly cut: EpochDay; readonly horizon: number },
  job: JobControl,
): Regulars {
  const { person, table } = activeSnapshot(history, { cut, activeDays: IN_TIME * 3650 }, job);
  const of = (field: "orders" | "gap" | "gapSpread" | "sinceLast") =>
    numbersOf(table, field) ?? new Float64Array(table.rows).fill(NaN);
  const [orders, gap, spread, since] = [of("orders"), of("gap"), of("gapSpread"), of("sinceLast")];
  const left = Int32Array.from(gap, (own, row) => Math.ceil(IN_TIME * own) - since[row]!);
  const rows = Int32Array.from(person.keys()).filter(
    (row) =>
      orders[row]! >= ORDERS &&
      spread[row]! <= REGULAR * gap[row]! &&
      left[row]! >= 1 &&
      left[row]! <= horizon,
  );
  const due = rows.map((row) => left[row]!);
  const own = fieldColumns(rows.length);
  due.forEach((days, row) => own.put(row)("dueDays", days));
  const columns = [...rowsOfTable(table, rows).columns, ...own.table(new Map()).columns];
  return { person: rows.map((row) => person[row]!), table: { rows: rows.length, columns }, due };
}
