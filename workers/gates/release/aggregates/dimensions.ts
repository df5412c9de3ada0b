import { isoMonth, monthIndex } from "../../../base/calendar.ts";
import type { WordColumn } from "../../../columns/columns.ts";
import type { AggregateDimension } from "../../../terms/release.ts";
import { wordsOf } from "../segments/ask-choice.ts";
import type { SegmentSource } from "../segments/source.ts";

/** What tables are made of. `more` holds the columns of dimensions that lie in no column for thinking. */
export interface TableSource extends Pick<SegmentSource, "columns" | "scores"> {
  readonly more?: ReadonlyMap<AggregateDimension, PersonWords>;
}

/** One word a person, by person index; code -1 where there is none. */
export type PersonWords = Pick<WordColumn, "words"> & { readonly codes: Int32Array };

const tenths = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10"];

/** One word a person for a dimension, so that each person falls into exactly one cell; code -1 where it is not known. */
export function dimensionColumn(source: TableSource, dimension: AggregateDimension): PersonWords {
  switch (dimension) {
    case "channel":
      return mainChannel(source);
    case "firstOrderMonth":
      return firstOrderMonth(source);
    case "churnTenth":
      return churnTenth(source);
    case "customerGroup":
    case "specialAttribute":
      return (
        source.more?.get(dimension) ?? {
          codes: new Int32Array(source.columns.people.count).fill(-1),
          words: [],
        }
      );
    default:
      return wordsOf(source, dimension);
  }
}

/** People scored by the churn model in ten parts of equal size, the most likely to leave first. */
function churnTenth({ scores: { churnRisk } }: TableSource): PersonWords {
  const scored = [...churnRisk.keys()].filter((person) => !Number.isNaN(churnRisk[person]!));
  scored.sort((a, b) => churnRisk[b]! - churnRisk[a]! || a - b);
  const codes = new Int32Array(churnRisk.length).fill(-1);
  for (const [rank, person] of scored.entries()) codes[person] = Math.floor((10 * rank) / scored.length);
  return { codes, words: tenths };
}

/** The channel a person ordered through most often; of several, the one used last. */
function mainChannel({ columns }: TableSource) {
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

function firstOrderMonth({ columns }: TableSource) {
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
