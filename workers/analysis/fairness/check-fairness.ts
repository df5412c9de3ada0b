import { fault, type Outcome } from "../../base/fault.ts";
import { Cancelled } from "../../base/job.ts";
import { ok } from "../../base/result.ts";
import type { Input } from "../../contract.ts";
import { policyInForce, smallestCell } from "../../gates/policy/in-force.ts";
import { evaluateSegment } from "../../gates/release/segments/evaluate.ts";
import { prepareSource, segmentSource } from "../../gates/release/segments/source.ts";
import { readSegment } from "../../gates/release/segments/stored-segment.ts";
import { declaredGroups, type DeclaredGroups } from "../../gates/use/declared-groups.ts";
import { segmentSides, type FairnessReport, type Grouping } from "../../terms/model-fairness.ts";
import { defaultK } from "../../terms/release.ts";
import type { Workspace } from "../../workspace.ts";
import { heldOutOf, type HeldOut } from "./held-out.ts";
import { keepFairness } from "./kept.ts";
import { fairnessFigures } from "./report.ts";
import { latestRun, type LatestRun } from "./runs.ts";

/** Of today's people, as many are contacted where nobody says how many. */
const USUAL_SHARE = 0.1;

/**
 * Compares the forecasts of a model's latest run by a grouping its user declares, on the people held out: who would have been contacted,
 * who of those it happened to and of those it did not, how often it happened to the contacted, and whether chances mean the same in every
 * group. The use gate is asked before a field is read. Kept with the run, joined to its review, and noted in the record. Faults:
 * model-never-run, fairness-no-forecast, grouping-not-declared, segment-unknown, cancelled, those of saving.
 */
export async function checkFairness(
  workspace: Workspace,
  { model, by, contact, job: ticket }: Input<"checkFairness">,
): Promise<Outcome<FairnessReport>> {
  const latest = latestRun(workspace, model);
  if (latest === undefined) return fault("model-never-run");
  const groups = await groupsOf(workspace, by);
  if (!groups.ok) return groups;
  const job = workspace.job(ticket);
  try {
    const heldOut = await heldOutOf(workspace, latest, job);
    if (!heldOut.ok) return heldOut;
    job.check();
    const report = reportOf(workspace, { latest, by, contact, groups: groups.value, heldOut: heldOut.value });
    return await keepFairness(workspace, latest, report);
  } catch (error) {
    if (error instanceof Cancelled) return fault("cancelled");
    throw error;
  }
}

/** The groups of everybody profiling may consider, by person index. */
async function groupsOf(workspace: Workspace, by: Grouping): Promise<Outcome<DeclaredGroups>> {
  if (by.kind !== "segment") return declaredGroups(workspace, "profiling", by);
  const segment = readSegment(workspace.vault.db, by.segmentId);
  if (segment === undefined) return fault("segment-unknown");
  await prepareSource(workspace, [segment.definition]);
  const inside = evaluateSegment(workspace, segment.definition).mask;
  const { permitted } = segmentSource(workspace);
  const codes = Int32Array.from(permitted, (one, person) => (one !== 1 ? -1 : inside[person] === 1 ? 0 : 1));
  return ok({ codes, words: [segmentSides.inside, segmentSides.outside], name: segment.name });
}

interface Found {
  readonly latest: LatestRun;
  readonly by: Grouping;
  readonly contact: number | undefined;
  readonly groups: DeclaredGroups;
  readonly heldOut: HeldOut;
}

function reportOf(workspace: Workspace, { latest, by, contact, groups, heldOut }: Found): FairnessReport {
  const { run, people, judgedFrom, same } = heldOut;
  const columns = workspace.columns();
  const customers = run.customersOf(people.person);
  // Who objected or left while the model ran has number 0 and is of no group.
  const codes = Int32Array.from(customers, (id) => groups.codes[columns.indexOf(id)] ?? -1);
  const scored = latest.report.people;
  const asked = Math.min(scored, contact ?? Math.max(1, Math.round(USUAL_SHARE * scored)));
  const k = Math.max(defaultK, smallestCell(policyInForce(workspace.vault.db, workspace.now())));
  return {
    runId: latest.id,
    at: workspace.now().toISOString(),
    model: latest.model,
    by,
    ...(groups.name !== undefined && { name: groups.name }),
    judgedFrom,
    contact: asked,
    scored,
    same,
    ...fairnessFigures({ people, codes, words: groups.words }, asked / Math.max(1, scored), k),
  };
}
