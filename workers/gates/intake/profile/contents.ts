import type { FieldTarget } from "../../../terms/field.ts";
import type { DateOrder, DecimalMark } from "../../../terms/intake.ts";
import { parseDate } from "../parse/date.ts";
import { parseNumber } from "../parse/number.ts";
import { normalizeEmail, normalizeLineUserId, normalizePrefecture } from "../parse/person.ts";

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

/** Meanings for the columns whose headings say nothing, from what all columns look like together. */
export function guessFromContents(
  shapes: readonly ContentShape[],
  columns: readonly (readonly string[])[],
  taken: ReadonlySet<FieldTarget>,
): ReadonlyMap<number, FieldTarget> {
  const guesses = new Map<number, FieldTarget>();
  const used = new Set(taken);
  const give = (index: number, target: FieldTarget): void => {
    if (index < 0 || used.has(target) || guesses.has(index)) return;
    guesses.set(index, target);
    used.add(target);
  };
  give(shapes.indexOf("email"), "email");
  give(shapes.indexOf("line-user"), "line_user_id");
  give(shapes.indexOf("phone"), "phone");
  give(shapes.indexOf("postal"), "postal_code");
  give(shapes.indexOf("prefecture"), "prefecture");
  give(shapes.indexOf("date"), "order_date");
  if (!used.has("order_date")) return guesses;
  const amount = amountColumn(shapes, columns);
  if (!used.has("line_total") && !used.has("unit_price")) give(amount, "order_total");
  if (!used.has("email")) give(idColumn(shapes, columns), "customer_id");
  const last = shapes.findIndex(
    (shape, index) =>
      shape === "integer" &&
      !guesses.has(index) &&
      small(columns[index] ?? []) &&
      !padded(columns[index] ?? []),
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
