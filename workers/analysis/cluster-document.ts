import type { Json } from "../base/canonical-json.ts";
import { fault, type Outcome } from "../base/fault.ts";
import type { JobControl } from "../base/job.ts";
import { ok } from "../base/result.ts";
import { clusterChecks, mixtureChecks } from "../models/clusters/checks.ts";
import { gaussianMixture } from "../models/clusters/gaussian-mixture.ts";
import { kMeans, sizesOf } from "../models/clusters/k-means.ts";
import { pointsOf, type Points, type Scale } from "../models/clusters/points.ts";
import {
  adjustedRand,
  calinskiHarabasz,
  daviesBouldin,
  separateGroups,
  silhouette,
} from "../models/clusters/quality.ts";
import { designOf, type Design } from "../models/design/design.ts";
import type { DataTable } from "../models/design/table.ts";
import { designChecks } from "../models/logistic/checks.ts";
import { review } from "../models/review.ts";
import type { ReviewCheck } from "../terms/insight.ts";
import { byName, finite, reviewJson } from "./document.ts";
import { groupsOf } from "./survival-document.ts";

/** What a grouping of a table's rows is asked. Columns by position. */
export interface ClusterRequest {
  readonly k: number;
  /** All columns of numbers (but `truth`) when left out. */
  readonly columns: readonly number[];
  readonly scale?: Scale;
  readonly seed?: number;
  /** A column that holds known groups: the agreement is then told. */
  readonly truth?: number;
}

interface Prepared {
  readonly design: Design;
  readonly points: Points;
  readonly spreadRatio: number;
}

function prepare(table: DataTable, request: ClusterRequest): Outcome<Prepared> {
  const numeric = [...table.columns.keys()].filter(
    (at) => table.columns[at]!.kind === "number" && at !== request.truth,
  );
  const features = request.columns.length > 0 ? request.columns : numeric;
  const rows = Int32Array.from({ length: table.rows }, (_, row) => row);
  const design = designOf(table, features, rows);
  if (design.columns.length === 0 || design.rows.length === 0) return fault("model-no-data");
  if (!(request.k >= 1 && request.k <= Math.min(design.rows.length, 1000))) return fault("bad-arguments");
  const { scale = "none" } = request;
  const spreads = design.columns.map(spreadOf).filter((spread) => spread > 0);
  const spreadRatio =
    scale === "none" && spreads.length > 0 ? Math.max(...spreads) / Math.min(...spreads) : 1;
  return ok({ design, points: pointsOf(design.columns, scale), spreadRatio });
}

function spreadOf(column: Float64Array): number {
  const mean = column.reduce((sum, x) => sum + x, 0) / column.length;
  return Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / column.length);
}

/**
 * The document of `kurabito analyse kmeans`. Faults: "model-no-data" when no column holds numbers, "bad-arguments" for a
 * `k` above the number of rows.
 */
export function kMeansDocument(table: DataTable, request: ClusterRequest, job: JobControl): Outcome<Json> {
  const prepared = prepare(table, request);
  if (!prepared.ok) return prepared;
  const { design, points, spreadRatio } = prepared.value;
  const { k, seed = 1, scale = "none" } = request;
  const { assignments, centres, inertia, converged } = kMeans(points, { k, seed }, job);
  const known = silhouette(points, assignments, k, seed, job);
  const separate = separateGroups(centres, sizesOf(assignments, k), points.width);
  const checks = clusterChecks({ count: points.count, k, silhouette: known, spreadRatio, separate });
  return ok({
    model: "kmeans",
    k,
    scale,
    n: points.count,
    converged,
    inertia,
    silhouette: finite(known),
    daviesBouldin: k > 1 ? finite(daviesBouldin(points, assignments, centres, k)) : null,
    calinskiHarabasz: k > 1 ? finite(calinskiHarabasz(points, inertia, k)) : null,
    bic: finite(sphericalBic(points, inertia, sizesOf(assignments, k))),
    ...groupingMembers(table, design, assignments, request, checks),
  });
}

/** The document of `kurabito analyse gmm`. Faults as `kMeansDocument`. */
export function mixtureDocument(table: DataTable, request: ClusterRequest, job: JobControl): Outcome<Json> {
  const prepared = prepare(table, request);
  if (!prepared.ok) return prepared;
  const { design, points } = prepared.value;
  const columns = design.columns.filter((column) => spreadOf(column) > 0);
  if (columns.length === 0) return fault("model-no-data");
  const { k, seed = 1 } = request;
  const fit = gaussianMixture(columns, k, seed, job);
  const known = silhouette(points, fit.assignments, k, seed, job);
  const checks = [
    ...clusterChecks({ count: points.count, k, silhouette: known, spreadRatio: 1 }),
    ...mixtureChecks(fit),
  ];
  return ok({
    model: "gmm",
    k,
    n: points.count,
    converged: fit.converged,
    logLikelihood: finite(fit.logLikelihood),
    bic: finite(fit.bic),
    freeParameters: fit.freeParameters,
    weights: Array.from(fit.weights),
    silhouette: finite(known),
    ...groupingMembers(table, design, fit.assignments, request, checks),
  });
}

function groupingMembers(
  table: DataTable,
  design: Design,
  own: Int32Array,
  { k, truth }: ClusterRequest,
  checks: readonly ReviewCheck[],
): Record<string, Json> {
  const sizes = sizesOf(own, k);
  const assignments: (number | null)[] = new Array<number | null>(table.rows).fill(null);
  design.rows.forEach((row, i) => (assignments[row] = own[i]!));
  const groups = Array.from(sizes, (size, g) => ({
    group: g,
    size,
    means: byName(design.names, (j) => finite(meanOf(design.columns[j]!, own, g, size))),
  }));
  const known = truth === undefined ? undefined : groupsOf(table.columns[truth]!).codes;
  const agreement = known && {
    adjustedRand: finite(
      adjustedRand(
        own,
        design.rows.map((row) => known[row]!),
      ),
    ),
  };
  return {
    ...agreement,
    sizes: Array.from(sizes),
    groups,
    review: reviewJson(review([...checks, ...designChecks(design)])),
    assignments,
  };
}

function meanOf(column: Float64Array, own: Int32Array, g: number, size: number): number {
  let sum = 0;
  for (let i = 0; i < own.length; i++) if (own[i] === g) sum += column[i]!;
  return sum / size;
}

/** BIC of groups as equal spherical normal distributions (Pelleg & Moore 2000); comparable between values of k. */
function sphericalBic({ count, width }: Points, inertia: number, sizes: Int32Array): number {
  const k = sizes.length;
  const variance = inertia / (width * (count - k));
  const shares = sizes.reduce((sum, size) => sum + (size === 0 ? 0 : size * Math.log(size / count)), 0);
  const logLikelihood =
    shares - 0.5 * count * width * Math.log(2 * Math.PI * variance) - 0.5 * width * (count - k);
  return -2 * logLikelihood + k * (width + 1) * Math.log(count);
}
