import { civilDate } from "../../base/calendar.ts";
import { parseDate } from "../../gates/intake/parse/date.ts";
import { parseNumber } from "../../gates/intake/parse/number.ts";
import { normalizePrefecture } from "../../gates/intake/parse/person.ts";
import { prefectureOfPostalCode } from "../../gates/intake/parse/postal-prefecture.ts";
import { prefectures } from "../../gates/intake/parse/prefectures.ts";
import type { Hierarchy } from "../../models/anonymity/hierarchy.ts";
import {
  categoryHierarchy,
  dateHierarchy,
  intervalHierarchy,
  labelledHierarchy,
  postalHierarchy,
} from "../../models/anonymity/made-hierarchies.ts";
import type { Language } from "../../terms/language.ts";

/** What a column's own hierarchy is made by. */
export type HierarchyOrigin = "file" | "postal" | "date" | "number" | "prefecture" | "category";

/** The eight regions of Japan, each with the number of its last prefecture (JIS X 0401). */
const regions: readonly (Readonly<Record<Language, string>> & { readonly last: number })[] = [
  { ja: "北海道", en: "Hokkaido", last: 1 },
  { ja: "東北", en: "Tohoku", last: 7 },
  { ja: "関東", en: "Kanto", last: 14 },
  { ja: "中部", en: "Chubu", last: 23 },
  { ja: "近畿", en: "Kinki", last: 30 },
  { ja: "中国", en: "Chugoku", last: 35 },
  { ja: "四国", en: "Shikoku", last: 39 },
  { ja: "九州・沖縄", en: "Kyushu and Okinawa", last: 47 },
];

const numberOfPrefecture = new Map(prefectures.map(([name], index) => [name, index + 1]));

/** The region a prefecture lies in, undefined for what is none. */
function regionOf(text: string, language: Language = "ja"): string | undefined {
  const number = numberOfPrefecture.get(normalizePrefecture(text) ?? "");
  return number === undefined ? undefined : regions.find(({ last }) => number <= last)?.[language];
}

/** Prefectures: the region, anything. */
export function prefectureHierarchy(values: readonly string[], language: Language = "ja"): Hierarchy {
  return labelledHierarchy(values, (value) => [regionOf(value, language) ?? value]);
}

/**
 * A hierarchy for a column nobody gave one for, by what its values look like: Japanese postal codes, dates, numbers,
 * prefectures, else categories. Nearly all values (95 %) that are not blank must look alike.
 */
export function ownHierarchy(values: readonly string[]): {
  readonly origin: HierarchyOrigin;
  readonly hierarchy: Hierarchy;
} {
  if (mostly(values, (value) => prefectureOfPostalCode(value) !== undefined && hasPostalForm(value)))
    return { origin: "postal", hierarchy: postalHierarchy(values, prefectureOfPostalCode) };
  if (mostly(values, (value) => dateOf(value) !== undefined))
    return { origin: "date", hierarchy: dateHierarchy(values, dateOf) };
  if (mostly(values, (value) => numberOf(value) !== undefined))
    return { origin: "number", hierarchy: intervalHierarchy(values, (value) => numberOf(value) ?? NaN) };
  if (mostly(values, (value) => regionOf(value) !== undefined))
    return { origin: "prefecture", hierarchy: prefectureHierarchy(values) };
  return { origin: "category", hierarchy: categoryHierarchy(values) };
}

function mostly(values: readonly string[], looks: (value: string) => boolean): boolean {
  const there = values.filter((value) => value !== "");
  return there.length > 0 && there.filter(looks).length >= 0.95 * there.length;
}

/** With the hyphen, or with the leading zero that no number has: seven digits alone could be anything. */
function hasPostalForm(value: string): boolean {
  return /^〒|\d-\d|^0/u.test(value.normalize("NFKC").trim());
}

/** A number as files write one, undefined for what is none. */
export function numberOf(value: string): number | undefined {
  const number = value === "" ? undefined : parseNumber(value);
  return number === undefined || Number.isNaN(number) ? undefined : number;
}

function dateOf(value: string) {
  // A bare number could be a date too; it is taken for what it is.
  if (!/[-/.年]/u.test(value.normalize("NFKC")) || numberOf(value) !== undefined) return undefined;
  const read = parseDate(value, "ymd");
  return read.kind === "day" ? civilDate(read.day) : undefined;
}
