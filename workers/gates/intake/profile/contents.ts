import type { FieldTarget } from "../../../terms/field.ts";
import type { DateOrder, DecimalMark } from "../../../terms/intake.ts";
import { parseDate } from "../parse/date.ts";
import { parseNumber } from "../parse/number.ts";
import { normalizeEmail, normalizeLineUserId, normalizePrefecture } from "../parse/person.ts";
import { headingKey } from "./heading-key.ts";

/** What the first values of a column look like. */
export type ContentShape =
  | "email"
  | "line-user"
  | "phone"
  | "postal"
  | "prefecture"
  | "date"
  | "integer"
  | "decimal"
  | "code"
  | "text"
  | "blank";

/** The shape nine in ten of the values have. */
export function shapeOf(values: readonly string[], order: DateOrder, mark: DecimalMark): ContentShape {
  const filled = values.map((value) => value.normalize("NFKC").trim()).filter((value) => value !== "");
  if (filled.length === 0) return "blank";
  const most = (test: (value: string) => boolean) => filled.filter(test).length >= filled.length * 0.9;
  if (most((value) => normalizeEmail(value) !== undefined)) return "email";
  if (most((value) => normalizeLineUserId(value) !== undefined)) return "line-user";
  if (most((value) => /^〒?\d{3}-\d{4}$/.test(value))) return "postal";
  if (most((value) => /^(?:\+81|0)[\d\s()-]{8,14}$/.test(value) && value.replace(/\D/g, "").length >= 10))
    return "phone";
  if (most((value) => normalizePrefecture(value) !== undefined)) return "prefecture";
  if (most((value) => !/^\d{5}(?:\.\d+)?$/.test(value) && parseDate(value, order).kind === "day"))
    return "date";
  if (most((value) => /^[-−▲△(]?\d{1,15}\)?$/u.test(value))) return "integer";
  if (most((value) => parseNumber(value, mark) !== undefined)) return "decimal";
  return most((value) => /^[A-Za-z0-9_-]{1,40}$/.test(value) && /\d/.test(value)) ? "code" : "text";
}

/** Headings that say nothing of what is below them. */
const silent = /^(?!id$|no$)(?:[a-z]{0,2}|col(?:umn)?|field|var(?:iable)?|unnamed|列|項目|データ)?\d*$/u;
/** Days that are no day of an order, and numbers that are no amount of one. */
const otherDay =
  /sync|updat|modif|delet|expir|start|end|process|publish|cancel|close|更新|削除|期限|配送|発送|出荷|入金|開始|終了/u;
const otherNumber =
  /id$|count|index|longitude|latitude|rate|weight|size|height|width|percent|offset|limit|level|stock|cycle|minute|tax|shipping|fee|番号|件数|回数|在庫|重量|税|送料|手数料|ポイント/u;
const ofOrders: readonly FieldTarget[] = [
  "order_id",
  "order_date",
  "order_total",
  "line_total",
  "unit_price",
];

/** What is known of a table's columns before their contents are asked. */
interface Columns {
  readonly shapes: readonly ContentShape[];
  readonly values: readonly (readonly string[])[];
  readonly headings: readonly string[];
  readonly taken: ReadonlySet<FieldTarget>;
}

/**
 * Meanings for the columns whose headings say nothing known, from what all columns look like together. An address looks like nothing
 * else, whatever stands above it. A day or an amount is an order's only where other headings speak of orders, or none speaks at all; and a
 * number under a heading that says something else (a stock, a tax, an index) is nobody's number: no table of products makes customers.
 */
export function guessFromContents({
  shapes,
  values,
  headings,
  taken,
}: Columns): ReadonlyMap<number, FieldTarget> {
  const guesses = new Map<number, FieldTarget>();
  const used = new Set(taken);
  const keys = headings.map(headingKey);
  const says = (index: number): boolean => !silent.test(keys[index] ?? "");
  const give = (index: number, target: FieldTarget): void => {
    if (index < 0 || used.has(target) || guesses.has(index)) return;
    guesses.set(index, target);
    used.add(target);
  };
  /** The shapes with those columns blanked whose headings rule them out. */
  const among = (fits: (index: number) => boolean): readonly ContentShape[] =>
    shapes.map((shape, index) => (fits(index) ? shape : "blank"));
  give(shapes.indexOf("email"), "email");
  give(shapes.indexOf("line-user"), "line_user_id");
  give(shapes.indexOf("phone"), "phone");
  give(shapes.indexOf("postal"), "postal_code");
  give(shapes.indexOf("prefecture"), "prefecture");
  const shop = ofOrders.some((target) => taken.has(target));
  const days = among((index) => !says(index) || (shop && !otherDay.test(keys[index] ?? "")));
  give(days.indexOf("date"), "order_date");
  if (!used.has("order_date")) return guesses;
  const amounts = among((index) => !says(index) || (shop && !otherNumber.test(keys[index] ?? "")));
  if (!used.has("line_total") && !used.has("unit_price")) give(amountColumn(amounts, values), "order_total");
  const nameless = among((index) => !says(index));
  if (!used.has("email")) give(idColumn(nameless, values), "customer_id");
  const last = nameless.findIndex(
    (shape, index) =>
      shape === "integer" &&
      !guesses.has(index) &&
      small(values[index] ?? []) &&
      !padded(values[index] ?? []),
  );
  give(last, "quantity");
  return guesses;
}

/** The last column of decimals, else the last of whole numbers that vary. */
function amountColumn(shapes: readonly ContentShape[], columns: readonly (readonly string[])[]): number {
  const decimal = shapes.lastIndexOf("decimal");
  if (decimal >= 0) return decimal;
  return shapes.findLastIndex(
    (shape, index) => shape === "integer" && !small(columns[index] ?? []) && !padded(columns[index] ?? []),
  );
}

function idColumn(shapes: readonly ContentShape[], columns: readonly (readonly string[])[]): number {
  const padding = columns.findIndex((values, index) => shapes[index] === "integer" && padded(values));
  if (padding >= 0) return padding;
  const code = shapes.indexOf("code");
  return code >= 0 ? code : shapes.indexOf("integer");
}

function padded(values: readonly string[]): boolean {
  const filled = values.filter((value) => value.trim() !== "");
  return (
    filled.length > 0 &&
    filled.every((value) => value.length === filled[0]?.length) &&
    filled.some((value) => value.startsWith("0"))
  );
}

function small(values: readonly string[]): boolean {
  return values.every((value) => Math.abs(parseNumber(value) ?? 0) < 1000);
}
