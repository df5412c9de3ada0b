import type { Json } from "../../base/canonical-json.ts";
import type { JobControl } from "../../base/job.ts";
import type { Anonymised } from "../../models/anonymity/anonymise.ts";
import { outcomesOf } from "../../models/design/outcome.ts";
import type { DataColumn } from "../../models/design/table.ts";
import { logistic } from "../../models/logistic/logistic.ts";
import { finite } from "../document.ts";
import { numberOf } from "./own-hierarchies.ts";
import type { TextColumn } from "./text-table.ts";

const folds = 5;
const seed = 1;
/** Keeps coefficients of labels that occur once or twice finite; the same before and after. */
const l2 = 1;

/**
 * What the file is still good for: the AUC of a logistic regression (five-fold cross-validation) of a two-valued column on the
 * quasi-identifiers, once as they were and once as released, on the rows that are released. Undefined where the column is
 * no yes or no.
 */
export function utilityOf(
  target: TextColumn,
  positive: readonly string[] | undefined,
  quasi: readonly TextColumn[],
  made: Anonymised,
  job: JobControl,
): Json | undefined {
  const { classOf, classes } = made.recoded;
  const kept = Int32Array.from(classOf.keys()).filter((row) => classOf[row]! >= 0);
  const outcomes = outcomesOf(
    categories(target.name, target.levels, (row) => target.codes[row]!, kept),
    positive,
  );
  if (outcomes === undefined) return undefined;
  const before = quasi.map((column) => plain(column, kept));
  const after = quasi.map(({ name }, at) => {
    const labels = Array.from({ length: classes }, (_, one) => made.labelOf(at, one));
    return categories(name, labels, (row) => classOf[row]!, kept);
  });
  const auc = (columns: readonly DataColumn[]) =>
    logistic(
      {
        table: { rows: kept.length, columns },
        features: [...columns.keys()],
        labels: outcomes.labels,
        folds,
        seed,
        l2,
      },
      job,
    ).validation?.auc.value;
  const [was, is] = [auc(before), auc(after)];
  return {
    target: target.name,
    positive: [...outcomes.positive],
    rows: kept.length,
    aucBefore: was === undefined ? null : finite(was),
    // Without any column left to learn from every row gets the same chance.
    aucAfter: is === undefined ? 0.5 : finite(is),
  };
}

/** A column as it was: numbers where all its texts are some, else categories. */
function plain(column: TextColumn, kept: Int32Array): DataColumn {
  const numbers = column.levels.map((level) => (level === "" ? NaN : (numberOf(level) ?? Infinity)));
  if (numbers.includes(Infinity))
    return categories(column.name, column.levels, (row) => column.codes[row]!, kept);
  return {
    name: column.name,
    kind: "number",
    values: Float64Array.from(kept, (row) => numbers[column.codes[row]!]!),
  };
}

/** A column of categories, its levels once each and in order. */
function categories(
  name: string,
  levels: readonly string[],
  codeOf: (row: number) => number,
  kept: Int32Array,
): DataColumn {
  const sorted = [...new Set(levels)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const place = new Map(sorted.map((level, at) => [level, at]));
  return {
    name,
    kind: "category",
    levels: sorted,
    codes: kept.map((row) => place.get(levels[codeOf(row)]!)!),
  };
}
