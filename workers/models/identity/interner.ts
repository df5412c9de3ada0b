/** Numbers different texts from 0 in order of first sight. */
export interface Interner {
  /** The texts by number. */
  readonly keys: readonly string[];
  /** The number of a text, a new one for a new text. */
  code(text: string): number;
  /** A new number for a text that is known to be new. */
  add(text: string): number;
}

const FIRST_BITS = 10;

/** A numbering of texts: an open table of integers, a third of the time of a `Map` on texts seen for the first time. */
export function interner(): Interner {
  const keys: string[] = [];
  const hashes: number[] = [];
  let slots = new Int32Array(1 << FIRST_BITS);
  const place = (code: number) => {
    const mask = slots.length - 1;
    let slot = hashes[code]! & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = code + 1;
  };
  const makeRoom = () => {
    if (keys.length * 2 <= slots.length) return;
    slots = new Int32Array(1 << (33 - Math.clz32(keys.length)));
    for (let code = 0; code < hashes.length; code++) place(code);
  };
  // Texts that were added have no place in the table until one is looked up.
  const index = () => {
    makeRoom();
    for (let code = hashes.length; code < keys.length; code++) {
      hashes.push(hashOf(keys[code]!));
      place(code);
    }
  };
  return {
    keys,
    add: (text) => keys.push(text) - 1,
    code: (text) => {
      if (hashes.length < keys.length) index();
      const hash = hashOf(text);
      const mask = slots.length - 1;
      let slot = hash & mask;
      for (let found = slots[slot]!; found !== 0; found = slots[slot]!) {
        if (hashes[found - 1] === hash && keys[found - 1] === text) return found - 1;
        slot = (slot + 1) & mask;
      }
      slots[slot] = keys.push(text);
      hashes.push(hash);
      makeRoom();
      return keys.length - 1;
    },
  };
}

/** FNV-1a over UTF-16 units, its bits mixed at the end (Fowler, Noll & Vo; Appleby's finaliser). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

/** The words of texts as numbers: those of text `i` are `words[start[i], start[i + 1])`, in the text's order. */
export interface WordNumbers {
  readonly start: Int32Array;
  readonly words: Int32Array;
  /** How many different words there are. */
  readonly count: number;
}

const SPACE = 32;
const HYPHEN = 45;

/** Numbers the words of texts, cut at single spaces and, where told, at hyphens; shorter ones than `least` units are no words. */
export function wordNumbers(texts: readonly string[], atHyphens: boolean, least: number): WordNumbers {
  const start = new Int32Array(texts.length + 1);
  const known = interner();
  let words = new Int32Array(4 * texts.length + 16);
  let count = 0;
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!;
    let from = 0;
    for (let at = 0; at <= text.length; at++) {
      const unit = at === text.length ? SPACE : text.charCodeAt(at);
      if (unit !== SPACE && !(atHyphens && unit === HYPHEN)) continue;
      if (at - from >= least) {
        if (count === words.length) words = longer(words);
        words[count++] = known.code(text.slice(from, at));
      }
      from = at + 1;
    }
    start[i + 1] = count;
  }
  return { start, words: words.slice(0, count), count: known.keys.length };
}

function longer(old: Int32Array): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(2 * old.length);
  grown.set(old);
  return grown;
}
