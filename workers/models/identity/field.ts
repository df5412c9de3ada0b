import { agreement, type IdentityKind } from "./table.ts";
import { jaroWinkler, oneSlip, type TextStore } from "./strings.ts";

/** A column made ready: normalised values by code, with what comparing two of them needs. */
export interface Field {
  readonly kind: IdentityKind;
  readonly name: string;
  /** Code of the value of each row, -1 for blank. */
  readonly codes: Int32Array;
  /** How many rows hold each value. */
  readonly counts: Int32Array;
  /** The normalised values by code. */
  readonly keys: readonly string[];
  readonly store: TextStore;
  /** For each value, the code of its looser form (variant kanji, sound, abbreviation). */
  readonly loose: Int32Array;
  /** For each row, the code of the name's reading, -1 without one. */
  readonly reading?: Int32Array;
  /** Rows set aside because too many rows share the value. */
  readonly hubs: { readonly values: number; readonly rows: number };
}

/** How far the entries of two rows agree. */
export type Comparison = (a: number, b: number) => number;

const { differ, part, alike, close, variant, exact, missing } = agreement;

const ALIKE = 0.85;
const CLOSE = 0.93;

/** The comparison of a field, by its kind. */
export function comparisonOf(field: Field): Comparison {
  const { codes, loose } = field;
  const unequal = unequalOf(field);
  const { reading } = field;
  if (reading !== undefined)
    return (a, b) => {
      const x = codes[a]!;
      const y = codes[b]!;
      if (x === y && x >= 0) return exact;
      if (reading[a]! >= 0 && reading[a] === reading[b]) return variant;
      if (x < 0 || y < 0) return missing;
      return loose[x] === loose[y] ? variant : unequal(x, y);
    };
  return (a, b) => {
    const x = codes[a]!;
    const y = codes[b]!;
    if (x < 0 || y < 0) return missing;
    if (x === y) return exact;
    return loose[x] === loose[y] ? variant : unequal(x, y);
  };
}

function unequalOf({ kind, store, keys }: Field): Comparison {
  switch (kind) {
    case "birth":
      return births(keys, store);
    case "email":
      return emails(keys, store);
    case "phone":
    case "number":
    case "postal":
      return (x, y) => (lengthOf(store, x) >= 5 && oneSlip(store, x, y) ? close : differ);
    case "house":
    case "sex":
    case "region":
      return (x, y) => (lengthOf(store, x) >= 3 && oneSlip(store, x, y) ? close : differ);
    case "street":
    case "text":
      return streets(keys, store);
    default:
      return names(store);
  }
}

function lengthOf(store: TextStore, x: number): number {
  return store.start[x + 1]! - store.start[x]!;
}

function names(store: TextStore): Comparison {
  return (x, y) => {
    const similarity = jaroWinkler(store, x, y, ALIKE);
    if (similarity >= CLOSE) return close;
    if (similarity >= ALIKE) return alike;
    const lx = lengthOf(store, x);
    const ly = lengthOf(store, y);
    // An initial for a name.
    if (Math.min(lx, ly) === 1)
      return store.units[store.start[x]!] === store.units[store.start[y]!] ? part : differ;
    return Math.min(lx, ly) >= 4 && oneSlip(store, x, y) ? alike : differ;
  };
}

/** Addresses and other texts of several words: alike as names are, or half of their words in common. */
function streets(keys: readonly string[], store: TextStore): Comparison {
  const common = commonWords(keys);
  return (x, y) => {
    const similarity = jaroWinkler(store, x, y, ALIKE);
    if (similarity >= CLOSE) return close;
    if (similarity >= ALIKE) return alike;
    return common(x, y) ? part : differ;
  };
}

/** Whether half of all words of two texts occur in both, the texts' words held as sorted numbers. */
function commonWords(keys: readonly string[]): (x: number, y: number) => boolean {
  const known = new Map<string, number>();
  const start = new Int32Array(keys.length + 1);
  const mask = new Int32Array(keys.length);
  const words: number[] = [];
  keys.forEach((key, i) => {
    const own = new Set<number>();
    if (key.includes(" "))
      for (const word of key.split(" ")) {
        const number = known.get(word) ?? known.size;
        known.set(word, number);
        own.add(number);
      }
    for (const number of [...own].sort((a, b) => a - b)) {
      words.push(number);
      mask[i]! |= 1 << (number & 31);
    }
    start[i + 1] = words.length;
  });
  const all = Int32Array.from(words);
  return (x, y) =>
    (mask[x]! & mask[y]!) !== 0 && halfShared(all, start[x]!, start[x + 1]!, start[y]!, start[y + 1]!);
}

function halfShared(words: Int32Array, fromX: number, toX: number, fromY: number, toY: number): boolean {
  let [i, j, common] = [fromX, fromY, 0];
  while (i < toX && j < toY) {
    const difference = words[i]! - words[j]!;
    if (difference === 0) common++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return common * 2 >= toX - fromX + (toY - fromY) - common;
}

function emails(keys: readonly string[], store: TextStore): Comparison {
  const locals = keys.map((key) => key.slice(0, Math.max(0, key.lastIndexOf("@"))));
  return (x, y) => {
    if (oneSlip(store, x, y)) return close;
    const local = locals[x]!;
    return local.length >= 5 && local === locals[y] ? part : differ;
  };
}

/** Dates as `YYYYMMDD`, a digit in four bits each; zeros are parts nobody knows. */
function births(keys: readonly string[], store: TextStore): Comparison {
  const dates = Int32Array.from(keys, (key) => parseInt(key.slice(0, 8).padEnd(8, "0"), 16));
  return (x, y) => {
    const a = dates[x]!;
    const b = dates[y]!;
    if (oneDigitApart(a, b) || oneSlip(store, x, y)) return close;
    const years = equalPart(a >>> 16, b >>> 16);
    const [monthA, monthB] = [(a >>> 8) & 255, (b >>> 8) & 255];
    const [dayA, dayB] = [a & 255, b & 255];
    if (a >>> 16 === b >>> 16 && monthA === dayB && dayA === monthB) return close;
    const agreeing = years + equalPart(monthA, monthB) + equalPart(dayA, dayB);
    return agreeing >= 2 ? part : differ;
  };
}

function equalPart(a: number, b: number): number {
  return a === b || a === 0 || b === 0 ? 1 : 0;
}

/** One wrong digit, or two neighbours exchanged. */
function oneDigitApart(a: number, b: number): boolean {
  const bits = a ^ b;
  const digits = (bits | (bits >>> 1) | (bits >>> 2) | (bits >>> 3)) & 0x11111111;
  const lowest = digits & -digits;
  const rest = digits ^ lowest;
  if (rest === 0) return true;
  const at = 31 - Math.clz32(lowest);
  if (rest !== lowest << 4) return false;
  const pairA = (a >>> at) & 255;
  const pairB = (b >>> at) & 255;
  return pairA >> 4 === (pairB & 15) && (pairA & 15) === pairB >> 4;
}
