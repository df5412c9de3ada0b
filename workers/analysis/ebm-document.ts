import type { Json } from "../base/canonical-json.ts";
import { fault, type Outcome } from "../base/fault.ts";
import type { JobControl } from "../base/job.ts";
import { ok } from "../base/result.ts";
import { binaryChecks, type BinaryInput, type BinaryTask } from "../models/binning/binary-task.ts";
import { outcomesOf } from "../models/design/outcome.ts";
import type { DataTable } from "../models/design/table.ts";
import { additiveLogOdds, termNames, termsOf, type AdditiveModel } from "../models/ebm/additive.ts";
import { ebm } from "../models/ebm/ebm.ts";
import type { EbmFit } from "../models/ebm/fit.ts";
import { counted } from "../models/ebm/purify.ts";
import { reasonsOf, strongest } from "../models/explain/reasons.ts";
import { pairShapesOf } from "../models/propensity/pair-shapes.ts";
import { review } from "../models/review.ts";
import type { Validation } from "../models/validation/validated.ts";
import { z975 } from "../stats/normal.ts";
import { byName, finite, reviewJson } from "./document.ts";
import type { LogisticRequest } from "./logistic-document.ts";
import { validationMembers } from "./validation-members.ts";

const REASONS = 3;

/** What a model of bins is asked: as a logistic regression, without a penalty. */
export type BinaryRequest = Omit<LogisticRequest, "l2">;

/** The rows, the outcome and the columns that a request means. */
export function binaryInput(
  table: DataTable,
  { target, positive, drop, folds = 10, seed = 1 }: BinaryRequest,
): Outcome<{ readonly input: BinaryInput; readonly positive: readonly string[] }> {
  const outcomes = outcomesOf(table.columns[target]!, positive);
  if (outcomes === undefined) return fault("bad-arguments");
  const features = [...table.columns.keys()].filter((at) => at !== target && !drop.includes(at));
  return ok({
    input: { table, features, labels: outcomes.labels, folds, seed },
    positive: outcomes.positive,
  });
}

/** Members that every document of a model of bins has. */
export function binaryMembers(
  { table }: BinaryInput,
  target: number,
  positive: readonly string[],
  task: BinaryTask,
  validation: Validation | undefined,
): Record<string, Json> {
  return {
    target: table.columns[target]!.name,
    positive: [...positive],
    n: task.n,
    positives: task.positives,
    unusedRows: table.rows - task.n,
    ...validationMembers(validation),
    leaks: [...task.leaks],
    review: reviewJson(review(binaryChecks(task, validation))),
  };
}

/**
 * The document of `kurabito analyse ebm`: held-out figures, the shape of each column, the weight of each term, and the reasons
 * of the row with the highest and the lowest chance. Faults as `logisticDocument`.
 */
export function ebmDocument(table: DataTable, request: BinaryRequest, job: JobControl): Outcome<Json> {
  const asked = binaryInput(table, request);
  if (!asked.ok) return asked;
  const { input, positive } = asked.value;
  const { task, fit, validation } = ebm(input, job);
  if (task.n === 0) return fault("model-no-data");
  return ok({
    model: "ebm",
    ...binaryMembers(input, request.target, positive, task, validation),
    ...(fit === undefined ? { intercept: null, coefficients: null } : modelMembers(task, fit)),
  });
}

function modelMembers(task: BinaryTask, { model, errors }: EbmFit): Record<string, Json> {
  const { columns } = task.binned;
  const names = termNames(model, columns);
  const weights = importance(model, task);
  const shapes = columns.map(({ name, labels, ordered, codes }, j) => {
    const counts = counted(codes, labels.length);
    const bins = labels.flatMap((label, bin) => {
      const value = model.mains[j]![bin]!;
      const half = z975 * errors[j]![bin]!;
      if (counts[bin] === 0) return [];
      return [{ bin: label, n: counts[bin]!, value, low: value - half, high: value + half }];
    });
    return { column: name, ordered, bins };
  });
  return {
    intercept: model.intercept,
    // The model is linear in bins: each bin of each column has its log-odds.
    coefficients: Object.fromEntries(
      shapes.flatMap(({ column, bins }) => bins.map(({ bin, value }) => [`${column}=${bin}`, value])),
    ),
    importance: byName(names, (k) => weights[k]!),
    shapes,
    pairs: model.pairs.map(({ first, second }) => [columns[first]!.name, columns[second]!.name]),
    pairShapes: pairShapesOf({ columns, model }).map(({ fields, ...shape }) => ({
      columns: [...fields],
      ...shape,
      down: shape.down.map((band) => ({ ...band })),
      across: shape.across.map((band) => ({ ...band })),
      cells: shape.cells.map((row) => row.map((cell) => ({ ...cell }))),
    })),
    examples: exampleRows(task, model, names),
  };
}

/** Mean size of what each term adds to the log-odds. */
function importance(model: AdditiveModel, { binned, n }: BinaryTask): Float64Array {
  const codes = binned.columns.map((column) => column.codes);
  const sums = new Float64Array(model.mains.length + model.pairs.length);
  for (let row = 0; row < n; row++)
    termsOf(model, codes, row).forEach((term, k) => (sums[k] = sums[k]! + Math.abs(term) / n));
  return sums;
}

/** The rows with the highest and the lowest chance, with what raises or lowers it most, in chances that add up. */
function exampleRows({ binned, rows }: BinaryTask, model: AdditiveModel, names: readonly string[]): Json {
  const codes = binned.columns.map((column) => column.codes);
  const eta = additiveLogOdds(model, codes);
  let [high, low] = [0, 0];
  eta.forEach((value, i) => {
    if (value > eta[high]!) high = i;
    if (value < eta[low]!) low = i;
  });
  return [high, low].map((i) => {
    const terms = termsOf(model, codes, i);
    const { base, chance, parts } = reasonsOf(model.intercept, terms);
    const main = strongest(terms, REASONS);
    const others = parts.reduce((sum, part, k) => (main.includes(k) ? sum : sum + part), 0);
    const reasons = main.map((k) => ({ term: names[k]!, adds: finite(parts[k]!) }));
    return { row: rows[i]!, base, chance, reasons, others };
  });
}
