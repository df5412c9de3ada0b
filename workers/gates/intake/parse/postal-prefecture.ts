import { displayText, normalizePrefecture } from "./person.ts";
import { prefectures } from "./prefectures.ts";

/**
 * First three digits of postal codes and the number of the prefecture (JIS X 0401) they lie in from there on; 0 where
 * they lie in several. Made from Japan Post's list of May 2022 (126,869 codes), which is in the public domain.
 */
const ranges: readonly (readonly [from: number, prefecture: number])[] = [
  [1, 1],
  [10, 5],
  [18, 0],
  [19, 5],
  [20, 3],
  [30, 2],
  [40, 1],
  [100, 13],
  [210, 14],
  [260, 12],
  [300, 8],
  [311, 0],
  [312, 8],
  [320, 9],
  [330, 11],
  [349, 0],
  [350, 11],
  [370, 0],
  [371, 10],
  [380, 20],
  [384, 0],
  [385, 20],
  [389, 0],
  [390, 20],
  [400, 19],
  [410, 22],
  [431, 0],
  [432, 22],
  [440, 23],
  [498, 0],
  [500, 21],
  [510, 24],
  [520, 0],
  [521, 25],
  [530, 27],
  [563, 0],
  [564, 27],
  [600, 26],
  [618, 0],
  [619, 26],
  [630, 0],
  [631, 29],
  [640, 30],
  [647, 0],
  [649, 30],
  [650, 28],
  [680, 31],
  [684, 0],
  [685, 32],
  [689, 31],
  [690, 32],
  [700, 33],
  [720, 34],
  [740, 35],
  [760, 37],
  [770, 36],
  [780, 39],
  [790, 38],
  [800, 40],
  [811, 0],
  [812, 40],
  [817, 42],
  [818, 40],
  [839, 0],
  [840, 41],
  [848, 0],
  [849, 41],
  [850, 42],
  [860, 43],
  [870, 44],
  [871, 0],
  [872, 44],
  [880, 45],
  [890, 46],
  [900, 47],
  [910, 18],
  [920, 17],
  [922, 0],
  [923, 17],
  [930, 16],
  [939, 0],
  [940, 15],
  [949, 0],
  [950, 15],
  [960, 7],
  [980, 4],
  [990, 6],
];

/** The official name of the prefecture a postal code lies in, undefined where its first three digits do not say. */
export function prefectureOfPostalCode(text: string): string | undefined {
  const digits = /^〒?\s*(\d{3})-?\d{4}$/u.exec(text.normalize("NFKC").trim().replace(/^'/, ""))?.[1];
  if (digits === undefined) return undefined;
  const number = ranges.findLast(([from]) => from <= Number(digits))?.[1] ?? 0;
  return prefectures[number - 1]?.[0];
}

/**
 * What is stored where a column means a prefecture: its official name where it is known, also from a postal code,
 * which is how a postal code is generalised: its column is said to mean the prefecture.
 */
export function storedPrefecture(text: string): string | undefined {
  const known = normalizePrefecture(text) ?? prefectureOfPostalCode(text);
  if (known !== undefined) return known;
  // A postal code of several prefectures tells none; the code itself is not to be stored here.
  return /\d{3}-?\d{4}/.test(text.normalize("NFKC")) ? undefined : displayText(text);
}
