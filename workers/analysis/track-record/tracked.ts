import { isoDate, type EpochDay } from "../../base/calendar.ts";
import {
  judgeChances,
  judgeCounts,
  verdictOf,
  type Followed,
} from "../../models/track-record/judge-forecast.ts";
import type { Ranged } from "../../terms/ranged.ts";
import type {
  ForecastModel,
  ForecastResult,
  ForecastState,
  KeptForecast,
  TrackedRun,
} from "../../terms/track-record.ts";
import type { Workspace } from "../../workspace.ts";
import { lastOrderDay } from "../clock.ts";
import { outcomesOf } from "./outcomes.ts";

/** A run's forecast as its table holds it. */
export interface StoredForecast {
  readonly runId: number;
  readonly model: ForecastModel;
  readonly at: string;
  readonly from: EpochDay;
  readonly until: EpochDay;
  readonly kept: KeptForecast;
  /** What came of it, once it is settled. */
  readonly settled?: Settled;
}

/** What stays of a forecast whose time has passed. */
export interface Settled {
  readonly followed: number;
  readonly result: ForecastResult;
}

/** Forecasts, newest run first; of one model where it is named. */
export function storedForecasts({ vault }: Workspace, model?: ForecastModel): readonly StoredForecast[] {
  return vault.db
    .rows<{
      run_id: number;
      model: ForecastModel;
      at: string;
      from_day: number;
      until_day: number;
      document: string;
      result: string | null;
    }>(
      `SELECT f.run_id, f.model, r.at, f.from_day, f.until_day, f.document, f.result
       FROM run_forecasts f JOIN runs r ON r.id = f.run_id ORDER BY f.run_id DESC`,
    )
    .filter((row) => model === undefined || row.model === model)
    .map((row) => ({
      runId: row.run_id,
      model: row.model,
      at: row.at,
      from: row.from_day,
      until: row.until_day,
      kept: JSON.parse(row.document) as KeptForecast,
      ...(row.result !== null && { settled: JSON.parse(row.result) as Settled }),
    }));
}

interface Said {
  readonly ids: Int32Array;
  readonly said: Float64Array;
  readonly plain: Float64Array | undefined;
  readonly days: Int32Array;
}

/** What was said of the people whom profiling may still consider. */
function saidOf(workspace: Workspace, runId: number): Said {
  const [ids, said, plain, days] = workspace.vault.db.readColumns(
    `SELECT customer_id, said, plain, days FROM forecast_people WHERE run_id = ${String(runId)}`,
    ["int32", "float64", "float64", "int32"],
  );
  const { mask } = workspace.permitted("profiling");
  const columns = workspace.columns();
  const rows = Int32Array.from(ids.keys()).filter((row) => {
    const person = columns.indexOf(ids[row]!);
    return person >= 0 && mask[person] === 1;
  });
  const ruled = rows.every((row) => Number.isFinite(plain[row]!));
  return {
    ids: rows.map((row) => ids[row]!),
    said: Float64Array.from(rows, (row) => said[row]!),
    plain: ruled && rows.length > 0 ? Float64Array.from(rows, (row) => plain[row]!) : undefined,
    days: rows.map((row) => days[row]!),
  };
}

/** One run and what came of it so far. */
export function trackedRun(workspace: Workspace, stored: StoredForecast): TrackedRun {
  const { runId, model, at, from, until, kept, settled } = stored;
  const covered = lastOrderDay(workspace) ?? from;
  const daysPassed = Math.max(0, Math.min(kept.horizonDays, covered - from));
  const state: ForecastState =
    settled !== undefined || covered >= until ? "passed" : covered > from ? "partly" : "waiting";
  const { outcome, horizonDays, people, expected, plainExpected, bands } = kept;
  const head = {
    runId,
    model,
    at,
    from: isoDate(from),
    until: isoDate(until),
    state,
    daysPassed: settled === undefined ? daysPassed : kept.horizonDays,
    forecast: {
      outcome,
      horizonDays,
      people,
      expected,
      ...(plainExpected !== undefined && { plainExpected }),
      ...(bands && { bands }),
    },
  };
  if (settled !== undefined) return { ...head, ...settled };
  const said = saidOf(workspace, runId);
  const rest = { ...head, followed: said.ids.length };
  if (state === "waiting" || said.ids.length === 0) return rest;
  if (state === "partly") return { ...rest, soFar: soFarOf(workspace, stored, said, covered) };
  const result = resultOf(workspace, stored, said);
  return result.people === 0 ? rest : { ...rest, result };
}

/** What is to be kept of a forecast whose time has passed by so many days, or undefined before. */
export function settlement(workspace: Workspace, stored: StoredForecast, grace: number): Settled | undefined {
  const covered = lastOrderDay(workspace);
  if (stored.settled !== undefined || covered === undefined || covered < stored.until + grace)
    return undefined;
  const said = saidOf(workspace, stored.runId);
  const result = resultOf(workspace, stored, said);
  return result.people === 0 ? undefined : { followed: said.ids.length, result };
}

function resultOf(workspace: Workspace, { from, until, kept }: StoredForecast, said: Said): ForecastResult {
  const { outcome, best } = kept;
  const happened = outcomesOf(workspace, { outcome, ...(best && { best }), ...said, from, until });
  const followed = knownOnly({ ...said, happened, expected: kept.expected });
  return kept.outcome === "orders" ? judgeCounts(followed) : judgeChances(followed);
}

/** Without those of whom it cannot be said what happened. */
function knownOnly({
  said,
  happened,
  plain,
  expected,
}: Pick<Said, "said" | "plain"> & Pick<Followed, "happened" | "expected">): Followed {
  const rows = Int32Array.from(happened.keys()).filter((row) => !Number.isNaN(happened[row]!));
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
  return { said: pick(said), happened: pick(happened), ...(plain && { plain: pick(plain) }), expected };
}

function soFarOf(
  workspace: Workspace,
  { from, until, kept }: StoredForecast,
  said: Said,
  covered: EpochDay,
): NonNullable<TrackedRun["soFar"]> {
  const { outcome, path, people, expected, best } = kept;
  const by = path?.findLast(({ days }) => from + days <= covered);
  const last = by === undefined ? Math.min(covered, until) : from + by.days;
  const count = (asked: KeptForecast["outcome"]) =>
    outcomesOf(workspace, { ...said, ...(best && { best }), outcome: asked, from, until: last }).reduce(
      (sum, came) => sum + (came > 0 ? came : 0),
      0,
    );
  if (outcome === "orders" && by !== undefined) {
    const share = people > 0 ? said.ids.length / people : 1;
    const then: Ranged = { value: by.value * share, low: by.low * share, high: by.high * share };
    const happened = count("orders");
    return { happened, expected: then, verdict: verdictOf(happened, then) };
  }
  // Who has ordered again can no longer leave: the forecast may have been too high before its time is over.
  const happened = count(outcome === "no-order" ? "order" : outcome);
  const tooMany =
    outcome === "no-order" &&
    said.ids.length - happened < expected.low * (said.ids.length / Math.max(1, people));
  return { happened, ...(tooMany && { verdict: "fewer" as const }) };
}
