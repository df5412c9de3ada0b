import { prefectureHierarchy } from "../../../analysis/anonymity/own-hierarchies.ts";
import type { Columns } from "../../../columns/columns.ts";
import type { Hierarchy } from "../../../models/anonymity/hierarchy.ts";
import { categoryHierarchy, labelledHierarchy } from "../../../models/anonymity/made-hierarchies.ts";
import type { Microdata, QuasiColumn, SensitiveColumn } from "../../../models/anonymity/microdata.ts";
import type { Language } from "../../../terms/language.ts";
import type { ResearchColumn, ResearchFact, ResearchRequest } from "../../../terms/research-file.ts";
import { dimensionColumn } from "../aggregates/dimensions.ts";
import { minorDigits } from "../money.ts";
import type { SegmentSource } from "../segments/source.ts";
import { word } from "../words.ts";

type Source = Pick<SegmentSource, "columns" | "scores">;

/** People as rows: their columns with hierarchies, their facts in bands, and whom each row is of. */
export interface ResearchTable {
  readonly data: Microdata;
  /** What each quasi-identifying column of the data holds. */
  readonly columns: readonly ResearchColumn[];
  /** Person index of each row. */
  readonly persons: Int32Array;
  /** Labels of a fact's bands by code. */
  readonly bands: readonly (readonly string[])[];
}

/** Reads the people of a mask as rows of a research file. */
export function researchTable(
  source: Source,
  mask: Uint8Array,
  { columns, facts, language = "ja" }: ResearchRequest,
): ResearchTable {
  const persons = Int32Array.from(mask.keys()).filter((person) => mask[person] === 1);
  const bands = facts.map((fact) => bandsOf(fact, source.columns.orders.currency));
  return {
    persons,
    columns,
    bands: bands.map(({ labels }) => labels),
    data: {
      rows: persons.length,
      quasi: columns.map((column) => quasiColumn(source, persons, column, language)),
      sensitive: facts.map((fact, at): SensitiveColumn => ({
        name: word(language, `researchFact.${fact}`),
        codes: persons.map((person) => bands[at]!.codeOf(amountOf(source.columns, person, fact))),
        values: bands[at]!.labels.length,
        ranked: true,
      })),
    },
  };
}

function quasiColumn(
  source: Source,
  persons: Int32Array,
  column: ResearchColumn,
  language: Language,
): QuasiColumn {
  const { codes, words } = dimensionColumn(source, column);
  const values: string[] = [];
  const place = new Map<string, number>();
  const own = persons.map((person) => {
    const word = words[codes[person]!] ?? "";
    const known = place.get(word);
    if (known !== undefined) return known;
    place.set(word, values.length);
    return values.push(word) - 1;
  });
  // A hierarchy needs at least one path, also where there is nobody.
  if (values.length === 0) values.push("");
  return {
    name: word(language, `dimension.${column}`),
    codes: own,
    hierarchy: hierarchyOf(column, values, language),
  };
}

function hierarchyOf(column: ResearchColumn, values: readonly string[], language: Language): Hierarchy {
  switch (column) {
    case "prefecture":
      return prefectureHierarchy(values, language);
    case "ageBand":
      return labelledHierarchy(values, (band) => [twentyYears(band)]);
    case "firstOrderMonth":
      return labelledHierarchy(values, (month) => [quarter(month), month.slice(0, 4)]);
    case "gender":
    case "channel":
      return categoryHierarchy(values);
  }
}

/** Bands of ten years in twos: 30-39 is in 20-39; from 80 on all are one. */
function twentyYears(band: string): string {
  const from = Number.parseInt(band, 10);
  if (Number.isNaN(from)) return band;
  const low = from - (from % 20);
  return low >= 80 ? "80+" : `${String(low)}-${String(low + 19)}`;
}

function quarter(month: string): string {
  const number = Number(month.slice(5));
  return number >= 1 ? `${month.slice(0, 4)}-Q${String(Math.ceil(number / 3))}` : month;
}

const orderSteps = [0, 1, 2, 3, 6, 11, 21];

/** Steps of spend in yen; other currencies have a hundredth of them. */
const spendSteps = [0, 1, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000];

/** Bands that anybody could write down without the data: a single order or yen of one person would stand out. */
function bandsOf(fact: ResearchFact, currency: string) {
  const digits = minorDigits(currency);
  const yen = currency === "JPY" || currency === "";
  const steps =
    fact === "orders" ? orderSteps : spendSteps.map((step) => (yen || step <= 1 ? step : step / 100));
  const labels = steps.map((from, at) => {
    const next = steps[at + 1];
    if (next === undefined) return `${String(from)}+`;
    return next - from === 1 ? String(from) : `${String(from)}~${String(next - 1)}`;
  });
  const unit = fact === "orders" ? 1 : 10 ** digits;
  return {
    labels,
    codeOf: (amount: number) =>
      Math.max(
        0,
        steps.findLastIndex((from) => Math.floor(amount / unit) >= from),
      ),
  };
}

/** Orders (returns are none) or spend in minor units. */
function amountOf({ orders }: Columns, person: number, fact: ResearchFact): number {
  let sum = 0;
  for (let order = orders.start[person]!; order < orders.start[person + 1]!; order++) {
    const amount = orders.amount[order]!;
    sum += fact === "spend" ? amount : amount >= 0 ? 1 : 0;
  }
  return sum;
}
