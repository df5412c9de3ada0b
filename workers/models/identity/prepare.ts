import { addressKey, cityKey, looseAddressKey, regionKey } from "./keys/address-key.ts";
import { emailKey, numberKey, phoneKey, postalKey } from "./keys/contact-keys.ts";
import { foldText, isKana, looseNameKey, nameKey, nameWords, soundOf } from "./keys/fold.ts";
import type { Field } from "./field.ts";
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
  const shared = new Map<string, number>();
  const fields: Field[] = [];
  for (const column of columns) {
    if (column.kind.endsWith("Reading") && hasName(columns, column.kind)) continue;
    const reading = readings.get(readingOf[column.kind] ?? "text");
    // Family and given names are coded alike, so that exchanged ones are seen by their codes.
    const names = column.kind === "given" || column.kind === "family" ? shared : new Map<string, number>();
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
  readonly known: Map<string, number>;
  readonly codes: Int32Array;
}

/** Codes of normalised values, from codes of the values as written. */
function recode(
  column: IdentityColumn,
  key: (text: string) => string,
  known = new Map<string, number>(),
): Coded {
  const byLevel = Int32Array.from(column.levels, (level) => {
    const normal = standIns.test(level.trim().toLowerCase()) ? "" : key(level);
    if (normal === "") return -1;
    const code = known.get(normal) ?? known.size;
    known.set(normal, code);
    return code;
  });
  return { known, codes: column.codes.map((code) => (code < 0 ? -1 : byLevel[code]!)) };
}

function fieldOf(column: IdentityColumn, coded: Coded, reading: Coded | undefined, hubLimit: number): Field {
  const { kind, name } = column;
  const keys = [...coded.known.keys()];
  const counts = new Int32Array(keys.length);
  for (const code of coded.codes) if (code >= 0) counts[code]!++;
  const hubs = { values: 0, rows: 0 };
  if (keyKinds.has(kind)) {
    counts.forEach((count, code) => {
      if (count <= hubLimit) return;
      hubs.values++;
      hubs.rows += count;
      counts[code] = -1;
    });
    if (hubs.values > 0)
      coded.codes.forEach((code, row) => (coded.codes[row] = code >= 0 && counts[code] === -1 ? -1 : code));
  }
  const base = {
    kind,
    name,
    codes: coded.codes,
    counts: counts.map((count) => Math.max(0, count)),
    keys,
    hubs,
  };
  return {
    ...base,
    store: textStore(keys),
    loose: looseCodes(keys, looseOf[kind]),
    ...readingCodes(coded, reading),
  };
}

function looseCodes(keys: readonly string[], loose: ((key: string) => string) | undefined): Int32Array {
  if (loose === undefined) return Int32Array.from(keys, (_, code) => code);
  const known = new Map<string, number>();
  return Int32Array.from(keys, (key) => {
    const form = loose(key);
    const code = known.get(form) ?? known.size;
    known.set(form, code);
    return code;
  });
}

/** The reading of each row: its own, or the name itself where that is written in kana. */
function readingCodes(
  { known, codes }: Coded,
  reading: Coded | undefined,
): { readonly reading?: Int32Array } {
  if (reading === undefined) return {};
  const sounds = Int32Array.from(known.keys(), (key) => {
    if (!isKana(key)) return -1;
    const sound = soundOf(key);
    const code = reading.known.get(sound) ?? reading.known.size;
    reading.known.set(sound, code);
    return code;
  });
  return {
    reading: reading.codes.map((code, row) =>
      code >= 0 ? code : codes[row]! >= 0 ? sounds[codes[row]!]! : -1,
    ),
  };
}

/** A field whose codes share a dictionary that has grown since. */
function grown(field: Field, shared: ReadonlyMap<string, number>): Field {
  const keys = [...shared.keys()];
  if (keys.length === field.keys.length) return field;
  const counts = new Int32Array(keys.length);
  counts.set(field.counts);
  return { ...field, keys, counts, store: textStore(keys), loose: looseCodes(keys, looseOf[field.kind]) };
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
