import type { WordColumn } from "../../../columns/columns.ts";
import { wordAt } from "../../../columns/words.ts";
import { wantedCodes } from "./acts.ts";
import type { Asked } from "./asked.ts";
import type { ChoiceCondition } from "./conditions.ts";
import type { SegmentSource } from "./source.ts";

/** Attributes with named values. A value that no longer exists matches nobody. */
export function askChoice(source: SegmentSource, condition: ChoiceCondition): Asked {
  const { attribute, values } = condition;
  if (attribute === "channel") {
    const { start, channel } = source.columns.orders;
    return askSpans(start, channel, condition);
  }
  if (attribute === "product") {
    const { start, product } = source.columns.purchases();
    return askSpans(start, product, condition);
  }
  const column = wordsOf(source, attribute);
  const want = wantedCodes(column.words, values);
  return {
    met: (person) => (want[column.codes[person]!] === 1 ? 1 : 0),
    fact: (person) => {
      const word = wordAt(column, person);
      return { kind: "words", attribute, values: word === undefined ? [] : [word] };
    },
  };
}

/** The column of an attribute that has one word a person. */
export function wordsOf(
  { columns, scores }: Pick<SegmentSource, "columns" | "scores">,
  attribute: Exclude<ChoiceCondition["attribute"], "channel" | "product">,
): WordColumn {
  if (attribute === "rfmGroup" || attribute === "customerGroup") return scores[attribute];
  return columns.people[attribute];
}

/** Attributes of which a person may have many words: one of them is enough. */
function askSpans(
  start: Int32Array,
  { codes, words }: WordColumn,
  { attribute, values }: ChoiceCondition,
): Asked {
  const want = wantedCodes(words, values);
  return {
    met: (person) => {
      for (let entry = start[person]!; entry < start[person + 1]!; entry++)
        if (want[codes[entry]!] === 1) return 1;
      return 0;
    },
    fact: (person) => {
      const seen = new Set<string>();
      for (let entry = start[person]!; entry < start[person + 1]!; entry++) {
        const word = words[codes[entry]!];
        if (word !== undefined) seen.add(word);
      }
      return { kind: "words", attribute, values: [...seen] };
    },
  };
}
