import { isoMonth, monthIndex } from "../../../base/calendar.ts";
import type { WordColumn } from "../../../columns/columns.ts";
import type { AggregateDimension } from "../../../terms/release.ts";
import { wordsOf } from "../segments/ask-choice.ts";
import type { SegmentSource } from "../segments/source.ts";

type Source = Pick<SegmentSource, "columns" | "scores">;

/** One word a person for a dimension, so that each person falls into exactly one cell; code -1 where it is not known. */
export function dimensionColumn(
  source: Source,
  dimension: AggregateDimension,
): Pick<WordColumn, "words"> & { readonly codes: Int32Array } {
  if (dimension === "channel") return mainChannel(source);
  if (dimension === "firstOrderMonth") return firstOrderMonth(source);
  return wordsOf(source, dimension);
}

/** The channel a person ordered through most often; of several, the one used last. */
function mainChannel({ columns }: Source) {
  const { start, channel } = columns.orders;
  const codes = new Int32Array(columns.people.count).fill(-1);
  const tally = new Int32Array(channel.words.length);
  for (let p = 0; p < codes.length; p++) {
    const from = start[p]!;
    const to = start[p + 1]!;
    let best = -1;
    for (let o = from; o < to; o++) {
      const code = channel.codes[o]!;
      if (code >= 0) tally[code] = tally[code]! + 1;
    }
    for (let o = from; o < to; o++) {
      const code = channel.codes[o]!;
      if (code >= 0 && (best < 0 || tally[code]! >= tally[best]!)) best = code;
    }
    for (let o = from; o < to; o++) if (channel.codes[o]! >= 0) tally[channel.codes[o]!] = 0;
    codes[p] = best;
  }
  return { codes, words: channel.words };
}

function firstOrderMonth({ columns }: Source) {
  const { start, day } = columns.orders;
  const codes = new Int32Array(columns.people.count).fill(-1);
  const words: string[] = [];
  const known = new Map<number, number>();
  for (let p = 0; p < codes.length; p++) {
    if (start[p] === start[p + 1]) continue;
    const month = monthIndex(day[start[p]!]!);
    let code = known.get(month);
    if (code === undefined) {
      code = words.push(isoMonth(month)) - 1;
      known.set(month, code);
    }
    codes[p] = code;
  }
  return { codes, words };
}
