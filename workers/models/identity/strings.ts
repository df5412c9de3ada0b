/** Texts compared by code unit: JavaScript's UTF-16, cut to 32 units, which bit masks then hold. */
export interface TextStore {
  /** All texts one after the other. */
  readonly units: Uint16Array;
  /**
   * Four integers a text, so that a comparison reads one line of memory before it looks at any unit: where its units start; the
   * number of units less one in the upper 5 bits above a bit for each unit that occurs, folded onto 27; the low bytes of the first four units;
   * the code of its looser form.
   */
  readonly info: Int32Array;
}

const LONGEST = 32;
const FOLD = 27;
const BITS = (1 << FOLD) - 1;

/** Stores texts, none of them empty, for comparison; `loose` holds the code of the looser form of each, its own place without one. */
export function textStore(texts: readonly string[], loose?: Int32Array): TextStore {
  let total = 0;
  for (const text of texts) total += Math.min(LONGEST, text.length);
  const units = new Uint16Array(total);
  const info = new Int32Array(4 * texts.length);
  let at = 0;
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!;
    const length = Math.min(LONGEST, text.length);
    info[4 * i] = at;
    let bits = 0;
    let head = 0;
    for (let j = 0; j < length; j++) {
      const unit = text.charCodeAt(j);
      units[at++] = unit;
      bits |= 1 << (unit % FOLD);
      if (j < 4) head |= (unit & 255) << (8 * j);
    }
    info[4 * i + 1] = bits | ((length - 1) << FOLD);
    info[4 * i + 2] = head;
    info[4 * i + 3] = loose === undefined ? i : loose[i]!;
  }
  return { units, info };
}

/** Units of a text, 1 to 32. */
export function lengthOf({ info }: TextStore, x: number): number {
  return (info[4 * x + 1]! >>> FOLD) + 1;
}

/** Whether two texts have the same looser form. */
export function sameForm({ info }: TextStore, x: number, y: number): boolean {
  return info[4 * x + 3] === info[4 * y + 3];
}

/** Whether the first four units of two texts may be the same: false only where they are not. */
export function mayStartAlike({ info }: TextStore, x: number, y: number): boolean {
  return info[4 * x + 2] === info[4 * y + 2];
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
  const { units, info } = store;
  const signX = info[4 * x + 1]!;
  const signY = info[4 * y + 1]!;
  const la = (signX >>> FOLD) + 1;
  const lb = (signY >>> FOLD) + 1;
  // Units of one text that the other lacks cannot match: an upper bound without looking at positions.
  const bound = Math.min(la - bitCount(signX & ~signY & BITS), lb - bitCount(signY & ~signX & BITS));
  if (bound <= 0) return 0;
  const upper = (bound / la + bound / lb + 1) / 3;
  const heads = info[4 * x + 2]! ^ info[4 * y + 2]!;
  const may = heads === 0 ? 4 : (31 - Math.clz32(heads & -heads)) >> 3;
  if (upper + 0.1 * may * (1 - upper) < least) return 0;
  const a = info[4 * x]!;
  const b = info[4 * y]!;
  let prefix = 0;
  const most = Math.min(4, la, lb);
  while (prefix < most && units[a + prefix] === units[b + prefix]) prefix++;
  const lift = 0.1 * prefix;
  if (upper + lift * (1 - upper) < least) return 0;
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
export function oneSlip({ units, info }: TextStore, x: number, y: number): boolean {
  const signX = info[4 * x + 1]!;
  const signY = info[4 * y + 1]!;
  const la = (signX >>> FOLD) + 1;
  const lb = (signY >>> FOLD) + 1;
  // One slip takes one unit away and brings one at most.
  if (Math.abs(la - lb) > 1 || bitCount((signX ^ signY) & BITS) > 2) return false;
  let a = info[4 * x]!;
  let b = info[4 * y]!;
  let endA = a + la;
  let endB = b + lb;
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
