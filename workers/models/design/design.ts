import { sharedFloats } from "../../base/shared-arrays.ts";
import { blanks, isBlank, type DataColumn, type DataTable } from "./table.ts";

const MOSTLY_BLANK = 0.5;
/** Rows with a blank are left out, as R's `na.omit` does, while this share of the rows stays; else blanks are filled. */
const ENOUGH_COMPLETE = 0.9;
const MOST_LEVELS = 50;
const FEW_LEVELS = 20;

/** Columns of numbers, in shared memory, that a model takes, and what became of the table's columns. */
export interface Design {
  /** Name of each column: a number's own, a level's with its column's before it, as R writes them. */
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
  /** The table's column each came from. */
  readonly origins: readonly number[];
  /** The table's rows in use. */
  readonly rows: Int32Array;
  /** Names of the table's columns that could not be used: nearly every entry its own, or mostly blank. */
  readonly identifiers: readonly string[];
  readonly mostlyBlank: readonly string[];
  /** Names of columns whose blanks were filled (numbers by the mean with a mark beside, categories as a level). */
  readonly filled: readonly string[];
  /** Names of columns whose rarest levels were put together. */
  readonly pooled: readonly string[];
}

/**
 * Turns columns of a table into numbers: categories become one 0/1 column a level, without the first level
 * in code point order, which is the reference (treatment coding, as R's `glm`).
 */
export function designOf(table: DataTable, features: readonly number[], rows: Int32Array): Design {
  const name = (index: number) => table.columns[index]!.name;
  const mostlyBlank = features.filter(
    (index) => blanks(table.columns[index]!, rows) > MOSTLY_BLANK * rows.length,
  );
  const identifiers = features.filter(
    (index) => !mostlyBlank.includes(index) && isIdentifier(table.columns[index]!, rows),
  );
  const used = features.filter((index) => !mostlyBlank.includes(index) && !identifiers.includes(index));
  const complete = rows.filter((row) => used.every((index) => !isBlank(table.columns[index]!, row)));
  const fill = complete.length < ENOUGH_COMPLETE * rows.length;
  const kept = fill ? rows : complete;
  const coded = used.map((index) => codedColumns(table.columns[index]!, kept));
  return {
    names: coded.flatMap(({ names }) => names),
    columns: coded.flatMap(({ columns }) => columns),
    origins: coded.flatMap(({ names }, at) => names.map(() => used[at]!)),
    rows: kept,
    identifiers: identifiers.map(name),
    mostlyBlank: mostlyBlank.map(name),
    filled: fill ? used.filter((index) => blanks(table.columns[index]!, rows) > 0).map(name) : [],
    pooled: used.filter((_, at) => coded[at]!.pooled).map(name),
  };
}

/** Whether a column of words holds nearly as many different ones as rows: a name or a number of a row, nothing to learn from. */
export function isIdentifier(column: DataColumn, rows: Int32Array): boolean {
  if (column.kind === "number") return false;
  const seen = new Uint8Array(column.levels.length);
  let different = 0;
  for (const row of rows) {
    const code = column.codes[row]!;
    if (code < 0 || seen[code] === 1) continue;
    seen[code] = 1;
    different++;
  }
  return different > FEW_LEVELS && different > rows.length / 2;
}

interface Coded {
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
  readonly pooled: boolean;
}

function codedColumns(column: DataColumn, rows: Int32Array): Coded {
  return column.kind === "number" ? numbers(column, rows) : levels(column, rows);
}

function numbers(column: DataColumn & { readonly kind: "number" }, rows: Int32Array): Coded {
  const values = sharedFloats(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i]!]!;
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === values.length) return { names: [column.name], columns: [values], pooled: false };
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const blank = sharedFloats(rows.length);
  values.forEach((value, i) => {
    if (!Number.isNaN(value)) return;
    blank[i] = 1;
    values[i] = mean;
  });
  return { names: [column.name, `${column.name} (blank)`], columns: [values, blank], pooled: false };
}

function levels(column: DataColumn & { readonly kind: "category" }, rows: Int32Array): Coded {
  const counts = new Int32Array(column.levels.length);
  let blank = 0;
  for (const row of rows) {
    const code = column.codes[row]!;
    if (code < 0) blank++;
    else counts[code] = counts[code]! + 1;
  }
  const present = [...counts.keys()].filter((code) => counts[code]! > 0);
  const common =
    present.length <= MOST_LEVELS
      ? present
      : present
          .toSorted((a, b) => counts[b]! - counts[a]! || a - b)
          .slice(0, MOST_LEVELS - 1)
          .toSorted((a, b) => a - b);
  // Place of each level among the columns; the reference has none.
  const place = new Int32Array(column.levels.length).fill(common.length);
  common.forEach((code, at) => (place[code] = at));
  const pooled = common.length < present.length;
  const names = common.map((code) => `${column.name}${column.levels[code]!}`);
  if (pooled || blank > 0) names.push(`${column.name} (${pooled ? "other" : "blank"})`);
  const columns = names.map(() => sharedFloats(rows.length));
  rows.forEach((row, i) => {
    const code = column.codes[row]!;
    columns[code < 0 ? common.length : place[code]!]![i] = 1;
  });
  return { names: names.slice(1), columns: columns.slice(1), pooled };
}
