import {
  doubtfulNames,
  familyNames,
  givenNames,
  hanFamilyNames,
  hanGivenNames,
  namedThings,
  romanFamilyNames,
  romanGivenNames,
} from "./names.ts";

/** Words of a letter that stand where a name might. */
const noName =
  /^(?:All|Also|And|Any|Anyone|But|Company|Customer|Customers|Dear|Everybody|Everyone|Excuse|Father|First|Good|Hello|Hey|Hi|Friends?|However|It|Last|Madam|Manager|Mother|My|New|Next|No|Nobody|Okay?|Our|Partner|Please|Salut|Shop|Sir|Somebody|Someone|Sorry|Staff|Store|Support|Team|Thanks?|That|The|Their|There|This|Today|Tomorrow|User|We|Welcome|Well|What|Who|World|Yes|Yesterday|You|Your)$/;
/** What stands behind the name of a place, a building or a thing. */
const thing =
  /^(?:St|Street|Ave|Avenue|Rd|Road|Lane|Drive|Court|Square|Place|Park|Bridge|Hill|Hospital|School|College|University|Station|Church|Hall|House|Hotel|Airport|Island|Bay|River|Lake|County|Award|Prize|Cup|Ltd|Inc|LLC|GmbH|Corp|Company|Group|Bank|Tea|Coffee|Cake|Blend|Edition|Collection|Series)\b/;

const WORD = "[A-ZÀ-Þ][\\p{Ll}'’]+(?:-[A-ZÀ-Þ][\\p{Ll}'’]+)?";
const NEXT = `(?: [A-Z]\\.)?(?: (?:van|von|de|da|di|del|der|la|le|bin|al|ten|ter)){0,2} ${WORD}`;

/** A capitalised word and up to two after it, where a listed name may be among them. */
const runs = new RegExp(`(?<![\\p{L}@./_-])${WORD}(?:${NEXT})?`, "gu");
/** Full names in Chinese characters: family and given name, with or without a blank. */
const han =
  /(?<![\p{Script=Han}])(?:[\p{Script=Han}々]{1,3}[ \u3000][\p{Script=Han}々]{1,3}|[\p{Script=Han}々]{2,6})(?![\p{Script=Han}々])/gu;
/** Makers and houses whose names are heard by themselves. */
const makers = /^(?:Hattori|Kubota|Matsui|Nomura|Okamura)$/;

interface NameSpan {
  readonly from: number;
  readonly to: number;
}

/**
 * Names of people that lists of frequent names tell, in English and European writing, in Japanese, and in Japanese in Roman letters:
 * a listed given name with the name behind it, a listed family and given name of Japan in either order, and by itself a given name that is
 * nothing but one. Names that are words, months or places, too, count only beside another; brands made of names do not.
 */
export function findNames(text: string): readonly NameSpan[] {
  const found: NameSpan[] = [];
  for (const match of text.matchAll(runs)) {
    const span = nameIn(match[0], text.slice(match.index + match[0].length));
    if (span !== undefined) found.push({ from: match.index + span.from, to: match.index + span.to });
  }
  for (const match of text.matchAll(han)) {
    const span = hanName(match[0]);
    if (span !== undefined) found.push({ from: match.index, to: match.index + span });
  }
  return found;
}

/** Whether a word may be a name, where something else says that a name stands there. */
export function mayBeName(words: string): boolean {
  return !noName.test(words.split(" ")[0] ?? "");
}

function nameIn(run: string, after: string): NameSpan | undefined {
  const plain = run.replace(/['’]s$/u, "");
  const words = plain.split(" ");
  const [first = "", second] = words;
  const behind = after.trimStart();
  if (second === undefined) {
    const alone =
      givenNames.has(first) || (first.length > 5 && romanFamilyNames.has(first) && !makers.test(first));
    return alone && !thing.test(behind) ? { from: 0, to: plain.length } : undefined;
  }
  const last = words.at(-1) ?? "";
  if (namedThings.has(`${first}_${last}`) || thing.test(last)) return undefined;
  // A road or a firm that bears somebody's name.
  if (thing.test(behind)) return undefined;
  if (isGiven(first) || (doubtfulNames.has(first) && familyNames.has(last)))
    return { from: 0, to: plain.length };
  const japanese =
    (romanFamilyNames.has(first) && romanGivenNames.has(last)) ||
    (romanGivenNames.has(first) && romanFamilyNames.has(last));
  if (japanese) return { from: 0, to: plain.length };
  // `Hello Megan`: the word before is none of the name.
  return givenNames.has(last) && words.length === 2
    ? { from: first.length + 1, to: plain.length }
    : undefined;
}

function isGiven(word: string): boolean {
  return givenNames.has(word) || givenNames.has(word.split("-")[0] ?? "");
}

/** Length of the full name at the beginning of characters, if there is one. */
function hanName(run: string): number | undefined {
  const characters = Array.from(run);
  const gap = characters.findIndex((one) => one === " " || one === "\u3000");
  if (gap > 0) {
    const family = characters.slice(0, gap).join("");
    const given = characters.slice(gap + 1).join("");
    return hanFamilyNames.has(family) && (hanGivenNames.has(given) || given.length > 1)
      ? run.length
      : undefined;
  }
  for (const length of [2, 3, 1]) {
    const family = characters.slice(0, length).join("");
    if (hanFamilyNames.has(family) && hanGivenNames.has(characters.slice(length).join(""))) return run.length;
  }
  return undefined;
}
