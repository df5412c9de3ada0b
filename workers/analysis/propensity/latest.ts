import type { Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { Input } from "../../contract.ts";
import type { PropensityReport, Question } from "../../terms/propensity.ts";
import type { Workspace } from "../../workspace.ts";

/** A report as its run keeps it. */
export type StoredPropensity = Omit<PropensityReport, "runId" | "at">;

/** The name of a question's runs. */
export function modelOf(question: Question): string {
  return `propensity-${question}`;
}

/** The latest run of a question; undefined before the first. */
export function latestPropensityRun({ vault }: Workspace, question: Question): PropensityReport | undefined {
  const run = vault.db.first<{ id: number; at: string; report: string }>(
    "SELECT id, at, report FROM runs WHERE model = ? ORDER BY id DESC LIMIT 1",
    [modelOf(question)],
  );
  if (run === undefined) return undefined;
  return { runId: run.id, at: run.at, ...(JSON.parse(run.report) as StoredPropensity) };
}

/** The latest run of a question as it was stored, or null before the first. */
export async function latestPropensity(
  workspace: Workspace,
  { question }: Input<"latestPropensity">,
): Promise<Outcome<PropensityReport | null>> {
  return ok(latestPropensityRun(workspace, question) ?? null);
}
