import type { EpochDay } from "../../base/calendar.ts";
import type { ForecastModel, KeptForecast } from "../../terms/track-record.ts";
import type { Database } from "../../vault/database.ts";
import type { JobControl } from "../../base/job.ts";
import { insertRows } from "../insert-rows.ts";

/** What a run says of people before it happens. `said`, `plain` and `days` go with the customers given beside it. */
export interface Forecast extends KeptForecast {
  readonly model: ForecastModel;
  /** The last day that was known. */
  readonly from: EpochDay;
  /** Chances of an outcome, or counts expected. */
  readonly said: ArrayLike<number>;
  /** What the plain rule says; NaN where it says nothing. */
  readonly plain?: ArrayLike<number>;
  /** Days ahead of each person; the horizon where left out. */
  readonly days?: ArrayLike<number>;
}

/** The run that is being stored, inside its change. */
export interface RunStored {
  readonly db: Database;
  readonly runId: number;
  readonly job: JobControl;
}

/**
 * Keeps a run's forecast, inside the change that stores the run: its figures for good, what was said of each person until it is
 * settled. Of several runs of one model as of one day the last speaks. `customers` holds customers.id, 0 for who must be left out.
 * @throws Cancelled
 */
export function keepForecast(
  { db, runId, job }: RunStored,
  customers: ArrayLike<number>,
  { model, from, said, plain, days, ...kept }: Forecast,
): void {
  db.run("DELETE FROM run_forecasts WHERE model = ? AND from_day = ? AND result IS NULL", [model, from]);
  db.run("INSERT INTO run_forecasts (run_id, model, from_day, until_day, document) VALUES (?, ?, ?, ?, ?)", [
    runId,
    model,
    from,
    from + kept.horizonDays,
    JSON.stringify(kept),
  ]);
  const rows = Int32Array.from({ length: customers.length }, (_, row) => row).filter(
    (row) => customers[row] !== 0 && Number.isFinite(said[row]!),
  );
  // Rows of the table lie by customer: written in that order they are written once.
  rows.sort((a, b) => customers[a]! - customers[b]!);
  const columns = [
    { constant: runId },
    rows.map((row) => customers[row]!),
    Float64Array.from(rows, (row) => said[row]!),
    Float64Array.from(rows, (row) => plain?.[row] ?? NaN),
    rows.map((row) => days?.[row] ?? kept.horizonDays),
  ];
  insertRows(
    db,
    "INSERT INTO forecast_people (run_id, customer_id, said, plain, days) VALUES (?, ?, ?, ?, ?)",
    columns,
    rows.length,
    job,
  );
}
