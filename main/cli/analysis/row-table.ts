import * as v from "valibot";
import { behaviourFields } from "../../../workers/terms/propensity.ts";
import { table } from "../core/print.ts";
import type { Words } from "../core/words.ts";

const SHOWN = 20;

type Row = Readonly<Record<string, unknown>>;

/** Columns that hold a chance: people read them as so many out of a hundred. */
const ofHundred: ReadonlySet<string> = new Set(["churn", "chance", "base"]);

/** A table of a document's records in the reader's words, the first of them when there are many. */
export function rowTable(list: readonly Row[] | undefined, words: Words): readonly string[] {
  if (list?.[0] === undefined) return [];
  const names = Object.keys(list[0]);
  const shown = table(
    names.map((name) => words.label("words", `modelColumn.${name}`).replace(/^modelColumn\./u, "")),
    list.slice(0, SHOWN).map((row) => names.map((name) => cell(name, row[name], words))),
  );
  const more = list.length - SHOWN;
  return more > 0 ? [...shown, words.say("more-rows", { count: words.number(more) })] : shown;
}

function cell(name: string, value: unknown, words: Words): string {
  if (typeof value === "number") {
    if (name === "others") return signed(value, words, 1);
    if (ofHundred.has(name)) return words.number(100 * value, 1);
    return words.number(value, Number.isInteger(value) ? 0 : 4);
  }
  if (typeof value !== "string") return reasonsText(value, words) ?? traitsText(value, words) ?? "";
  const group = words.label("release", `value.rfmGroup.${value}`);
  return name === "code" && !group.startsWith("value.") ? group : value;
}

const reasons = v.array(v.object({ term: v.string(), adds: v.number() }));

/** Reasons of a chance in people out of a hundred: `days since last order +21`. */
function reasonsText(value: unknown, words: Words): string | undefined {
  const known = v.safeParse(reasons, value);
  if (!known.success) return undefined;
  return known.output.map(({ term, adds }) => `${termName(term, words)} ${signed(adds, words)}`).join(", ");
}

/** A part of a chance in people out of a hundred, with its sign. */
function signed(part: number, words: Words, digits = 0): string {
  return `${part < 0 ? "-" : "+"}${words.number(Math.abs(100 * part), digits)}`;
}

const traits = v.array(v.object({ term: v.string(), direction: v.picklist(["high", "low"]) }));

/** What a group has more or less of than everybody: `buys often, buys many kinds`. */
function traitsText(value: unknown, words: Words): string | undefined {
  const known = v.safeParse(traits, value);
  if (!known.success) return undefined;
  return known.output
    .map(({ term, direction }) => {
      const field = fieldOf.get(term) ?? term;
      return words.label("words", `groupTrait.${field}-${direction}`).replace(/^groupTrait\./u, "");
    })
    .join(", ");
}

const fieldOf: ReadonlyMap<string, string> = new Map(
  Object.entries(behaviourFields).map(([field, term]) => [term, field]),
);

/** A field a model looked at, in words; a column of the user's own file is named as it is there. */
function termName(term: string, words: Words): string {
  const field = fieldOf.get(term);
  return field === undefined ? term : words.label("words", `churnField.${field}`);
}
