import { soundOf } from "./keys/fold.ts";
import type { Field } from "./field.ts";
import type { IdentityKind } from "./table.ts";

/** A thing rows can be blocked on: a code a row (-1 for none), and the chance that two rows share it. */
export interface Component {
  readonly field: number;
  readonly codes: Int32Array;
  /** Number of codes. */
  readonly values: number;
  readonly chance: number;
  /** Whether the field is a city, region or postal code. */
  readonly place: boolean;
  /** Whether it is the field's value itself: such a block catches every pair that agrees on the field. */
  readonly whole: boolean;
}

const names: ReadonlySet<IdentityKind> = new Set(["name", "given", "family"]);
const places: ReadonlySet<IdentityKind> = new Set(["postal", "city", "region"]);
const worded: ReadonlySet<IdentityKind> = new Set(["name", "street", "text"]);

/** The components of all fields: whole values, and where slips are to be expected also coarser forms of them. */
export function componentsOf(fields: readonly Field[], rows: number): readonly Component[] {
  const found: Component[] = [];
  fields.forEach((field, index) => {
    const add = (of: Int32Array | undefined, whole = false) => {
      if (of === undefined) return;
      const codes = whole || of.length === rows ? of : field.codes.map((code) => (code < 0 ? -1 : of[code]!));
      const place = places.has(field.kind);
      found.push({ field: index, codes, place, whole, ...chanceOf(codes) });
    };
    if (field.kind === "sex") return;
    add(field.codes, true);
    if (field.reading !== undefined) add(field.reading, true);
    if (field.loose.some((form, code) => form !== code))
      add(formCodes(field, (_, code) => String(field.loose[code])));
    if (names.has(field.kind)) add(formCodes(field, skeleton));
    if (field.kind === "birth") {
      add(formCodes(field, (key) => key.slice(0, 4)));
      add(formCodes(field, (key) => key.slice(4)));
    }
    if (worded.has(field.kind)) add(rarestWords(field));
  });
  // A coarser form that says hardly less than the value would only meet the same pairs again.
  const wholeChance = (of: number) => found.find(({ field, whole }) => whole && field === of)?.chance ?? 0;
  return found.filter(
    ({ chance, whole, field }) => chance > 0 && (whole || chance > 1.1 * wholeChance(field)),
  );
}

/** Codes by value of a coarser form. */
function formCodes(field: Field, form: (key: string, code: number) => string): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from(field.keys, (key, code) => {
    if (field.counts[code] === 0) return -1;
    const coarse = form(key, code);
    const own = known.get(coarse) ?? known.size;
    known.set(coarse, own);
    return own;
  });
}

/** First letter and the next consonants of a Latin name; the sound of kana; the first sign of kanji. */
function skeleton(key: string): string {
  const first = key.slice(0, 1);
  if (/^[a-z]/.test(key)) {
    const rest = key
      .slice(1)
      .replace(/ph/g, "f")
      .replace(/[aeiouyhw]/g, "")
      .replace(/(.)\1+/g, "$1");
    return first + rest.slice(0, 3);
  }
  return /[\u3041-\u309f]/u.test(first) ? soundOf(key).slice(0, 3) : first;
}

/** For each value the word in it that fewest rows have, of those that two rows have. */
function rarestWords(field: Field): Int32Array | undefined {
  const rowsWith = new Map<string, number>();
  const words = field.keys.map((key) => key.split(/[ -]/).filter((word) => word.length > 1));
  if (words.filter((list) => list.length > 1).length * 2 < words.length) return undefined;
  words.forEach((list, code) => {
    for (const word of list) rowsWith.set(word, (rowsWith.get(word) ?? 0) + field.counts[code]!);
  });
  const known = new Map<string, number>();
  return Int32Array.from(words, (list) => {
    let best: string | undefined;
    for (const word of list) {
      const count = rowsWith.get(word)!;
      if (count > 1 && (best === undefined || count < rowsWith.get(best)!)) best = word;
    }
    if (best === undefined) return -1;
    const code = known.get(best) ?? known.size;
    known.set(best, code);
    return code;
  });
}

/** The number of codes, and the chance that two different rows hold the same one. */
function chanceOf(codes: Int32Array): { readonly values: number; readonly chance: number } {
  let most = -1;
  for (const code of codes) if (code > most) most = code;
  const counts = new Float64Array(most + 1);
  for (const code of codes) if (code >= 0) counts[code]!++;
  let pairs = 0;
  for (const count of counts) pairs += count * (count - 1);
  return { values: most + 1, chance: pairs / (codes.length * (codes.length - 1)) };
}
