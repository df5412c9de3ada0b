import { isoDate, parseIsoDate, type EpochDay } from "../base/calendar.ts";
import { fault, type Outcome } from "../base/fault.ts";
import { Cancelled, type JobControl } from "../base/job.ts";
import { ok } from "../base/result.ts";
import type { Input } from "../contract.ts";
import { featureRun, type FeatureRun } from "../gates/use/feature-run.ts";
import type { ChurnOutput } from "../models/propensity/churn.ts";
import { keptReasons } from "../models/propensity/churn-scores.ts";
import type { ChurnReport } from "../terms/churn.ts";
import type { Act } from "../vault/vault.ts";
import type { Workspace } from "../workspace.ts";
import { endDay } from "./clock.ts";
import { insertRows } from "./insert-rows.ts";
import { certificateNumbers, markIfErasedMeanwhile } from "./retrain/marked.ts";
import type { Replacing } from "./retrain/replacing.ts";
import { championOf } from "./champion/champion-of.ts";
import { keepForecast } from "./track-record/keep-forecast.ts";
import { keepSettlements, readySettlements } from "./track-record/settle.ts";

/** A report as its run keeps it. */
export type StoredChurn = Omit<ChurnReport, "runId" | "at">;

/**
 * Fits the churn model on the people profiling may consider, stores the run with its model card and each person's chance and
 * reasons, and notes the act in the record. A run that must not be used leaves no scores behind. `replacing` goes with the storing.
 */
export async function fitChurn(
  workspace: Workspace,
  { options, job: ticket }: Input<"fitChurn">,
  replacing?: Replacing,
): Promise<Outcome<ChurnReport>> {
  const end = endDay(workspace, options.end);
  if (!end.ok) return end;
  const job = workspace.job(ticket);
  const { horizonDays, rhythm = "shop" } = options;
  try {
    await workspace.vault.prefetch(["orders", "order_lines", "messages", "events", "reviews"], job);
    const known = certificateNumbers(workspace.vault.db);
    const run = featureRun(workspace, "profiling");
    const input = { history: run.history(job), end: end.value, rhythm };
    const learner = championOf(workspace, "churn");
    const output = await workspace.models.run(
      "churn",
      { ...input, learner, ...(horizonDays !== undefined && { horizonDays }) },
      job,
    );
    job.check();
    const { currency } = workspace.columns().orders;
    const report = { currency, rhythm, learner, withheld: run.withheld, ...reportOf(output, end.value) };
    return await store(workspace, run, report, { output, job, known, replacing });
  } catch (error) {
    if (error instanceof Cancelled) return fault("cancelled");
    throw error;
  }
}

/** What of a run goes into its report: everything but the scores. */
function reportOf(output: ChurnOutput, end: EpochDay) {
  const { horizonDays, activeDays, people, gone, learnt, decisions, histogram, fields, review } = output;
  const { usualGapDays, validation, base, expected } = output;
  return {
    end: isoDate(end),
    learntFrom: isoDate(output.learntFrom),
    judgedFrom: isoDate(output.judgedFrom),
    ...{ horizonDays, activeDays, people, gone, learnt, decisions, histogram, fields, review },
    ...(usualGapDays !== undefined && { usualGapDays }),
    ...(validation && { validation }),
    ...(base !== undefined && { base }),
    ...(expected && { expected }),
    ...(output.pairs && { pairs: output.pairs }),
  };
}

async function store(
  workspace: Workspace,
  run: FeatureRun,
  report: StoredChurn,
  {
    output,
    job,
    known,
    replacing,
  }: {
    readonly output: ChurnOutput;
    readonly job: JobControl;
    /** Certificates there were before anybody was read. */
    readonly known: ReadonlySet<string>;
    readonly replacing: Replacing | undefined;
  },
): Promise<Outcome<ChurnReport>> {
  const { vault } = workspace;
  const at = workspace.now().toISOString();
  const passed = readySettlements(workspace);
  const body = (note: (act: Act) => void): ChurnReport => {
    const { db } = vault;
    const { end, horizonDays, rhythm, people, withheld, review } = report;
    keepSettlements(workspace, passed);
    const replaced = replacing?.();
    db.run("INSERT INTO runs (model, at, options, report) VALUES ('churn', ?, ?, ?)", [
      at,
      JSON.stringify({ end, horizonDays, rhythm }),
      JSON.stringify(report),
    ]);
    const runId = db.lastId();
    db.run("DELETE FROM churn_scores");
    const scored = insertScores(workspace, run, runId, output, job);
    keepWhatWasSaid(workspace, run, { runId, end, output, job });
    markIfErasedMeanwhile(db, runId, known);
    note({
      gate: "use",
      action: "fit-churn",
      payload: { run: runId, purpose: "profiling", people, withheld, scored, verdict: review.verdict },
    });
    replaced?.(runId, report, note);
    return { runId, at, ...report };
  };
  return vault.change(["insight", "record"], body, { job });
}

/** The forecast, to be held against what happens, and the model, to be asked what would be if; of earlier models none is kept. */
function keepWhatWasSaid(
  { vault: { db } }: Workspace,
  run: FeatureRun,
  {
    runId,
    end,
    output,
    job,
  }: {
    readonly runId: number;
    readonly end: string;
    readonly output: ChurnOutput;
    readonly job: JobControl;
  },
): void {
  const { forecast, expected, histogram, scores, horizonDays, activeDays, people, model } = output;
  db.run("DELETE FROM run_models WHERE run_id IN (SELECT id FROM runs WHERE model = 'churn')");
  if (model !== undefined)
    db.run("INSERT INTO run_models (run_id, document) VALUES (?, ?)", [runId, JSON.stringify(model)]);
  const from = parseIsoDate(end);
  if (forecast === undefined || expected === undefined || from === undefined) return;
  const { days, plain, features } = forecast;
  keepForecast({ db, runId, job }, run.customersOf(scores.person), {
    model: "churn",
    outcome: "no-order",
    from,
    horizonDays,
    people,
    expected,
    bands: histogram,
    scope: { activeDays },
    features,
    said: scores.chance,
    plain,
    ...(typeof days !== "number" && { days }),
  });
}

function insertScores(
  { vault: { db } }: Workspace,
  run: FeatureRun,
  runId: number,
  { scores }: ChurnOutput,
  job: JobControl,
): number {
  // Somebody may have been erased or have objected while the model ran: their score must not come back.
  const customers = run.customersOf(scores.person);
  const rows = Int32Array.from(customers.keys()).filter((row) => customers[row] !== 0);
  const places = Array.from({ length: keptReasons }, (_, place) => place);
  const pick = (values: Float64Array, step = 1, place = 0) =>
    Float64Array.from(rows, (row) => values[step * row + place]!);
  // A reason there is none of is NULL, as is a blank entry.
  const fields = (place: number) =>
    Float64Array.from(rows, (row) => {
      const field = scores.field[keptReasons * row + place]!;
      return field < 0 ? NaN : field;
    });
  const columns = [
    Int32Array.from(rows, (row) => customers[row]!),
    { constant: runId },
    pick(scores.chance),
    pick(scores.ifOrdered),
    ...places.flatMap((place) => [
      fields(place),
      pick(scores.adds, keptReasons, place),
      pick(scores.entry, keptReasons, place),
    ]),
  ];
  const names = places.flatMap((place) =>
    ["field", "adds", "entry"].map((name) => `${name}${String(place + 1)}`),
  );
  const sql = `INSERT INTO churn_scores (customer_id, run_id, churn_risk, if_ordered, ${names.join(", ")})
    VALUES (?, ?, ?, ?, ${names.map(() => "?").join(", ")})`;
  insertRows(db, sql, columns, rows.length, job);
  return rows.length;
}

/** The latest run as it was stored, or null before the first. */
export async function latestChurn(workspace: Workspace): Promise<Outcome<ChurnReport | null>> {
  return ok(latestChurnRun(workspace) ?? null);
}

/** The latest run of the churn model. */
export function latestChurnRun({ vault }: Workspace): ChurnReport | undefined {
  const run = vault.db.first<{ id: number; at: string; report: string }>(
    "SELECT id, at, report FROM runs WHERE model = 'churn' ORDER BY id DESC LIMIT 1",
  );
  if (run === undefined) return undefined;
  return { runId: run.id, at: run.at, ...(JSON.parse(run.report) as StoredChurn) };
}
