import { agreement, type IdentityKind } from "./table.ts";
import { wordNumbers } from "./interner.ts";
import { jaroWinkler, lengthOf, mayStartAlike, oneSlip, sameForm, type TextStore } from "./strings.ts";

/** A column made ready: normalised values by code, with what comparing two of them needs. */
export interface Field {
  readonly kind: IdentityKind;
  readonly name: string;
  /** Code of the value of each row, -1 for blank. */
  readonly codes: Int32Array;
  /** How many rows hold each value, and any. */
  readonly counts: Int32Array;
  readonly filled: number;
  /** The normalised values by code. */
  readonly keys: readonly string[];
  readonly store: TextStore;
  /** For each value, the code of its looser form (variant kanji, sound, abbreviation), where the kind knows one. */
  readonly loose?: Int32Array;
  /** For each row, the code of the name's reading, -1 without one. */
  readonly reading?: Int32Array;
  /** Rows set aside because too many rows share the value. */
  readonly hubs: { readonly values: number; readonly rows: number };
}

/** How far two different values, given by their codes, agree. */
export type Comparison = (x: number, y: number) => number;

const { differ, part, alike, close, variant } = agreement;

const ALIKE = 0.85;
const CLOSE = 0.93;

/** The comparison of a field's different values, by its kind. */
export function comparisonOf(field: Field): Comparison {
  const unequal = unequalOf(field);
  const { store, loose } = field;
  if (loose === undefined) return unequal;
  return (x, y) => (sameForm(store, x, y) ? variant : unequal(x, y));
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

function names(store: TextStore): Comparison {
  return (x, y) => {
    const similarity = jaroWinkler(store, x, y, ALIKE);
    if (similarity >= CLOSE) return close;
    if (similarity >= ALIKE) return alike;
    const lx = lengthOf(store, x);
    const ly = lengthOf(store, y);
    // An initial for a name.
    if (Math.min(lx, ly) === 1)
      return store.units[store.info[4 * x]!] === store.units[store.info[4 * y]!] ? part : differ;
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

/** Whether half of all words of two texts occur in both; a text of one word has none to share. The words are numbered when first asked for. */
function commonWords(keys: readonly string[]): (x: number, y: number) => boolean {
  let known: ReturnType<typeof sortedWords> | undefined;
  return (x, y) => {
    const { words, start, mask } = (known ??= sortedWords(keys));
    return (
      (mask[x]! & mask[y]!) !== 0 && halfShared(words, start[x]!, start[x + 1]!, start[y]!, start[y + 1]!)
    );
  };
}

/** The different words of each text of two words or more as rising numbers, with a bit for each, folded onto 32. */
function sortedWords(keys: readonly string[]) {
  const { start: from, words } = wordNumbers(keys, false, 1);
  const start = new Int32Array(from.length);
  const mask = new Int32Array(keys.length);
  let end = 0;
  for (let i = 0; i < keys.length; i++) {
    const [first, last] = [from[i]!, from[i + 1]!];
    const begin = end;
    for (let at = first; last - first > 1 && at < last; at++) {
      const word = words[at]!;
      // Few words: put each in its place; what stands before `end` has been read.
      let place = end;
      while (place > begin && words[place - 1]! > word) place--;
      if (place > begin && words[place - 1] === word) continue;
      words.copyWithin(place + 1, place, end);
      words[place] = word;
      end++;
      mask[i]! |= 1 << (word & 31);
    }
    start[i + 1] = end;
  }
  return { start, words, mask };
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
  return (x, y) => {
    if (oneSlip(store, x, y)) return close;
    if (!mayStartAlike(store, x, y)) return differ;
    const [one, other] = [keys[x]!, keys[y]!];
    const local = one.lastIndexOf("@");
    if (local < 5 || local !== other.lastIndexOf("@")) return differ;
    return other.startsWith(one.slice(0, local)) ? part : differ;
  };
}

/** Dates as `YYYYMMDD`, a digit in four bits each; zeros are parts nobody knows. */
function births(keys: readonly string[], store: TextStore): Comparison {
  const dates = new Int32Array(keys.length);
  for (let i = 0; i < keys.length; i++) dates[i] = parseInt(keys[i]!.slice(0, 8).padEnd(8, "0"), 16);
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
