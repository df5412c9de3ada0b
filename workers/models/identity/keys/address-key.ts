import { foldText } from "./fold.ts";
import { foldVariants } from "./variant-kanji.ts";

const digits = "〇一二三四五六七八九";

/** A Japanese numeral up to 99 as a number: 二十三 is 23, 一〇 is 10. */
function fromKanji(numeral: string): string {
  const ten = numeral.indexOf("十");
  const plain = (text: string) => Array.from(text, (sign) => String(digits.indexOf(sign))).join("");
  if (ten < 0) return plain(numeral);
  const tens = ten === 0 ? "1" : plain(numeral.slice(0, ten));
  const ones = plain(numeral.slice(ten + 1));
  return String(Number(tens) * 10 + Number(ones === "" ? "0" : ones));
}

/** A hyphen, as the many dashes that keyboards give; ー counts as one between figures only. */
const dashes = /[-−‐‑‒–—―─~〜]|(?<=\d)ー(?=\d)/gu;

const abbreviations = new Map(
  (
    "street st|road rd|avenue ave av|drive dr|place pl|crescent cres cr|court ct|lane ln|boulevard blvd|highway hwy|terrace tce|" +
    "square sq|parade pde|circuit cct|close cl|apartment apt|building bldg|floor fl|suite ste|north n|south s|east e|west w|" +
    "saint st|mount mt|room rm"
  )
    .split("|")
    .flatMap((line) => {
      const [whole = "", ...short] = line.split(" ");
      return [whole, ...short].map((word) => [word, short[0] ?? whole] as const);
    }),
);

/** First and last sign of a word in one number. */
function ends(text: string, from: number, to: number): number {
  return text.charCodeAt(from) * 65536 + text.charCodeAt(to - 1);
}

const abbreviatedEnds = new Set(Array.from(abbreviations.keys(), (word) => ends(word, 0, word.length)));

/** Words of plain letters and digits, one space between them: nothing to fold. */
const plainWords = /^[a-z0-9]+(?: [a-z0-9]+)*$/;

/**
 * An address as it is written, for comparing. Japanese: 1丁目2番地3号, 一丁目二番三号 and 1-2-3 are one; ヶ, ヵ, ケ and が between kanji
 * are one; 大字, 字 and the prefecture at the start go. Elsewhere: punctuation goes, street words are abbreviated one way.
 */
export function addressKey(text: string): string {
  if (plainWords.test(text)) return abbreviated(text);
  const folded = foldText(text);
  return /[\u3041-\u30ff\u3400-\u9fff]/u.test(folded) ? japanese(folded) : western(folded);
}

function japanese(folded: string): string {
  return folded
    .replace(/^〒?\s*\d{3}-?\d{4}\s*/u, "")
    .replace(/^(?:北海道|東京都|京都府|大阪府|[\u4e00-\u9fff]{2,3}県)(?=.)/u, "")
    .replace(/[〇一二三四五六七八九十]+(?=丁目|番|号|-\d)/gu, fromKanji)
    .replace(/(?<=[\u4e00-\u9fff])[ゕゖけヶケが](?=[\u4e00-\u9fff])/gu, "が")
    .replace(dashes, "-")
    .replace(/(?<=\d)(?:丁目|番地の?|番町|番|号|の)(?=\d)/gu, "-")
    .replace(/(?<=\d)(?:丁目|番地|番|号室?|室)/gu, " ")
    .replace(/大字|(?<=[\u4e00-\u9fff])字(?=[\u4e00-\u9fff])/gu, "")
    .replace(/(?<=\d) +(?=\d)/gu, "-")
    .replace(/\s+/gu, "");
}

function western(folded: string): string {
  return abbreviated(
    folded
      .replace(/['’.]/gu, "")
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim(),
  );
}

/** Words with one space between them, street words in their short form. Most words are none: their ends tell, before a text is made of them. */
function abbreviated(words: string): string {
  let done = 0;
  let short = "";
  for (let from = 0; from < words.length;) {
    let to = words.indexOf(" ", from);
    if (to < 0) to = words.length;
    if (abbreviatedEnds.has(ends(words, from, to))) {
      const word = abbreviations.get(words.slice(from, to));
      if (word !== undefined) {
        short += words.slice(done, from) + word;
        done = to;
      }
    }
    from = to + 1;
  }
  return done === 0 ? words : short + words.slice(done);
}

/** An address key without its building and with variant kanji folded: the town and its numbers. */
export function looseAddressKey(key: string): string {
  if (plainWords.test(key) || !/[\u3041-\u30ff\u3400-\u9fff]/u.test(key)) return key.replaceAll(" ", "");
  return foldVariants(/^[^\d]*\d+(?:-\d+){0,2}/u.exec(key)?.[0] ?? key);
}

const regionEnd = /(?<=..)[都府県]$/u;

/** A prefecture, state or province: folded, 東京都 as 東京. */
export function regionKey(text: string): string {
  return foldVariants(foldText(text))
    .replace(/[\s.-]/gu, "")
    .replace(regionEnd, "");
}

/** A city, ward or suburb: folded, ヶ and ケ as が, without blanks; 郡 and what stands before it go. */
export function cityKey(text: string): string {
  const folded = foldText(text).replace(/[\s.,'’-]/gu, "");
  return foldVariants(folded)
    .replace(/(?<=[\u4e00-\u9fff])[ゕゖけヶケ](?=[\u4e00-\u9fff])/gu, "が")
    .replace(/^.{1,4}郡(?=.{2,}[町村]$)/u, "");
}
