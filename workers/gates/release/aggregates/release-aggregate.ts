import { fault, type Outcome } from "../../../base/fault.ts";
import { unwatched, type JobControl } from "../../../base/job.ts";
import { ok } from "../../../base/result.ts";
import type { AggregateRequest, AggregateTable, DifferencingRefusal } from "../../../terms/release.ts";
import type { Workspace } from "../../../workspace.ts";
import { basisOf } from "../../use/permitted-people.ts";
import type { Prepared } from "../files/carry-out.ts";
import { safeAlternatives } from "../guard/alternatives.ts";
import { guardTable, peopleMissing, type GuardedTable } from "../guard/guarded-table.ts";
import { readHistory } from "../guard/history.ts";
import { modelWait } from "../guard/model-runs.ts";
import type { History } from "../guard/told.ts";
import { word } from "../words.ts";
import { aggregateFile } from "./aggregate-file.ts";
import { protectTable } from "./aggregate-table.ts";
import { boardPage } from "./board-page.ts";
import { countTable, type Counted } from "./count-table.ts";
import { preparePrivate, previewPrivate } from "./private/release-private.ts";
import { withholdingAll } from "./suppress.ts";

/**
 * The table as it would leave, judged beside everything released before; where it would not leave, what would in its place.
 * Faults: `bad-arguments`, `segment-unknown`, `attribute-unknown`.
 */
export function previewAggregate(
  workspace: Workspace,
  request: AggregateRequest,
  job: JobControl = unwatched,
): Outcome<AggregateTable> {
  const counted = countTable(workspace, request, job);
  if (!counted.ok) return counted;
  const history = readHistory(workspace.vault.db, counted.value.columns);
  const guarded = guard(counted.value, history, request, job);
  const table = tableOf(counted.value, guarded);
  if (request.privacy !== undefined) return previewPrivate(workspace, request.privacy, counted.value, table);
  const wait = modelWait(history.releases, counted.value.runs);
  if (wait !== undefined) return ok({ ...table, modelWait: wait.days });
  if (guarded.verdict.safe || table.totals === undefined) return ok(table);
  return ok({ ...table, differencing: refusal(workspace, request, { history, guarded, job }) });
}

/** A table made ready to leave. Faults: those of the preview, `release-too-few`, `release-differencing`, `release-model-again`. */
export function prepareAggregate(
  workspace: Workspace,
  request: AggregateRequest,
  job: JobControl = unwatched,
): Outcome<Prepared> {
  const counted = countTable(workspace, request, job);
  if (!counted.ok) return counted;
  if (request.privacy !== undefined)
    return preparePrivate(workspace, request.privacy, counted.value, request);
  const { segment, people, columns, runs, diversity } = counted.value;
  const history = readHistory(workspace.vault.db, columns);
  const guarded = guard(counted.value, history, request, job);
  const { telling, verdict } = guarded;
  const table = tableOf(counted.value, guarded);
  // Without even a total that may be told there is nothing to release.
  if (people < table.k || table.totals === undefined) return fault("release-too-few", { k: table.k });
  const wait = modelWait(history.releases, runs);
  if (wait !== undefined) return fault("release-model-again", { days: wait.days, date: wait.date });
  if (!verdict.safe) {
    const releases = verdict.releases.map((release) => history.releases[release]!.id);
    return fault("release-differencing", { k: table.k, releases: releases.join(", ") });
  }
  const language = request.language ?? "ja";
  const name = segment?.name ?? word(language, "everybody");
  const file = aggregateFile(table, language);
  const { header, rows, bytes } = file;
  return ok({
    segment: segment ?? {},
    parts: [bytes],
    extension: "csv",
    ...(request.page === true && {
      page: boardPage({ name, at: workspace.now(), language, k: table.k }, [file]),
    }),
    customers: new Int32Array(0),
    told: { telling: runs.length === 0 ? telling : { ...telling, runs }, columns },
    facts: {
      kind: "aggregate",
      segment: name,
      purpose: "analytics",
      recipient: "self",
      basis: basisOf(workspace.vault, "analytics") ?? "consent",
      people,
      rows: rows.length,
      columns: header,
      k: table.k,
      ...(diversity && { diversity: diversity.l }),
      withheld: { cells: table.withheldCells },
    },
  });
}

function tableOf({ frame, raw, quantiles, diversity }: Counted, { pattern }: GuardedTable): AggregateTable {
  return { ...protectTable(frame, raw, pattern, quantiles), ...(diversity && { diversity }) };
}

function guard(
  { columns, frame, raw, quantiles, diversity }: Counted,
  history: History,
  { guarded = false }: AggregateRequest,
  job: JobControl,
): GuardedTable {
  const table = guardTable(history, columns, frame, raw, guarded, quantiles, job);
  if (diversity?.impossible === undefined) return table;
  // Not even the whole is diverse: nothing is told at all.
  return { ...table, pattern: withholdingAll(table.pattern) };
}

function refusal(
  workspace: Workspace,
  request: AggregateRequest,
  {
    history,
    guarded,
    job,
  }: { readonly history: History; readonly guarded: GuardedTable; readonly job: JobControl },
): DifferencingRefusal {
  const { verdict, telling } = guarded;
  const wait = peopleMissing(history, guarded, job);
  return {
    why: verdict.safe ? "undecided" : verdict.why,
    k: telling.k,
    releases: verdict.safe ? [] : verdict.releases.map((release) => history.releases[release]!.id),
    alternatives: safeAlternatives(request, (candidate, tried, candidates) => {
      // The judgements of alternatives say how many are left, not how far each is.
      const quiet: JobControl = { check: () => job.check(), progress: () => undefined };
      job.progress({ phase: "alternatives", done: tried, total: candidates });
      const counted = countTable(workspace, candidate, quiet);
      if (!counted.ok) return undefined;
      const guardedAlso = guard(counted.value, history, candidate, quiet);
      const table = tableOf(counted.value, guardedAlso);
      return guardedAlso.verdict.safe && table.totals !== undefined ? table.withheldCells : undefined;
    }),
    ...(wait === undefined ? {} : { wait }),
  };
}
