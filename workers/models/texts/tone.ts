import { contentEn, discontentEn, negatorsEn, partingEn } from "./lexicon-en.ts";
import { contentJa, discontentJa, neutralJa, partingJa } from "./lexicon-ja.ts";

/** What one text says, and nothing of how it says it. */
interface TextTone {
  /** From -1 (discontent) to 1 (content); NaN where no word of the lexicon is in it. */
  readonly tone: number;
  /** Whether it speaks of leaving, sending back or having the money back. */
  readonly parting: boolean;
}

/** Longer texts are read up to here: what somebody feels they say early. */
const READ = 4000;
/** Words before a word of tone in which a negation turns it. */
const REACH_EN = 3;

type Sign = 1 | -1 | 0;

const japanese = stemsOf([
  [contentJa, 1],
  [discontentJa, -1],
  [neutralJa, 0],
]);
const english = new Map<string, Sign>([
  ...contentEn.map((word) => [word, 1] as const),
  ...discontentEn.map((word) => [word, -1] as const),
]);
const negators = new Set(negatorsEn);
const partings = new Set(partingEn);

/** Stems by their first letter, longest first. */
function stemsOf(lists: readonly (readonly [readonly string[], Sign])[]) {
  const byFirst = new Map<string, (readonly [string, Sign])[]>();
  for (const [stems, sign] of lists)
    for (const stem of stems) {
      const known = byFirst.get(stem[0]!);
      if (known === undefined) byFirst.set(stem[0]!, [[stem, sign]]);
      else known.push([stem, sign]);
    }
  for (const stems of byFirst.values()) stems.sort(([a], [b]) => b.length - a.length);
  return byFirst;
}

/**
 * The tone of a text by a lexicon of our own (`lexicon-ja.ts`, `lexicon-en.ts`), as pure counting: words of content less words of
 * discontent over all of them and one more, so that a single word is no certainty. A negation turns a word: after it in
 * Japanese (ない, ません, なく), up to three words before it in English (not, n't, no). Do not use it to judge one text or one
 * person: it misses irony, what is told between the lines, and words it does not have. It is made for means over many. Linear
 * in the text.
 */
export function toneOf(text: string): TextTone {
  const read = text.slice(0, READ).normalize("NFKC");
  const counts = { content: 0, discontent: 0 };
  countJapanese(read, counts);
  const parting = countEnglish(read.toLowerCase(), counts) || partingJa.some((word) => read.includes(word));
  const { content, discontent } = counts;
  const found = content + discontent;
  return { tone: found === 0 ? NaN : (content - discontent) / (found + 1), parting };
}

interface Counts {
  content: number;
  discontent: number;
}

function add(counts: Counts, sign: Sign, turned: boolean): void {
  if (sign === 0) return;
  if (sign > 0 !== turned) counts.content++;
  else counts.discontent++;
}

/** Up to a few kana between, then a word for not; what follows a "not only" is no negation. */
const notJa =
  /^[ぁ-んァ-ヶー一-龠]{0,6}?(?:ない|なかっ|なく|なけれ|ません|無い|無かっ|なし(?![いくか])|ずに(?!つ))/u;
const notOnlyJa = /^[ぁ-ん]{0,3}?(?:だけで|ばかりで|のみで|しか|に違い|に間違い|かもしれ)/u;

function countJapanese(text: string, counts: Counts): void {
  for (let at = 0; at < text.length;) {
    const found = japanese.get(text[at]!)?.find(([stem]) => text.startsWith(stem, at));
    if (found === undefined) {
      at++;
      continue;
    }
    const [stem, sign] = found;
    at += stem.length;
    const [after = ""] = text.slice(at, at + 10).split(/[。、!?！？\n,.\s]/u, 1);
    add(counts, sign, !notOnlyJa.test(after) && notJa.test(after) && !anotherBefore(after));
  }
}

/** Whether a second word of tone stands before the negation, which then is that word's. */
function anotherBefore(after: string): boolean {
  for (let at = 0; at < after.length; at++) {
    if (/^(?:ない|なかっ|なく|なけれ|ません|無い|無かっ|なし|ずに)/u.test(after.slice(at))) return false;
    if (japanese.get(after[at]!)?.some(([stem]) => after.startsWith(stem, at)) === true) return true;
  }
  return false;
}

/** Counts English words of tone; answers whether one speaks of leaving. */
function countEnglish(text: string, counts: Counts): boolean {
  let parting = false;
  // A negation reaches no further than its clause.
  for (const clause of text.split(/[.,;:!?()\n]+|\bbut\b|\bhowever\b|\balthough\b/u)) {
    const words = clause.match(/[a-z][a-z'-]*/gu) ?? [];
    words.forEach((word, at) => {
      if (partings.has(word)) parting = true;
      const sign = signOf(word);
      if (sign === 0) return;
      const before = words.slice(Math.max(0, at - REACH_EN), at);
      add(counts, sign, before.some(isNegator) && !before.includes("only"));
    });
  }
  return parting;
}

function isNegator(word: string): boolean {
  return negators.has(word) || word.endsWith("n't");
}

/** The sign of a word or of its dictionary form. */
function signOf(word: string): Sign {
  const own = english.get(word);
  if (own !== undefined) return own;
  for (const ending of ["ing", "ly", "ed", "es", "d", "s"])
    if (word.length > ending.length + 2 && word.endsWith(ending)) {
      const stem = english.get(word.slice(0, -ending.length));
      if (stem !== undefined) return stem;
    }
  return 0;
}
