import { personScores } from "../../../analysis/person-scores.ts";
import { fault, type Outcome } from "../../../base/fault.ts";
import { unwatched, type JobControl } from "../../../base/job.ts";
import { ok } from "../../../base/result.ts";
import {
  defaultDiversity,
  defaultK,
  type AggregateDimension,
  type AggregateRequest,
  type AggregateTable,
} from "../../../terms/release.ts";
import type { Workspace } from "../../../workspace.ts";
import { policyInForce, smallestCell } from "../../policy/in-force.ts";
import { scoredRun } from "../guard/model-runs.ts";
import type { ToldRun } from "../guard/told.ts";
import { countOnes, evaluateSegment } from "../segments/evaluate.ts";
import { readSegment, type StoredSegment } from "../segments/stored-segment.ts";
import { cellQuantiles, type CellQuantiles } from "./cell-quantiles.ts";
import { dimensionColumn, type PersonWords, type TableSource } from "./dimensions.ts";
import { groupsToPool } from "./diversity.ts";
import { toldBy } from "./measures.ts";
import type { Chosen } from "./private/release-private.ts";
import { attributeWords } from "./special-attribute.ts";
import { tabulate, type Pooled, type RawTable } from "./tabulate.ts";

/** Whom a table of figures may speak of, and the smallest number of them it may speak of together. */
export interface Population {
  readonly segment: StoredSegment | undefined;
  readonly mask: Uint8Array;
  readonly k: number;
}

/** A table before anything is withheld. */
export interface Counted extends Chosen {
  readonly raw: RawTable;
  readonly quantiles: CellQuantiles | undefined;
  /** Runs of models whose expectations it holds. */
  readonly runs: readonly ToldRun[];
  readonly diversity: AggregateTable["diversity"];
}

/** Segment ∩ the people analytics may consider, as of now. Fault "segment-unknown". */
export function populationOf(
  workspace: Workspace,
  request: Pick<AggregateRequest, "segmentId" | "k">,
): Outcome<Population> {
  const { db } = workspace.vault;
  const k = Math.max(request.k ?? defaultK, smallestCell(policyInForce(db, workspace.now())));
  const segment = request.segmentId === undefined ? undefined : readSegment(db, request.segmentId);
  if (request.segmentId !== undefined && segment === undefined) return fault("segment-unknown");
  const mask = workspace.permitted("analytics").mask.slice();
  if (segment !== undefined) {
    const inside = evaluateSegment(workspace, segment.definition).mask;
    for (let p = 0; p < mask.length; p++) mask[p] = mask[p]! & inside[p]!;
  }
  return ok({ segment, mask, k });
}

/** The table a request asks for. Faults: "bad-arguments", "segment-unknown", "attribute-unknown". */
export function countTable(
  workspace: Workspace,
  request: AggregateRequest,
  job: JobControl = unwatched,
): Outcome<Counted> {
  job.progress({ phase: "tabulating", done: 0 });
  job.check();
  const { dimensions, measures } = request;
  if (new Set(dimensions).size < dimensions.length || new Set(measures).size < measures.length)
    return fault("bad-arguments");
  const population = populationOf(workspace, request);
  if (!population.ok) return population;
  const { segment, k } = population.value;
  const columns = workspace.columns();
  const sourced = sourceOf(workspace, request);
  if (!sourced.ok) return sourced;
  job.check();
  const source = sourced.value;
  const mask = expectedOnly(source, population.value.mask, request);
  const sensitive = sensitiveOf(request);
  const pooling = sensitive && poolingOf(source, mask, dimensions, sensitive);
  const raw = tabulate(source, mask, dimensions, measures, pooling?.pooled, job);
  job.check();
  const frame = { dimensions, measures, currency: columns.orders.currency, k };
  const { db } = workspace.vault;
  const told = toldBy(measures);
  const runs = [
    ...(told.includes("lifetimeValue") ? [scoredRun(db, "lifetime")] : []),
    ...(told.includes("churnRisk") ? [scoredRun(db, "churn")] : []),
  ].filter((run) => run !== undefined);
  return ok({
    frame,
    raw,
    quantiles: cellQuantiles(columns, raw, measures, k),
    segment,
    people: countOnes(mask),
    mask,
    columns,
    runs,
    diversity: sensitive && {
      ...sensitive,
      pooled: pooling?.pooled?.labels.size ?? 0,
      ...(pooling === undefined && { impossible: true as const }),
    },
  });
}

function sourceOf(workspace: Workspace, request: AggregateRequest): Outcome<TableSource> {
  const columns = workspace.columns();
  const { db } = workspace.vault;
  const more = new Map<AggregateDimension, PersonWords>();
  if (request.dimensions.includes("customerGroup")) {
    const codes = new Int32Array(columns.people.count).fill(-1);
    const numbers = new Set<number>();
    const profiling = workspace.permitted("profiling").mask;
    for (const { customer, group } of db.rows<{ customer: number; group: number }>(
      "SELECT customer_id AS customer, group_number AS 'group' FROM customer_groups",
    )) {
      const person = columns.indexOf(customer);
      if (person < 0 || profiling[person] !== 1) continue;
      codes[person] = group;
      numbers.add(group);
    }
    const words = Array.from({ length: Math.max(-1, ...numbers) + 1 }, (_, at) => String(at + 1));
    more.set("customerGroup", { codes, words });
  }
  if (request.dimensions.includes("specialAttribute")) {
    const words = attributeWords(db, columns, request.attributeField ?? 0);
    if (!words.ok) return words;
    more.set("specialAttribute", words.value);
  }
  return ok({ columns, scores: personScores(workspace), more });
}

/** A table of what a model expects is of the people it expects something of. */
function expectedOnly({ scores }: TableSource, mask: Uint8Array, { measures }: AggregateRequest): Uint8Array {
  const told = toldBy(measures);
  for (const score of ["lifetimeValue", "churnRisk"] as const)
    if (told.includes(score))
      for (let p = 0; p < mask.length; p++) if (Number.isNaN(scores[score][p]!)) mask[p] = 0;
  return mask;
}

/** The sensitive dimension of a table: special-category data always is. */
function sensitiveOf({ dimensions, sensitive }: AggregateRequest) {
  const l = sensitive?.l ?? defaultDiversity;
  if (dimensions.includes("specialAttribute")) return { dimension: "specialAttribute" as const, l };
  return sensitive !== undefined && dimensions.includes(sensitive.dimension)
    ? { dimension: sensitive.dimension, l }
    : undefined;
}

/** The lines to tell together; undefined where even all together are not diverse. */
function poolingOf(
  source: TableSource,
  mask: Uint8Array,
  dimensions: readonly AggregateDimension[],
  { dimension, l }: { readonly dimension: AggregateDimension; readonly l: number },
): { readonly pooled: Pooled | undefined } | undefined {
  const other = dimensions.findIndex((one) => one !== dimension);
  const values = dimensionColumn(source, dimension);
  const lines = other < 0 ? undefined : dimensionColumn(source, dimensions[other]!);
  // The line of an unknown value is the first of each.
  const groups = Array.from({ length: 1 + (lines?.words.length ?? 0) }, () =>
    new Array<number>(values.words.length + 1).fill(0),
  );
  for (let p = 0; p < mask.length; p++) {
    if (mask[p] !== 1) continue;
    const group = groups[lines === undefined ? 0 : lines.codes[p]! + 1]!;
    const value = values.codes[p]! + 1;
    group[value] = group[value]! + 1;
  }
  const pool = groupsToPool(groups, l);
  if (pool === undefined) return undefined;
  if (pool.size === 0 || lines === undefined) return { pooled: undefined };
  const labels = new Set([...pool].map((group) => (group === 0 ? "" : lines.words[group - 1]!)));
  return { pooled: { dimension: other, labels } };
}
