import { anything, hierarchyOfPaths, type Hierarchy } from "./hierarchy.ts";

/** Intervals of a column: widths of the finest, doubled level by level. */
const finestIntervals = 50;

/** The hierarchy of a category without an order: the value, then anything. */
export function categoryHierarchy(values: readonly string[]): Hierarchy {
  return made(values.map((value) => [value, anything]));
}

/** A hierarchy whose coarser labels a function gives from fine to coarse; above them stands anything. */
export function labelledHierarchy(
  values: readonly string[],
  coarser: (value: string) => readonly string[],
): Hierarchy {
  return made(values.map((value) => [value, ...coarser(value), anything]));
}

/**
 * Intervals of numbers: a round width (1, 2 or 5 times a power of ten) that makes at most fifty of them, then twice, four
 * times … as wide until one holds all. They begin at whole multiples of their width, so that no bound tells a smallest or
 * largest value. A value that is no number stands under itself. Whole numbers are written 20~29, others [2.5, 5).
 */
export function intervalHierarchy(values: readonly string[], numberOf: (value: string) => number): Hierarchy {
  const numbers = values.map(numberOf);
  const known = numbers.filter((number) => Number.isFinite(number));
  if (known.length === 0) return categoryHierarchy(values);
  const low = known.reduce((least, number) => Math.min(least, number));
  const high = known.reduce((most, number) => Math.max(most, number));
  const whole = known.every((number) => Number.isInteger(number));
  // Nothing finer than what twelve digits tell apart.
  const least = Math.max((high - low) / finestIntervals, Math.max(-low, high) * 1e-10);
  const finest = Math.max(roundWidth(least), whole ? 2 : 0);
  let levels = 1;
  while (levels < 12 && placeOf(low, finest, levels - 1) !== placeOf(high, finest, levels - 1)) levels++;
  return made(
    values.map((value, at) => {
      const number = numbers[at]!;
      const labels = Array.from({ length: levels }, (_, level) =>
        Number.isFinite(number)
          ? interval(placeOf(number, finest, level), finest * 2 ** level, whole)
          : value,
      );
      return [value, ...labels, anything];
    }),
  );
}

function roundWidth(least: number): number {
  if (!(least > 0)) return 1;
  const ten = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].find((one) => one * ten >= least * (1 - 1e-12)) ?? 10;
  return step * ten;
}

/** Which interval of a level holds a number: found by that of the finest level, so that they nest however numbers are rounded. */
function placeOf(number: number, finest: number, level: number): number {
  return Math.floor(Math.floor(number / finest) / 2 ** level);
}

function interval(place: number, width: number, whole: boolean): string {
  const from = place * width;
  if (whole) return `${String(from)}~${String(from + width - 1)}`;
  return `[${short(from)}, ${short(from + width)})`;
}

function short(number: number): string {
  return String(Number(number.toPrecision(12)));
}

/** Days: the month, the year, the decade. Months and days of the year are gone from the second level on. */
export function dateHierarchy(
  values: readonly string[],
  dateOf: (value: string) => { readonly year: number; readonly month: number } | undefined,
): Hierarchy {
  return labelledHierarchy(values, (value) => {
    const date = dateOf(value);
    if (date === undefined) return [value, value, value];
    const year = String(date.year).padStart(4, "0");
    const decade = `${year.slice(0, -1)}0s`;
    return [`${year}-${String(date.month).padStart(2, "0")}`, year, decade];
  });
}

/** Japanese postal codes: the first three digits, the prefecture, anything. A code of no one prefecture stays by its digits. */
export function postalHierarchy(
  values: readonly string[],
  prefectureOf: (value: string) => string | undefined,
): Hierarchy {
  return labelledHierarchy(values, (value) => {
    const area = /^\D*(\d{3})/u.exec(value.normalize("NFKC"))?.[1] ?? value;
    return [area, prefectureOf(value) ?? area];
  });
}

function made(paths: readonly (readonly string[])[]): Hierarchy {
  const hierarchy = hierarchyOfPaths(paths);
  if (!hierarchy.ok) throw new Error(`a made hierarchy is broken: ${hierarchy.error.problem}`);
  return hierarchy.value;
}
