/** Texts compared by code unit: JavaScript's UTF-16, cut to 32 units, which bit masks then hold. */
export interface TextStore {
  /** All texts one after the other; text `i` is `units[start[i], start[i + 1])`. */
  readonly units: Uint16Array;
  readonly start: Int32Array;
  /** For each text, a bit for each unit that occurs in it, units folded onto 32 bits. */
  readonly mask: Int32Array;
}

const LONGEST = 32;

/** Stores texts for comparison. */
export function textStore(texts: readonly string[]): TextStore {
  const start = new Int32Array(texts.length + 1);
  texts.forEach((text, i) => (start[i + 1] = start[i]! + Math.min(LONGEST, text.length)));
  const units = new Uint16Array(start[texts.length]!);
  const mask = new Int32Array(texts.length);
  texts.forEach((text, i) => {
    let at = start[i]!;
    let bits = 0;
    for (let j = 0; at < start[i + 1]!; j++) {
      const unit = text.charCodeAt(j);
      units[at++] = unit;
      bits |= 1 << ((unit ^ (unit >>> 5)) & 31);
    }
    mask[i] = bits;
  });
  return { units, start, mask };
}

function bitCount(bits: number): number {
  let x = bits - ((bits >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * Jaro-Winkler similarity of two stored texts, 0 to 1, or 0 where it is certainly below `least` (Jaro 1989; Winkler 1990: the
 * common start, up to four units, counts 0.1 each of what is missing).
 */
export function jaroWinkler(store: TextStore, x: number, y: number, least: number): number {
  const { units, start, mask } = store;
  const a = start[x]!;
  const b = start[y]!;
  const la = start[x + 1]! - a;
  const lb = start[y + 1]! - b;
  if (la === 0 || lb === 0) return 0;
  let prefix = 0;
  const most = Math.min(4, la, lb);
  while (prefix < most && units[a + prefix] === units[b + prefix]) prefix++;
  const lift = 0.1 * prefix;
  // Units of one text that the other lacks cannot match: an upper bound without looking at positions.
  const bound = Math.min(la - bitCount(mask[x]! & ~mask[y]!), lb - bitCount(mask[y]! & ~mask[x]!));
  const upper = (bound / la + bound / lb + 1) / 3;
  if (bound <= 0 || upper + lift * (1 - upper) < least) return 0;
  const jaro = jaroOf(units, a, la, b, lb);
  return jaro + lift * (1 - jaro);
}

function jaroOf(units: Uint16Array, a: number, la: number, b: number, lb: number): number {
  const reach = Math.max(0, (Math.max(la, lb) >> 1) - 1);
  let usedA = 0;
  let usedB = 0;
  let matches = 0;
  for (let i = 0; i < la; i++) {
    const unit = units[a + i];
    const to = Math.min(lb - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= to; j++) {
      if (units[b + j] !== unit || (usedB & (1 << j)) !== 0) continue;
      usedA |= 1 << i;
      usedB |= 1 << j;
      matches++;
      break;
    }
  }
  if (matches === 0) return 0;
  let crossed = 0;
  let j = 0;
  for (let i = 0; i < la; i++) {
    if ((usedA & (1 << i)) === 0) continue;
    while ((usedB & (1 << j)) === 0) j++;
    if (units[a + i] !== units[b + j]) crossed++;
    j++;
  }
  return (matches / la + matches / lb + (matches - (crossed >> 1)) / matches) / 3;
}

/**
 * Whether two different stored texts are one slip apart: a unit put in, left out or changed, or two neighbours exchanged
 * (Damerau 1964: four in five misspellings are one of these).
 */
export function oneSlip(store: TextStore, x: number, y: number): boolean {
  const { units, start } = store;
  let a = start[x]!;
  let b = start[y]!;
  let endA = start[x + 1]!;
  let endB = start[y + 1]!;
  if (Math.abs(endA - a - (endB - b)) > 1) return false;
  while (a < endA && b < endB && units[a] === units[b]) {
    a++;
    b++;
  }
  while (endA > a && endB > b && units[endA - 1] === units[endB - 1]) {
    endA--;
    endB--;
  }
  const restA = endA - a;
  const restB = endB - b;
  if (restA <= 1 && restB <= 1) return true;
  return restA === 2 && restB === 2 && units[a] === units[b + 1] && units[a + 1] === units[b];
}
