import { anonymityChecks } from "../../../analysis/anonymity/checks.ts";
import { personScores } from "../../../analysis/person-scores.ts";
import { fault, type Outcome } from "../../../base/fault.ts";
import { unwatched, type JobControl } from "../../../base/job.ts";
import { ok } from "../../../base/result.ts";
import type { Columns } from "../../../columns/columns.ts";
import { anonymise, type Anonymised, type AnonymityTask } from "../../../models/anonymity/anonymise.ts";
import { review } from "../../../models/review.ts";
import {
  leastResearchK,
  researchDefaults,
  type ResearchPreview,
  type ResearchRequest,
} from "../../../terms/research-file.ts";
import type { Workspace } from "../../../workspace.ts";
import { policyInForce, smallestCell } from "../../policy/in-force.ts";
import { stopping } from "../../policy/judge.ts";
import { basisOf } from "../../use/permitted-people.ts";
import type { Prepared } from "../files/carry-out.ts";
import { watchedEffort } from "../guard/effort.ts";
import { readHistory } from "../guard/history.ts";
import { judge } from "../guard/judge.ts";
import { groupPeople } from "../guard/population.ts";
import type { Telling } from "../guard/told.ts";
import { evaluateSegment } from "../segments/evaluate.ts";
import { readSegment, type StoredSegment } from "../segments/stored-segment.ts";
import { word } from "../words.ts";
import { researchTable, type ResearchTable } from "./research-columns.ts";
import { anonymousRows, researchFile, researchHeader } from "./research-file.ts";

const sampleRows = 5;

/** Multiplications that judging a file seldom goes beyond. */
const usualWork = 400_000_000;

/** How a research file would be, and whether it may leave beside what left before. Faults: "bad-arguments", "segment-unknown". */
export function previewResearch(
  workspace: Workspace,
  request: ResearchRequest,
  job: JobControl = unwatched,
): Outcome<ResearchPreview> {
  const found = make(workspace, request, job);
  if (!found.ok) return found;
  const { table, made, task } = found.value;
  const people = table.persons.length;
  if (made === undefined) {
    const check = {
      code: "anonymity-impossible",
      verdict: "do-not-use",
      details: { k: task.k, rows: people },
    } as const;
    return ok({ people, rows: 0, k: task.k, review: review([check]) });
  }
  const rows = anonymousRows(table, made, request.language ?? "ja");
  const beside = refusedBeside(
    workspace,
    found.value.columns,
    telling(found.value.columns, table, made, task.k),
    job,
  );
  const { measures, before, levels, recoded } = made;
  return ok({
    people,
    rows: rows.length,
    k: task.k,
    made: {
      classes: recoded.classes,
      smallest: measures.smallest,
      loss: measures.losses.ncp,
      columns: request.columns.map((column, at) => ({
        column,
        level: levels?.[at] ?? 0,
        height: table.data.quasi[at]!.hierarchy.levels.length - 1,
        loss: measures.byColumn[at]!.ncp,
      })),
      riskBefore: before.highest,
      riskAfter: measures.risk.highest,
      header: researchHeader(request),
      sample: rows.slice(0, sampleRows).map(({ cells }) => cells),
    },
    review: review(anonymityChecks(made, task, people)),
    ...(beside.length > 0 && { refusedBeside: beside }),
  });
}

/**
 * A research file made ready to leave. How many people were left out is told to nobody: it may be a few. Faults: those of the preview,
 * "release-too-few" where nobody's row can leave, "release-differencing".
 */
export function prepareResearch(
  workspace: Workspace,
  request: ResearchRequest,
  job: JobControl = unwatched,
): Outcome<Prepared> {
  const found = make(workspace, request, job);
  if (!found.ok) return found;
  const { table, made, task, segment, columns } = found.value;
  const language = request.language ?? "ja";
  const rows = made === undefined ? [] : anonymousRows(table, made, language);
  if (made === undefined || rows.length < task.k) return fault("release-too-few", { k: task.k });
  // A class of one would be a value that leads to a person.
  const carries = made.measures.smallest < 2 ? (["rare_value"] as const) : [];
  const stopped = stopping(policyInForce(workspace.vault.db, workspace.now()), {
    ...{ kind: "release", shape: "anonymised" },
    carries: [...carries],
  });
  if (stopped.length > 0)
    return fault("release-stopped-by-law", { rules: stopped.map(({ rule }) => rule.id).join(", ") });
  const told = telling(columns, table, made, task.k);
  const beside = refusedBeside(workspace, columns, told, job);
  if (beside.length > 0) return fault("release-differencing", { k: task.k, releases: beside.join(", ") });
  const header = researchHeader(request);
  const levels = Object.fromEntries(request.columns.map((column, at) => [column, made.levels?.[at] ?? 0]));
  return ok({
    segment: segment ?? {},
    parts: [researchFile(header, rows)],
    extension: "csv",
    customers: new Int32Array(0),
    told: { telling: told, columns },
    facts: {
      kind: "research",
      segment: segment?.name ?? word(language, "everybody"),
      purpose: "analytics",
      recipient: "self",
      basis: basisOf(workspace.vault, "analytics") ?? "consent",
      people: rows.length,
      rows: rows.length,
      columns: header,
      k: task.k,
      anonymity: {
        ...(task.l !== undefined && { l: task.l }),
        ...(task.t !== undefined && { t: task.t }),
        levels,
      },
      withheld: {},
    },
  });
}

interface Found {
  readonly table: ResearchTable;
  readonly made: Anonymised | undefined;
  readonly task: AnonymityTask;
  readonly segment: StoredSegment | undefined;
  readonly columns: Columns;
}

/** The rows of segment ∩ the people analytics may consider, as of now, made coarse enough. */
function make(workspace: Workspace, request: ResearchRequest, job: JobControl): Outcome<Found> {
  job.progress({ phase: "tabulating", done: 0 });
  job.check();
  const { db } = workspace.vault;
  const { columns: quasi, facts, l = researchDefaults.l, t, suppress = researchDefaults.suppress } = request;
  if (new Set(quasi).size < quasi.length || new Set(facts).size < facts.length) return fault("bad-arguments");
  const segment = request.segmentId === undefined ? undefined : readSegment(db, request.segmentId);
  if (request.segmentId !== undefined && segment === undefined) return fault("segment-unknown");
  const mask = workspace.permitted("analytics").mask.slice();
  if (segment !== undefined) {
    const inside = evaluateSegment(workspace, segment.definition).mask;
    for (let p = 0; p < mask.length; p++) mask[p] = mask[p]! & inside[p]!;
  }
  const columns = workspace.columns();
  const table = researchTable({ columns, scores: personScores(workspace) }, mask, request);
  const asked = facts.length > 0;
  const task: AnonymityTask = {
    method: "full-domain",
    loss: "ncp",
    k: Math.max(request.k ?? leastResearchK, smallestCell(policyInForce(db, workspace.now()))),
    suppress,
    diversity: "distinct",
    c: 3,
    ...(asked && l > 1 && { l }),
    ...(asked && t !== undefined && { t }),
  };
  const made = table.persons.length === 0 ? undefined : anonymise(table.data, task, job);
  return ok({ table, made, task, segment, columns });
}

/** What the file tells: how many people each class holds. Those left out it does not speak of. */
function telling(columns: Columns, { persons }: ResearchTable, { recoded }: Anonymised, k: number): Telling {
  const cellOf = new Int32Array(columns.people.count).fill(-1);
  for (const [row, person] of persons.entries()) cellOf[person] = recoded.classOf[row]!;
  return {
    k,
    measures: ["people"],
    sets: Array.from({ length: recoded.classes }, (_, one) => [one]),
    withheld: [],
    cellOf,
    amounts: {},
  };
}

/** Releases that would, beside this one, tell of too few people; all of them where it could not be proved safe. */
function refusedBeside(
  workspace: Workspace,
  columns: Columns,
  told: Telling,
  job: JobControl,
): readonly number[] {
  job.check();
  const history = readHistory(workspace.vault.db, columns);
  if (history.releases.length === 0) return [];
  const groups = groupPeople(history, told, columns, job);
  const verdict = judge([...history.releases.map((one) => one.told), told], groups, {
    effort: watchedEffort(job, usualWork),
  });
  if (verdict.safe) return [];
  const beside = verdict.releases.map((release) => history.releases[release]!.id);
  return beside.length > 0 ? beside : history.releases.map(({ id }) => id);
}
