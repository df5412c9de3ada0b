import { fault, type Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { Input } from "../../contract.ts";
import type { Review } from "../../terms/insight.ts";
import type { ModelCard } from "../../terms/model-card.ts";
import { purposeCodes } from "../../terms/purpose.ts";
import type { Workspace } from "../../workspace.ts";
import { storedForecasts, trackedRun } from "../track-record/tracked.ts";
import { fairnessLines } from "../fairness/card-lines.ts";
import { challengerLines, figuresOf, modelLines, recordLines, type AnyReport } from "./lines.ts";
import { sayIn, type CardKey, type Say } from "./say.ts";

interface StoredRun {
  readonly id: number;
  readonly model: string;
  readonly at: string;
  readonly report: string;
}

/**
 * The card of a run: what it answers and what not, the data and the people by purpose, what it looks at and what it never does, how right
 * it was and is, its checks, and who decides. Figures are those kept with the run; what came since is told as of today. Fault: run-unknown.
 */
export async function modelCard(
  workspace: Workspace,
  { runId, language }: Input<"modelCard">,
): Promise<Outcome<ModelCard>> {
  const run = workspace.vault.db.first<StoredRun>("SELECT id, model, at, report FROM runs WHERE id = ?", [
    runId,
  ]);
  if (run === undefined) return fault("run-unknown", { run: runId });
  const say = sayIn(language);
  const report = JSON.parse(run.report) as AnyReport;
  const { verdict, checks }: Review = report.review;
  const section = (code: ModelCard["sections"][number]["code"], lines: readonly string[]) =>
    lines.length === 0 ? [] : [{ code, title: say(`title-${code}`), lines }];
  const { question, intended, limits, data, used, method, right } = modelLines(run.model, report, say);
  return ok({
    format: "kurabito-model-card/1",
    language,
    runId,
    model: run.model,
    name: say(nameKey(run.model)),
    at: run.at,
    end: report.end,
    verdict,
    sections: [
      ...section("question", question),
      ...section("intended", intended),
      ...section("limits", limits),
      ...section("data", data),
      ...section("purposes", purposeLines(workspace, report, say)),
      ...section("used", used),
      ...section("excluded", [say("excluded-identity"), say("excluded-person"), say("excluded-objectors")]),
      ...section("special", [say("special"), say("special-own", { fields: specialFields(workspace) })]),
      ...section("method", method),
      ...section("right", right),
      ...section("fairness", fairnessLines(workspace, runId, say)),
      ...section("challengers", challengerLines(workspace, runId, say)),
      ...section("record", trackLines(workspace, runId, say)),
      ...section("erasures", erasureLines(workspace, runId, say)),
      ...section("human", [say("human"), say("human-ai")]),
    ],
    figures: figuresOf(report),
    checks: checks.map((check) => ({
      code: check.code,
      verdict: check.verdict,
      sentence: say.check(check.code, check.details),
    })),
  });
}

const named: readonly CardKey[] = ["name-churn", "name-lifetime", "name-groups"];

function nameKey(model: string): CardKey {
  return named.find((key) => key === `name-${model}`) ?? "name-other";
}

function purposeLines(workspace: Workspace, { people, withheld }: AnyReport, say: Say): string[] {
  return [
    say("purpose-run", { people, withheld: withheld ?? 0 }),
    ...purposeCodes.map((purpose) =>
      say(`purpose-${purpose}`, { people: workspace.permitted(purpose).count }),
    ),
  ];
}

/** Columns of special categories that the vault holds apart: no purpose of a model reaches them. */
function specialFields({ vault }: Workspace): number {
  return vault.db.count("SELECT count(DISTINCT field_id) FROM attributes");
}

function trackLines(workspace: Workspace, runId: number, say: Say): string[] {
  const stored = storedForecasts(workspace).find((one) => one.runId === runId);
  return stored === undefined ? [say("record-none")] : recordLines(trackedRun(workspace, stored), say);
}

function erasureLines({ vault }: Workspace, runId: number, say: Say): string[] {
  const marked = vault.db.count(`SELECT count(*) FROM run_retraining WHERE run_id = ${String(runId)}`);
  return [say(marked > 0 ? "erased" : "erased-none")];
}
