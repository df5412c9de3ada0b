import type { WordColumn } from "../../../columns/columns.ts";
import type { SegmentVocabulary } from "../../../terms/segment.ts";
import { wordsOf } from "./ask-choice.ts";
import type { SegmentSource } from "./source.ts";

type Entries = SegmentVocabulary["country"];

/** The values that exist among the people profiling may consider, with the number of people of each, most frequent first. */
export function segmentVocabulary(source: SegmentSource): SegmentVocabulary {
  const one = (attribute: Parameters<typeof wordsOf>[1]) =>
    countWords(source.permitted, wordsOf(source, attribute));
  const { orders } = source.columns;
  const purchases = source.columns.purchases();
  return {
    prefecture: one("prefecture"),
    country: one("country"),
    gender: one("gender"),
    ageBand: one("ageBand"),
    source: one("source"),
    rfmGroup: one("rfmGroup"),
    customerGroup: one("customerGroup"),
    channel: countSpans(source.permitted, orders.start, orders.channel),
    product: countSpans(source.permitted, purchases.start, purchases.product),
  };
}

function countWords(permitted: Uint8Array, { codes, words }: WordColumn): Entries {
  const people = new Int32Array(words.length);
  for (let p = 0; p < permitted.length; p++) {
    const code = codes[p]!;
    if (permitted[p] === 1 && code >= 0) people[code] = people[code]! + 1;
  }
  return ranked(words, people);
}

/** Counts each person once for each word that occurs in the person's span of entries. */
export function countSpans(permitted: Uint8Array, start: Int32Array, { codes, words }: WordColumn): Entries {
  const people = new Int32Array(words.length);
  const seenBy = new Int32Array(words.length).fill(-1);
  for (let p = 0; p < permitted.length; p++) {
    if (permitted[p] !== 1) continue;
    for (let entry = start[p]!; entry < start[p + 1]!; entry++) {
      const code = codes[entry]!;
      if (code < 0 || seenBy[code] === p) continue;
      seenBy[code] = p;
      people[code] = people[code]! + 1;
    }
  }
  return ranked(words, people);
}

function ranked(words: readonly string[], people: Int32Array): Entries {
  return words
    .map((value, code) => ({ value, people: people[code]! }))
    .filter((entry) => entry.people > 0)
    .sort((a, b) => b.people - a.people || (a.value < b.value ? -1 : 1));
}
