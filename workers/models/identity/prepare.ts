import { addressKey, cityKey, looseAddressKey, regionKey } from "./keys/address-key.ts";
import { emailKey, numberKey, phoneKey, postalKey } from "./keys/contact-keys.ts";
import { foldText, isKana, looseNameKey, nameKey, nameWords, soundOf } from "./keys/fold.ts";
import type { Field } from "./field.ts";
import { interner, type Interner } from "./interner.ts";
import { textStore } from "./strings.ts";
import { keyKinds, type IdentityColumn, type IdentityKind, type IdentityTable } from "./table.ts";

const keyOf: Readonly<Record<IdentityKind, (text: string) => string>> = {
  name: nameWords,
  given: nameKey,
  middle: nameKey,
  family: nameKey,
  nameReading: (text) => soundOf(foldText(text)),
  givenReading: (text) => soundOf(foldText(text)),
  familyReading: (text) => soundOf(foldText(text)),
  birth: (text) => {
    if (/^[1-9]\d{7}$/.test(text)) return text;
    const digits = text.replace(/\D/g, "").slice(0, 9);
    return /^0*$/.test(digits) ? "" : digits.padEnd(7, "0");
  },
  sex: (text) => foldText(text).slice(0, 1),
  email: emailKey,
  phone: phoneKey,
  number: numberKey,
  house: (text) => foldText(text).replace(/\s+/g, ""),
  street: addressKey,
  city: cityKey,
  region: regionKey,
  postal: postalKey,
  text: foldText,
};

const looseOf: Partial<Record<IdentityKind, (key: string) => string>> = {
  name: (key) => looseNameKey(key.split(" ").sort().join("")),
  given: looseNameKey,
  middle: looseNameKey,
  family: looseNameKey,
  street: looseAddressKey,
};

/** Names whose column of readings says the same of the same part. */
const readingOf: Partial<Record<IdentityKind, IdentityKind>> = {
  name: "nameReading",
  given: "givenReading",
  family: "familyReading",
};

/** Values that are written for want of one. */
const standIns =
  /^(?:na|n\/a|none|null|nan|unknown|nil|-+|\?+|x{2,}|0+|不明|なし|無し|未設定|未登録|非公開|test|テスト)$/u;

/**
 * The fields of a table: every column normalised value by value (not row by row), whole names that are plainly two words split,
 * readings laid beside their names, and values that more than `hubLimit` rows share set aside in columns of contacts and numbers.
 */
export function fieldsOf(table: IdentityTable, hubLimit: number): readonly Field[] {
  const columns = table.columns.flatMap((column) => splitName(column));
  const readings = new Map<IdentityKind, Coded>();
  for (const column of columns)
    if (column.kind.endsWith("Reading")) readings.set(column.kind, recode(column, keyOf[column.kind]));
  const shared = interner();
  const fields: Field[] = [];
  for (const column of columns) {
    if (column.kind.endsWith("Reading") && hasName(columns, column.kind)) continue;
    const reading = readings.get(readingOf[column.kind] ?? "text");
    // Family and given names are coded alike, so that exchanged ones are seen by their codes.
    const names = column.kind === "given" || column.kind === "family" ? shared : undefined;
    const field = fieldOf(column, recode(column, keyOf[column.kind], names), reading, hubLimit);
    if (field.keys.length > 1) fields.push(field);
  }
  return fields.map((field) =>
    field.kind === "given" || field.kind === "family" ? grown(field, shared) : field,
  );
}

function hasName(columns: readonly IdentityColumn[], reading: IdentityKind): boolean {
  return columns.some(({ kind }) => readingOf[kind] === reading);
}

interface Coded {
  readonly known: Interner;
  readonly codes: Int32Array;
}

/** Codes of normalised values, from codes of the values as written. */
function recode(column: IdentityColumn, key: (text: string) => string, given?: Interner): Coded {
  const { levels, codes } = column;
  const known = given ?? interner();
  const byLevel = new Int32Array(levels.length);
  // Texts of a column differ: as long as none is written anew, none has to be looked up.
  let asWritten = given === undefined;
  for (let level = 0; level < levels.length; level++) {
    const text = levels[level]!;
    const normal = isStandIn(text) ? "" : key(text);
    if (normal !== "" && normal !== text) asWritten = false;
    byLevel[level] = normal === "" ? -1 : asWritten ? known.add(normal) : known.code(normal);
  }
  const found = new Int32Array(codes.length);
  for (let row = 0; row < codes.length; row++) found[row] = codes[row]! < 0 ? -1 : byLevel[codes[row]!]!;
  return { known, codes: found };
}

function isStandIn(text: string): boolean {
  // Longer than the words and no run of one sign: nothing to look for.
  if (text.length > 7 && text.trim().length === text.length && !sameSign(text)) return false;
  return standIns.test(text.trim().toLowerCase());
}

function sameSign(text: string): boolean {
  return (text.charCodeAt(0) | 32) === (text.charCodeAt(1) | 32);
}

function fieldOf(column: IdentityColumn, coded: Coded, reading: Coded | undefined, hubLimit: number): Field {
  const { kind, name } = column;
  const { codes } = coded;
  const keys = coded.known.keys.slice();
  const counts = new Int32Array(keys.length);
  let filled = 0;
  for (const code of codes)
    if (code >= 0) {
      counts[code]!++;
      filled++;
    }
  const hubs = keyKinds.has(kind) ? setHubsAside(codes, counts, hubLimit) : { values: 0, rows: 0 };
  return {
    kind,
    name,
    codes,
    counts,
    filled: filled - hubs.rows,
    keys,
    hubs,
    ...comparable(keys, kind),
    ...readingCodes(coded, reading),
  };
}

/** Takes values that too many rows hold out of the rows and the counts. */
function setHubsAside(codes: Int32Array, counts: Int32Array, limit: number): Field["hubs"] {
  const hubs = { values: 0, rows: 0 };
  for (const count of counts)
    if (count > limit) {
      hubs.values++;
      hubs.rows += count;
    }
  if (hubs.values === 0) return hubs;
  for (let row = 0; row < codes.length; row++)
    if (codes[row]! >= 0 && counts[codes[row]!]! > limit) codes[row] = -1;
  for (let code = 0; code < counts.length; code++) if (counts[code]! > limit) counts[code] = 0;
  return hubs;
}

/** What comparing the values needs. */
function comparable(keys: readonly string[], kind: IdentityKind): Pick<Field, "store" | "loose"> {
  const form = looseOf[kind];
  if (form === undefined) return { store: textStore(keys) };
  const loose = new Int32Array(keys.length);
  const known = interner();
  for (let code = 0; code < keys.length; code++) loose[code] = known.code(form(keys[code]!));
  return { store: textStore(keys, loose), loose };
}

/** The reading of each row: its own, or the name itself where that is written in kana. */
function readingCodes(
  { known, codes }: Coded,
  reading: Coded | undefined,
): { readonly reading?: Int32Array } {
  if (reading === undefined) return {};
  const sounds = Int32Array.from(known.keys, (key) => (isKana(key) ? reading.known.code(soundOf(key)) : -1));
  return {
    reading: reading.codes.map((code, row) =>
      code >= 0 ? code : codes[row]! >= 0 ? sounds[codes[row]!]! : -1,
    ),
  };
}

/** A field whose codes share a dictionary that has grown since. */
function grown(field: Field, shared: Interner): Field {
  const { keys } = shared;
  if (keys.length === field.keys.length) return field;
  const counts = new Int32Array(keys.length);
  counts.set(field.counts);
  return { ...field, keys, counts, ...comparable(keys, field.kind) };
}

/** A column of whole names as family and given names where nine in ten are two words or have a comma. */
function splitName(column: IdentityColumn): readonly IdentityColumn[] {
  if (column.kind !== "name" && column.kind !== "nameReading") return [column];
  const parts = column.levels.map((level) => splitWholeName(level));
  const split = parts.filter((one) => one !== undefined).length;
  if (split < column.levels.length * 0.9 || split === 0) return [column];
  const reading = column.kind === "nameReading";
  return ([0, 1] as const).map((at) => ({
    kind: at === 0 ? (reading ? "familyReading" : "family") : reading ? "givenReading" : "given",
    name: column.name,
    levels: parts.map((one, i) => one?.[at] ?? (at === 0 ? column.levels[i]! : "")),
    codes: column.codes,
  }));
}

/** Family and given name of a whole name of two words: Japanese and names with a comma put the family first. */
export function splitWholeName(text: string): readonly [string, string] | undefined {
  const comma = /^([^,、]+)[,、](.+)$/u.exec(foldText(text));
  if (comma !== null) return [comma[1]!.trim(), comma[2]!.trim()];
  const words = nameWords(text).split(" ");
  if (words.length < 2) return undefined;
  const first = words[0]!;
  const last = words.at(-1)!;
  return /[\u3041-\u30ff\u3400-\u9fff]/u.test(first)
    ? [first, words.slice(1).join(" ")]
    : [last, words.slice(0, -1).join(" ")];
}
