import type { Json } from "../../base/canonical-json.ts";
import { fault, type Outcome } from "../../base/fault.ts";
import type { JobControl } from "../../base/job.ts";
import { ok } from "../../base/result.ts";
import { anonymise, type Anonymised, type AnonymityTask } from "../../models/anonymity/anonymise.ts";
import { withValues, type Hierarchy } from "../../models/anonymity/hierarchy.ts";
import type { Risk } from "../../models/anonymity/measures.ts";
import type { Microdata, QuasiColumn, SensitiveColumn } from "../../models/anonymity/microdata.ts";
import { latticeSize, mostNodes } from "../../models/anonymity/search.ts";
import { review } from "../../models/review.ts";
import { reviewJson } from "../document.ts";
import { anonymityChecks } from "./checks.ts";
import { numberOf, ownHierarchy, type HierarchyOrigin } from "./own-hierarchies.ts";
import { filled, type TextColumn } from "./text-table.ts";
import { utilityOf } from "./utility.ts";

/** How far apart two values of a sensitive column are: all alike, by rank, or by rank where they are numbers. */
export const sensitiveDistances = ["auto", "equal", "ordered"] as const;
export type SensitiveDistance = (typeof sensitiveDistances)[number];

/** What anonymising a table of texts is asked. */
export interface AnonymityRequest extends Omit<AnonymityTask, "levels"> {
  readonly quasi: readonly TextColumn[];
  readonly sensitive: readonly TextColumn[];
  /** Hierarchies read from files, by column name; others are made. */
  readonly hierarchies: ReadonlyMap<string, Hierarchy>;
  /** Levels by column name, instead of searching; 0 where left out. */
  readonly levels?: ReadonlyMap<string, number>;
  readonly distance: SensitiveDistance;
  /** A yes-or-no column to measure on what the file is still good for. */
  readonly target?: TextColumn;
  readonly positive?: readonly string[];
}

/** A released table: names, and its rows in an order that tells nothing. */
export interface ReleasedTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The document of `kurabito analyse kanonymity` and the table it speaks of. */
export interface AnonymityAnswer {
  readonly document: Json;
  readonly table: ReleasedTable;
}

/**
 * Anonymises a table. Faults: "model-no-data" without rows; "hierarchy-incomplete" when a hierarchy lacks values of its
 * column; "bad-arguments" for levels a hierarchy has not, or (Mondrian) one that does not end in one label; "too-many-levels"
 * when there are more choices of levels than can be searched.
 */
export function anonymityDocument(request: AnonymityRequest, job: JobControl): Outcome<AnonymityAnswer> {
  const rows = request.quasi[0]?.codes.length ?? 0;
  if (rows === 0) return fault("model-no-data");
  const quasi = request.quasi.map(filled);
  const columns: (QuasiColumn & { readonly origin: HierarchyOrigin })[] = [];
  for (const column of quasi) {
    const made = quasiColumn(column, request.hierarchies.get(column.name));
    if (!made.ok) return made;
    columns.push(made.value);
  }
  const sensitive = request.sensitive.map(filled);
  const data = {
    rows,
    quasi: columns,
    sensitive: sensitive.map((column) => sensitiveColumn(column, request.distance)),
  };
  const task = taskOf(request, data);
  if (!task.ok) return task;
  const made = anonymise(data, task.value, job);
  if (made === undefined) return ok({ document: impossible(request, rows), table: { header: [], rows: [] } });
  const utility = request.target && utilityOf(filled(request.target), request.positive, quasi, made, job);
  return ok({
    document: {
      ...head(request, rows),
      quasi: columns.map((column, at) => quasiJson(column, made, at)),
      classes: made.recoded.classes,
      smallest: made.measures.smallest,
      largest: made.measures.largest,
      suppressed: made.measures.suppressed,
      loss: made.measures.losses[request.loss],
      ...members(made),
      ...(utility === undefined ? {} : { utility }),
      review: reviewJson(review(anonymityChecks(made, task.value, rows))),
    },
    table: releasedTable(quasi, sensitive, made),
  });
}

function quasiColumn(
  { name, levels, codes }: TextColumn,
  given: Hierarchy | undefined,
): Outcome<QuasiColumn & { readonly origin: HierarchyOrigin }> {
  if (given === undefined) return ok({ name, codes, ...ownHierarchy(levels) });
  const place = new Map(given.levels[0]!.labels.map((label, code) => [label, code]));
  const absent = levels.filter((level) => level !== "" && !place.has(level));
  if (absent.length > 0) return fault("hierarchy-incomplete", { column: name, count: absent.length });
  const blank = levels.includes("") && !place.has("");
  const hierarchy = blank ? withValues(given, [""]) : given;
  if (blank) place.set("", place.size);
  const codeOf = Int32Array.from(levels, (level) => place.get(level)!);
  return ok({ name, codes: codes.map((code) => codeOf[code]!), hierarchy, origin: "file" });
}

/** Values in order of size where they are numbers, so that distances by rank mean something. */
function sensitiveColumn({ name, levels, codes }: TextColumn, distance: SensitiveDistance): SensitiveColumn {
  const numbers = levels.map((level) => numberOf(level));
  const numeric = numbers.every((number, at) => number !== undefined || levels[at] === "");
  const ranked = distance === "ordered" || (distance === "auto" && numeric && levels.length > 2);
  if (!ranked) return { name, codes, values: levels.length, ranked };
  const order = [...levels.keys()].sort((a, b) =>
    numeric ? (numbers[a] ?? -Infinity) - (numbers[b] ?? -Infinity) : levels[a]! < levels[b]! ? -1 : 1,
  );
  const rank = new Int32Array(levels.length);
  for (const [at, level] of order.entries()) rank[level] = at;
  return { name, codes: codes.map((code) => rank[code]!), values: levels.length, ranked };
}

function taskOf(request: AnonymityRequest, data: Microdata): Outcome<AnonymityTask> {
  const { levels: named, method, loss, k, suppress, diversity, c, l, t } = request;
  const plain = {
    method,
    loss,
    k,
    suppress,
    diversity,
    c,
    ...(l !== undefined && { l }),
    ...(t !== undefined && { t }),
  };
  if ((l !== undefined || t !== undefined) && data.sensitive.length === 0) return fault("bad-arguments");
  const heights = data.quasi.map(({ hierarchy }) => hierarchy.levels.length);
  if (method === "mondrian") {
    const rooted = data.quasi.every(({ hierarchy }) => hierarchy.levels.at(-1)?.labels.length === 1);
    return rooted && named === undefined ? ok(plain) : fault("bad-arguments");
  }
  if (named === undefined)
    return latticeSize(data) > mostNodes ? fault("too-many-levels", { nodes: latticeSize(data) }) : ok(plain);
  const levels = data.quasi.map(({ name }) => named.get(name) ?? 0);
  const known = [...named.keys()].every((name) => data.quasi.some((column) => column.name === name));
  const there = levels.every((level, at) => Number.isInteger(level) && level >= 0 && level < heights[at]!);
  return known && there ? ok({ ...plain, levels }) : fault("bad-arguments");
}

function head(request: AnonymityRequest, rows: number): Record<string, Json> {
  const { method, loss, k, l, t, suppress, diversity } = request;
  return {
    model: "kanonymity",
    method,
    n: rows,
    k,
    ...(l !== undefined && { l, diversity }),
    ...(t !== undefined && { t }),
    suppressionLimit: suppress,
    lossMeasure: loss,
  };
}

function impossible(request: AnonymityRequest, rows: number): Json {
  const check = {
    code: "anonymity-impossible",
    verdict: "do-not-use",
    details: { k: request.k, rows },
  } as const;
  return {
    ...head(request, rows),
    classes: 0,
    smallest: 0,
    suppressed: rows,
    loss: 1,
    review: reviewJson(review([check])),
  };
}

function quasiJson(
  { name, hierarchy, origin }: QuasiColumn & { readonly origin: HierarchyOrigin },
  { levels, measures }: Anonymised,
  at: number,
): Json {
  return {
    column: name,
    hierarchy: origin,
    level: levels?.[at] ?? null,
    height: hierarchy.levels.length - 1,
    labels: levels === undefined ? null : hierarchy.levels[levels[at]!]!.labels.length,
    loss: { ...measures.byColumn[at]! },
  };
}

function members({ measures, sensitive, before, nodes, judged }: Anonymised): Record<string, Json> {
  const { losses, discernibility, averageClassSize, risk } = measures;
  return {
    measures: {
      ncp: losses.ncp,
      cavg: averageClassSize,
      dm: discernibility,
      precision: 1 - losses.precision,
      entropy: losses.entropy,
    },
    risk: { before: riskJson(before), after: riskJson(risk) },
    sensitive: sensitive.map(({ name, distinct, effective, distance, homogeneousRows }) => ({
      column: name,
      distinct,
      entropy: effective,
      distance,
      homogeneousRows,
    })),
    ...(nodes !== undefined && judged !== undefined && { search: { nodes, judged, optimal: true } }),
  };
}

function riskJson({ highest, average, unique, belowK }: Risk): Json {
  return { highest, average, unique, belowK };
}

/** The rows to release, sorted by what they say: their order in the file would point back at the table they came from. */
function releasedTable(
  quasi: readonly TextColumn[],
  sensitive: readonly TextColumn[],
  { recoded, labelOf }: Anonymised,
): ReleasedTable {
  const labels = Array.from({ length: recoded.classes }, (_, one) =>
    quasi.map((_column, at) => labelOf(at, one)),
  );
  const rows: string[][] = [];
  for (const [row, one] of recoded.classOf.entries()) {
    if (one < 0) continue;
    rows.push([...labels[one]!, ...sensitive.map(({ levels, codes }) => levels[codes[row]!]!)]);
  }
  const keys = new Map(rows.map((row) => [row, row.join("\u0000")]));
  rows.sort((a, b) => (keys.get(a)! < keys.get(b)! ? -1 : 1));
  return { header: [...quasi, ...sensitive].map(({ name }) => name), rows };
}
