import { soundOf } from "./keys/fold.ts";
import type { Field } from "./field.ts";
import { interner, wordNumbers } from "./interner.ts";
import type { IdentityKind } from "./table.ts";

/** A thing rows can be blocked on: a code a row (-1 for none or one that no other row has), and the chance that two rows share it. */
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
export function componentsOf(fields: readonly Field[]): readonly Component[] {
  const found: Component[] = [];
  fields.forEach((field, index) => {
    const add = (codes: Int32Array | undefined, whole = false) => {
      if (codes === undefined) return;
      found.push({ field: index, place: places.has(field.kind), whole, ...shared(codes) });
    };
    const addForm = (of: Int32Array | undefined) => add(of && byRow(field.codes, of));
    if (field.kind === "sex") return;
    add(field.codes, true);
    if (field.reading !== undefined) add(field.reading, true);
    if (field.loose?.some((form, code) => form !== code) === true) addForm(field.loose);
    if (names.has(field.kind)) addForm(formCodes(field, skeleton));
    if (field.kind === "birth") {
      addForm(formCodes(field, (key) => key.slice(0, 4)));
      addForm(formCodes(field, (key) => key.slice(4)));
    }
    if (worded.has(field.kind)) addForm(rarestWords(field));
  });
  // A coarser form that says hardly less than the value would only meet the same pairs again.
  const wholeChance = (of: number) => found.find(({ field, whole }) => whole && field === of)?.chance ?? 0;
  return found.filter(
    ({ chance, whole, field }) => chance > 0 && (whole || chance > 1.1 * wholeChance(field)),
  );
}

/** Codes by value of a coarser form. */
function formCodes({ keys, counts }: Field, form: (key: string) => string): Int32Array {
  const known = interner();
  const codes = new Int32Array(keys.length);
  for (let code = 0; code < keys.length; code++)
    codes[code] = counts[code] === 0 ? -1 : known.code(form(keys[code]!));
  return codes;
}

/** Codes by row from codes by value. */
function byRow(codes: Int32Array, of: Int32Array): Int32Array {
  const found = new Int32Array(codes.length);
  for (let row = 0; row < codes.length; row++) found[row] = codes[row]! < 0 ? -1 : of[codes[row]!]!;
  return found;
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
function rarestWords({ keys, counts }: Field): Int32Array | undefined {
  const { start, words, count } = wordNumbers(keys, true, 2);
  let several = 0;
  const rowsWith = new Int32Array(count);
  for (let code = 0; code < keys.length; code++) {
    if (start[code + 1]! - start[code]! > 1) several++;
    for (let at = start[code]!; at < start[code + 1]!; at++) rowsWith[words[at]!]! += counts[code]!;
  }
  if (several * 2 < keys.length) return undefined;
  const rarest = new Int32Array(keys.length).fill(-1);
  for (let code = 0; code < keys.length; code++)
    for (let at = start[code]!; at < start[code + 1]!; at++) {
      const word = words[at]!;
      if (rowsWith[word]! < 2) continue;
      if (rarest[code]! < 0 || rowsWith[word]! < rowsWith[rarest[code]!]!) rarest[code] = word;
    }
  return rarest;
}

/** The codes that more than one row holds, numbered anew, how many they are, and the chance that two different rows hold the same one. */
function shared(codes: Int32Array): Pick<Component, "codes" | "values" | "chance"> {
  const rows = codes.length;
  let most = -1;
  for (let row = 0; row < rows; row++) if (codes[row]! > most) most = codes[row]!;
  const counts = new Int32Array(most + 1);
  for (let row = 0; row < rows; row++) if (codes[row]! >= 0) counts[codes[row]!]!++;
  const renumbered = new Int32Array(most + 1).fill(-1);
  let values = 0;
  let pairs = 0;
  for (let code = 0; code <= most; code++) {
    const count = counts[code]!;
    if (count < 2) continue;
    renumbered[code] = values++;
    pairs += count * (count - 1);
  }
  return { codes: byRow(codes, renumbered), values, chance: pairs / (rows * (rows - 1)) };
}
