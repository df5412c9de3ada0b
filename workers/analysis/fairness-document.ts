import type { Json } from "../base/canonical-json.ts";
import { fault, type Outcome } from "../base/fault.ts";
import { ok } from "../base/result.ts";
import { blankOutcome, outcomesOf, type Outcomes } from "../models/design/outcome.ts";
import type { DataColumn, DataTable } from "../models/design/table.ts";
import { fairnessChecks } from "../models/fairness/checks.ts";
import { judgeFairness, usualLimits } from "../models/fairness/fairness.ts";
import { ratesByGroup, type GroupRates } from "../models/fairness/rates.ts";
import { review } from "../models/review.ts";
import type { Share } from "../stats/wilson.ts";
import { finite, reviewJson } from "./document.ts";
import { groupsOf } from "./survival-document.ts";

/** What a comparison of groups is asked. Columns by position. */
export interface FairnessRequest {
  readonly group: number;
  readonly prediction: number;
  /** Left out when nothing is known of what happened: then only who is selected is compared. */
  readonly outcome?: number;
  /** Entries that mean yes, of the outcome and of the prediction; guessed where left out. */
  readonly positive?: readonly string[];
  /** Entries of the prediction that mean selected. */
  readonly selected?: readonly string[];
  /** A prediction of numbers selects from here on. */
  readonly threshold?: number;
  readonly ratio?: number;
  readonly difference?: number;
}

const MOST_GROUPS = 100;

/**
 * The document of `kurabito analyse fairness`. Faults: "model-no-data" when no row has all that is needed, "bad-arguments"
 * when an outcome or prediction cannot be read as yes or no, or there are more than a hundred groups.
 */
export function fairnessDocument(table: DataTable, request: FairnessRequest): Outcome<Json> {
  const { names, codes } = groupsOf(table.columns[request.group]!);
  const predicted = predictionOf(table.columns[request.prediction]!, request);
  const outcomeColumn = request.outcome === undefined ? undefined : table.columns[request.outcome]!;
  const outcome = outcomeColumn && (namedHere(outcomeColumn, request.positive) ?? outcomesOf(outcomeColumn));
  if (predicted === undefined || names.length > MOST_GROUPS) return fault("bad-arguments");
  if (outcomeColumn !== undefined && outcome === undefined) return fault("bad-arguments");
  const labels = outcome?.labels ?? new Uint8Array(table.rows);
  const rates = ratesByGroup(codes, names.length, labels, predicted.labels);
  const n = rates.reduce((sum, group) => sum + group.n, 0);
  if (n === 0) return fault("model-no-data");
  const { ratio = usualLimits.ratio, difference = usualLimits.difference } = request;
  const known = outcome !== undefined;
  const fairness = judgeFairness(rates, known, { ratio, difference });
  return ok({
    model: "fairness",
    group: table.columns[request.group]!.name,
    selected: [...predicted.positive],
    ...(known ? { positive: [...outcome.positive] } : {}),
    n,
    unusedRows: table.rows - n,
    reference: names[fairness.reference]!,
    limits: { ratio, difference },
    verdict: fairness.verdict,
    groups: rates.map((group, g) => groupJson(names[g]!, group, known)),
    comparisons: fairness.comparisons.map(({ group, measure, gap, verdict }) => ({
      group: names[group]!,
      measure,
      ...shareJson(gap),
      verdict,
    })),
    review: reviewJson(review(fairnessChecks(fairness, names))),
  });
}

function predictionOf(column: DataColumn, request: FairnessRequest): Outcomes | undefined {
  const { selected, threshold, positive } = request;
  if (selected !== undefined) return outcomesOf(column, selected);
  if (column.kind === "category") return namedHere(column, positive) ?? outcomesOf(column);
  const values = column.values.filter((value) => !Number.isNaN(value));
  const chances = values.every((value) => value >= 0 && value <= 1);
  if (threshold === undefined && new Set(values.subarray(0, 1000)).size <= 2 && chances)
    return outcomesOf(column);
  const from = threshold ?? (chances ? 0.5 : undefined);
  if (from === undefined) return undefined;
  const labels = Uint8Array.from(column.values, (value) =>
    Number.isNaN(value) ? blankOutcome : value >= from ? 1 : 0,
  );
  return { labels, positive: [`>= ${String(from)}`] };
}

/** The entries of `positive` that this column has, as its yes; undefined when it has none of them. */
function namedHere(column: DataColumn, positive: readonly string[] | undefined): Outcomes | undefined {
  const own = positive?.filter((name) => outcomesOf(column, [name]) !== undefined) ?? [];
  return own.length === 0 ? undefined : outcomesOf(column, own);
}

function groupJson(name: string, rates: GroupRates, outcomeKnown: boolean): Json {
  const selection = {
    selectionRate: finite(rates.selection.value),
    selectionInterval: interval(rates.selection),
  };
  if (!outcomeKnown) return { group: name, n: rates.n, ...selection };
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = rates;
  return {
    group: name,
    n: rates.n,
    ...selection,
    falsePositiveRate: finite(rates.falsePositive.value),
    falsePositiveInterval: interval(rates.falsePositive),
    falseNegativeRate: finite(rates.falseNegative.value),
    falseNegativeInterval: interval(rates.falseNegative),
    precision: finite(rates.precision.value),
    precisionInterval: interval(rates.precision),
    baseRate: finite(rates.base.value),
    truePositives,
    falsePositives,
    trueNegatives,
    falseNegatives,
  };
}

function interval({ low, high }: Share): Json {
  return [low, high];
}

function shareJson({ value, low, high }: Share): Record<string, Json> {
  return { value: finite(value), low: finite(low), high: finite(high) };
}
