import { isoDate, type EpochDay } from "../../base/calendar.ts";
import { fault, type Outcome } from "../../base/fault.ts";
import { Cancelled, type JobControl } from "../../base/job.ts";
import { ok } from "../../base/result.ts";
import type { Input } from "../../contract.ts";
import { allConditions, prepareSource, segmentSource } from "../../gates/release/segments/source.ts";
import { evaluateSegment } from "../../gates/release/segments/evaluate.ts";
import { featureRun, type FeatureRun } from "../../gates/use/feature-run.ts";
import type { LookalikeOutput } from "../../models/propensity/lookalike.ts";
import type { MessagesOutput } from "../../models/messages/messages.ts";
import type { PropensityOutput } from "../../models/propensity/answer.ts";
import type { PropensityOptions, PropensityReport } from "../../terms/propensity.ts";
import type { Act } from "../../vault/vault.ts";
import type { Workspace } from "../../workspace.ts";
import { endDay } from "../clock.ts";
import { certificateNumbers, markIfErasedMeanwhile } from "../retrain/marked.ts";
import type { Replacing } from "../retrain/replacing.ts";
import { keepSettlements, readySettlements } from "../track-record/settle.ts";
import { keepQuestion } from "./keep-question.ts";
import { modelOf, type StoredPropensity } from "./latest.ts";
import { storeHabits, storeScores } from "./score-rows.ts";
import { askedFields } from "./seed-segment.ts";

/** What a run found, ready to be stored. */
interface Found {
  readonly output: PropensityOutput;
  readonly extra: Pick<StoredPropensity, "seed" | "sending">;
  readonly messages?: MessagesOutput;
}

/**
 * Answers one question about the people profiling may consider, stores the run with its model card and each person's chance and
 * reasons, and notes the act in the record. A run that must not be used leaves no scores behind. Fault "segment-unknown" for
 * look-alikes of a segment that is not there. `replacing` goes with the storing.
 */
export async function fitPropensity(
  workspace: Workspace,
  { options, job: ticket }: Input<"fitPropensity">,
  replacing?: Replacing,
): Promise<Outcome<PropensityReport>> {
  const end = endDay(workspace, options.end);
  if (!end.ok) return end;
  const job = workspace.job(ticket);
  try {
    await workspace.vault.prefetch(["orders", "order_lines", "messages", "events", "reviews"], job);
    const known = certificateNumbers(workspace.vault.db);
    const run = featureRun(workspace, "profiling");
    const found = await answerQuestion(workspace, run, options, { end: end.value, job });
    if (!found.ok) return found;
    job.check();
    return await store(workspace, run, found.value, { options, end: end.value, job, known, replacing });
  } catch (error) {
    if (error instanceof Cancelled) return fault("cancelled");
    throw error;
  }
}

interface Asking {
  readonly end: EpochDay;
  readonly job: JobControl;
  /** No score of anybody: what was said of the people held out. */
  readonly heldOutOnly?: boolean;
}

/** Runs the model of a question on the people of a run. Fault "segment-unknown" as `fitPropensity`. @throws Cancelled */
export async function answerQuestion(
  workspace: Workspace,
  run: FeatureRun,
  options: PropensityOptions,
  { end, job, heldOutOnly = false }: Asking,
): Promise<Outcome<Found>> {
  const { models } = workspace;
  switch (options.question) {
    case "lookalike":
      return findLookalikes(workspace, run, options, { end, job, heldOutOnly });
    case "open":
    case "click": {
      const zone = options.zone ?? zoneOf(workspace);
      const log = run.messages(zone, job);
      const { question } = options;
      const input = { question, history: run.orders, end, heldOutOnly, ...(log && { log }) };
      const output = await models.run("messages", input, job);
      return ok({ output, messages: output, extra: { sending: { zone, ...output.sending } } });
    }
    default: {
      const { question, horizonDays } = options;
      const input = { question, history: run.history(job), end, heldOutOnly };
      const output = await models.run(
        "propensity",
        { ...input, ...(horizonDays !== undefined && { horizonDays }) },
        job,
      );
      return ok({ output, extra: {} });
    }
  }
}

/** The zone days are told in, too: Japan in a vault of yen, else the computer's own. */
function zoneOf(workspace: Workspace): string {
  const { currency } = workspace.columns().orders;
  return currency === "JPY" ? "Asia/Tokyo" : new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

async function findLookalikes(
  workspace: Workspace,
  run: FeatureRun,
  { seed, earlyDays }: Extract<PropensityOptions, { question: "lookalike" }>,
  { end, job, heldOutOnly = false }: Asking,
): Promise<Outcome<Found>> {
  const input = { end, heldOutOnly, ...(earlyDays !== undefined && { earlyDays }) };
  const told = (output: LookalikeOutput, segmentId?: number): Found => ({
    output,
    extra: { seed: { ...output.seed, ...(segmentId !== undefined && { segmentId }) } },
  });
  if (seed.kind === "best") {
    const { kind, share, valueDays } = seed;
    const best = { kind, share, ...(valueDays !== undefined && { valueDays }) };
    return ok(
      told(await workspace.models.run("lookalike", { ...input, history: run.history(job), seed: best }, job)),
    );
  }
  const { definitionOf } = segmentSource(workspace);
  const definition = definitionOf(seed.segmentId);
  if (definition === undefined) return fault("segment-unknown");
  await prepareSource(workspace, [definition]);
  const members = run.marked(evaluateSegment(workspace, definition).mask);
  const leftOut = askedFields(allConditions(definition, definitionOf));
  const named = { kind: "segment", members, leftOut } as const;
  const output = await workspace.models.run(
    "lookalike",
    { ...input, history: run.history(job), seed: named },
    job,
  );
  return ok(told(output, seed.segmentId));
}

async function store(
  workspace: Workspace,
  run: FeatureRun,
  { output, extra, messages }: Found,
  {
    options,
    end,
    job,
    known,
    replacing,
  }: {
    readonly options: PropensityOptions;
    readonly end: EpochDay;
    readonly job: JobControl;
    /** Certificates there were before anybody was read. */
    readonly known: ReadonlySet<string>;
    readonly replacing: Replacing | undefined;
  },
): Promise<Outcome<PropensityReport>> {
  const { vault } = workspace;
  const { question } = options;
  const passed = readySettlements(workspace);
  const at = workspace.now().toISOString();
  const report = reportOf(output, {
    question,
    end,
    currency: workspace.columns().orders.currency,
    run,
    extra,
  });
  const body = (note: (act: Act) => void): PropensityReport => {
    const { db } = vault;
    keepSettlements(workspace, passed);
    const replaced = replacing?.();
    db.run("INSERT INTO runs (model, at, options, report) VALUES (?, ?, ?, ?)", [
      modelOf(question),
      at,
      JSON.stringify({ ...options, end: report.end }),
      JSON.stringify(report),
    ]);
    const runId = db.lastId();
    db.run("DELETE FROM propensity_scores WHERE question = ?", [question]);
    const into = { db, run, runId, job };
    const scored = storeScores(into, question, output.scores);
    keepQuestion({ db, runId, job, question, end, ...extra }, run, output);
    if (messages !== undefined) {
      db.run("DELETE FROM reach_habits");
      storeHabits(into, messages);
    }
    markIfErasedMeanwhile(db, runId, known);
    const { people, withheld, review } = report;
    note({
      gate: "use",
      action: "fit-propensity",
      payload: {
        run: runId,
        question,
        purpose: "profiling",
        people,
        withheld,
        scored,
        verdict: review.verdict,
      },
    });
    replaced?.(runId, report, note);
    return { runId, at, ...report };
  };
  return vault.change(["insight", "record"], body, { job });
}

/** What of a run goes into its report: everything but the scores. */
function reportOf(
  output: PropensityOutput,
  about: Pick<StoredPropensity, "question" | "currency"> & {
    readonly end: EpochDay;
    readonly run: FeatureRun;
    readonly extra: Found["extra"];
  },
): StoredPropensity {
  const { validation, base, expected, scores, horizonDays, learnt, decisions, histogram, fields, review } =
    output;
  return {
    question: about.question,
    end: isoDate(about.end),
    currency: about.currency,
    horizonDays,
    learntFrom: isoDate(output.learntFrom),
    judgedFrom: isoDate(output.judgedFrom),
    people: scores.person.length,
    withheld: about.run.withheld,
    ...{ learnt, decisions, histogram, fields, review },
    ...(validation && { validation }),
    ...(base !== undefined && { base }),
    ...(expected && { expected }),
    ...(output.pairs && { pairs: output.pairs }),
    ...about.extra,
  };
}
