import { isKana, looseNameKey, nameKey } from "../../../models/identity/keys/fold.ts";
import { splitWholeName } from "../../../models/identity/prepare.ts";
import { oneSlip, textStore } from "../../../models/identity/strings.ts";

/** A name as a file or the vault writes it; "" for what is not known. */
export interface WrittenName {
  readonly full: string;
  readonly family: string;
  readonly given: string;
  readonly fullReading: string;
  readonly familyReading: string;
  readonly givenReading: string;
}

/** A name as one text, folded: equal where it is written the same but for width, blanks and variant kanji. */
export function nameText(name: WrittenName): string {
  const written = name.full === "" ? name.family + name.given : name.full;
  return keyOf(written === "" ? name.fullReading || name.familyReading + name.givenReading : written);
}

/** Whether two names can be one person's. `unknown` where they cannot be compared: kanji beside kana without a reading, a family name alone. */
export type NameVerdict = "agree" | "differ" | "unknown";

type Script = "kanji" | "kana" | "latin" | "mixed";

/** One writing of a name: its two parts, or the whole where nothing tells where it parts. */
interface Form {
  readonly script: Script;
  readonly family: string;
  readonly given: string;
  readonly whole: string;
}

/**
 * Compares the given names of two people who share a contact, as written and as read: full and half width, kana of either kind,
 * variant kanji, family name first or last, initials and shortened Latin names count as the same; a family name that changed is no
 * difference. Kanji and kana must be equal otherwise: brothers' names are one character apart.
 */
export function compareNames(a: WrittenName, b: WrittenName): NameVerdict {
  const others = formsOf(b);
  const verdicts = formsOf(a).flatMap((one) =>
    others.filter(({ script }) => script === one.script).map((other) => compareForms(one, other)),
  );
  if (verdicts.includes("agree")) return "agree";
  return verdicts.includes("differ") ? "differ" : "unknown";
}

function formsOf(name: WrittenName): readonly Form[] {
  const written = formOf(name.family, name.given, name.full);
  const read = formOf(name.familyReading, name.givenReading, name.fullReading);
  return [written, read].filter((form) => form !== undefined);
}

function formOf(family: string, given: string, full: string): Form | undefined {
  const parts = given === "" ? (splitWholeName(full) ?? [family, ""]) : [family, given];
  if (parts[1] !== "") {
    const [first, second] = [keyOf(parts[0]), keyOf(parts[1])];
    return { script: scriptOf(second), family: first, given: second, whole: "" };
  }
  const whole = keyOf(full);
  return whole === "" || whole === keyOf(family)
    ? undefined
    : { script: scriptOf(whole), family: "", given: "", whole };
}

function keyOf(text: string): string {
  return looseNameKey(nameKey(text));
}

function scriptOf(key: string): Script {
  if (isKana(key)) return "kana";
  if (/^[a-z]/.test(key)) return "latin";
  return /[\u3041-\u309f]/u.test(key) ? "mixed" : "kanji";
}

function compareForms(a: Form, b: Form): NameVerdict {
  const { script } = a;
  if (a.whole !== "" && b.whole !== "") return compareWholes(a.whole, b.whole, script);
  if (a.whole !== "") return compareWhole(a.whole, b);
  if (b.whole !== "") return compareWhole(b.whole, a);
  if (sameGiven(a.given, b.given, script)) return "agree";
  if (a.family === b.given && sameGiven(a.given, b.family, script)) return "agree";
  if (a.given === b.family && sameGiven(a.family, b.given, script)) return "agree";
  return script === "mixed" ? "unknown" : "differ";
}

/** A whole name that nothing parts beside one in two parts. */
function compareWhole(whole: string, { script, family, given }: Form): NameVerdict {
  if (whole === family + given || whole === given + family) return "agree";
  if (whole === family) return "unknown";
  if (given.length >= 2 && whole.endsWith(given) && !whole.startsWith(family)) return "agree";
  return script === "latin" || script === "mixed" ? "unknown" : "differ";
}

/** Two whole names: a common start is the family's, so that the rest must be the same; a common end without it is a given name. */
function compareWholes(a: string, b: string, script: Script): NameVerdict {
  if (a === b) return "agree";
  if (script === "latin" || script === "mixed") return "unknown";
  if (a.startsWith(b) || b.startsWith(a)) return "unknown";
  return a[0] !== b[0] && commonEnd(a, b) >= (script === "kana" ? 3 : 2) ? "agree" : "differ";
}

function commonEnd(a: string, b: string): number {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a.at(-1 - length) === b.at(-1 - length)) length++;
  return length;
}

const LEAST_SHORT = 3;
const LEAST_SLIPPED = 6;

function sameGiven(a: string, b: string, script: Script): boolean {
  if (a === b) return true;
  if (script !== "latin" || a === "" || b === "") return false;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (long.startsWith(short) && (short.length === 1 || short.length >= LEAST_SHORT)) return true;
  return short.length >= LEAST_SLIPPED && oneSlip(textStore([a, b]), 0, 1);
}
