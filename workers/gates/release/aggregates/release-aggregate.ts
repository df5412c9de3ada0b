import { personScores } from "../../../analysis/person-scores.ts";
import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import {
  defaultK,
  type AggregateRequest,
  type AggregateTable,
  type DifferencingRefusal,
} from "../../../terms/release.ts";
import type { Workspace } from "../../../workspace.ts";
import { policyInForce, smallestCell } from "../../policy/in-force.ts";
import { basisOf } from "../../use/permitted-people.ts";
import type { Prepared } from "../files/carry-out.ts";
import { safeAlternatives } from "../guard/alternatives.ts";
import { guardTable, peopleMissing, type GuardedTable } from "../guard/guarded-table.ts";
import { readHistory } from "../guard/history.ts";
import type { History } from "../guard/told.ts";
import { countOnes, evaluateSegment } from "../segments/evaluate.ts";
import { readSegment } from "../segments/stored-segment.ts";
import { word } from "../words.ts";
import { aggregateFile } from "./aggregate-file.ts";
import { protectTable } from "./aggregate-table.ts";
import { preparePrivate, previewPrivate, type Chosen } from "./private/release-private.ts";
import { tabulate, type RawTable } from "./tabulate.ts";

/**
 * The table as it would leave, judged beside everything released before; where it would not leave, what would in its place.
 * Faults: `bad-arguments`, `segment-unknown`.
 */
export function previewAggregate(workspace: Workspace, request: AggregateRequest): Outcome<AggregateTable> {
  const counted = count(workspace, request);
  if (!counted.ok) return counted;
  const history = readHistory(workspace.vault.db, counted.value.columns);
  const guarded = guard(counted.value, history, request);
  const table = protectTable(counted.value.frame, counted.value.raw, guarded.pattern);
  if (request.privacy !== undefined) return previewPrivate(workspace, request.privacy, counted.value, table);
  if (guarded.verdict.safe || table.totals === undefined) return ok(table);
  return ok({ ...table, differencing: refusal(workspace, request, history, guarded) });
}

/** A table made ready to leave. Faults: those of the preview, `release-too-few`, `release-differencing`. */
export function prepareAggregate(workspace: Workspace, request: AggregateRequest): Outcome<Prepared> {
  const counted = count(workspace, request);
  if (!counted.ok) return counted;
  if (request.privacy !== undefined)
    return preparePrivate(workspace, request.privacy, counted.value, request);
  const { frame, raw, segment, people, columns } = counted.value;
  const history = readHistory(workspace.vault.db, columns);
  const { pattern, telling, verdict } = guard(counted.value, history, request);
  const table = protectTable(frame, raw, pattern);
  // Without even a total that may be told there is nothing to release.
  if (people < table.k || table.totals === undefined) return fault("release-too-few", { k: table.k });
  if (!verdict.safe) {
    const releases = verdict.releases.map((release) => history.releases[release]!.id);
    return fault("release-differencing", { k: table.k, releases: releases.join(", ") });
  }
  const language = request.language ?? "ja";
  const { header, rows, bytes } = aggregateFile(table, language);
  return ok({
    segment: segment ?? {},
    parts: [bytes],
    extension: "csv",
    customers: new Int32Array(0),
    told: { telling, columns },
    facts: {
      kind: "aggregate",
      segment: segment?.name ?? word(language, "everybody"),
      purpose: "analytics",
      recipient: "self",
      basis: basisOf(workspace.vault, "analytics") ?? "consent",
      people,
      rows: rows.length,
      columns: header,
      k: table.k,
      withheld: { cells: table.withheldCells },
    },
  });
}

interface Counted extends Chosen {
  readonly raw: RawTable;
}

/** The table over segment ∩ the people analytics may consider, as of now. */
function count(workspace: Workspace, request: AggregateRequest): Outcome<Counted> {
  const { vault } = workspace;
  const { dimensions, measures } = request;
  const k = Math.max(request.k ?? defaultK, smallestCell(policyInForce(vault.db, workspace.now())));
  if (new Set(dimensions).size < dimensions.length || new Set(measures).size < measures.length)
    return fault("bad-arguments");
  const segment = request.segmentId === undefined ? undefined : readSegment(vault.db, request.segmentId);
  if (request.segmentId !== undefined && segment === undefined) return fault("segment-unknown");
  const mask = workspace.permitted("analytics").mask.slice();
  if (segment !== undefined) {
    const inside = evaluateSegment(workspace, segment.definition).mask;
    for (let p = 0; p < mask.length; p++) mask[p] = mask[p]! & inside[p]!;
  }
  const columns = workspace.columns();
  const raw = tabulate({ columns, scores: personScores(workspace) }, mask, dimensions, measures);
  const frame = { dimensions, measures, currency: columns.orders.currency, k };
  return ok({ frame, raw, segment, people: countOnes(mask), mask, columns });
}

function guard(
  { columns, frame, raw }: Counted,
  history: History,
  { guarded = false }: AggregateRequest,
): GuardedTable {
  return guardTable(history, columns, frame, raw, guarded);
}

function refusal(
  workspace: Workspace,
  request: AggregateRequest,
  history: History,
  guarded: GuardedTable,
): DifferencingRefusal {
  const { verdict, telling } = guarded;
  const wait = peopleMissing(history, guarded);
  return {
    why: verdict.safe ? "undecided" : verdict.why,
    k: telling.k,
    releases: verdict.safe ? [] : verdict.releases.map((release) => history.releases[release]!.id),
    alternatives: safeAlternatives(request, (candidate) => {
      const counted = count(workspace, candidate);
      if (!counted.ok) return undefined;
      const { pattern, verdict: tried } = guard(counted.value, history, candidate);
      const table = protectTable(counted.value.frame, counted.value.raw, pattern);
      return tried.safe && table.totals !== undefined ? table.withheldCells : undefined;
    }),
    ...(wait === undefined ? {} : { wait }),
  };
}
