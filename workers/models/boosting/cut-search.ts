import { cutNumberBytes, cutNumbers, type LeafNumbers } from "./cut-code.ts";
import { columnBytes, type Histogram } from "./leaf-code.ts";

const INT = 4;
const FLOAT = 8;
/** Columns that are looked at together. */
const TOGETHER = 2;
/** What two columns' answers take: two gains and two places. */
const ANSWER = 4;

/** Where a column is best cut: so many bins lie before the cut, 0 where none is better than the leaf as it is. */
export interface Cut {
  readonly to: number;
  /** g²/h of both sides, in units. */
  readonly value: number;
}

/** Looks for the best cuts of a leaf whose numbers were given. */
export interface CutSearch {
  /** Of all columns, each in the order of its bins. */
  all(histogram: Histogram, leaf: LeafNumbers): readonly Cut[];
  /** Of one column whose bins were put in another order, of the leaf of `all`. */
  one(bins: Histogram): Cut;
}

/** Bytes in the memory of columns for a search. */
export function cutSearchBytes(width: number): number {
  const pairs = Math.ceil(width / TOGETHER);
  return cutNumberBytes + TOGETHER * columnBytes + (pairs + 1) * (ANSWER * FLOAT + INT);
}

/** A search in the memory of the histograms, whose part from `at` is its own (a multiple of 16); `cut` is the function of `cutFunction`. */
export function cutSearch(
  memory: ArrayBuffer,
  at: number,
  bins: readonly number[],
  cut: (column: number, last: number, sizes: number, into: number, base: number) => void,
): CutSearch {
  const pairs = Math.ceil(bins.length / TOGETHER);
  const ownAt = at + cutNumberBytes;
  const answersAt = ownAt + TOGETHER * columnBytes;
  const sizesAt = answersAt + (pairs + 1) * ANSWER * FLOAT;
  const given = new Float64Array(memory, at, cutNumberBytes / FLOAT);
  const own = new Int32Array(memory, ownAt, columnBytes / INT);
  const answers = new Float64Array(memory, answersAt, (pairs + 1) * ANSWER);
  const sizes = new Int32Array(memory, sizesAt, pairs + 1);
  for (let k = 0; k < pairs; k++) sizes[k] = FLOAT * Math.max(bins[2 * k]!, bins[2 * k + 1] ?? 0);
  sizes[pairs] = columnBytes;
  const answer = (column: number): Cut => {
    const place = ANSWER * (column >> 1) + (column & 1);
    return { value: answers[place]!, to: answers[place + TOGETHER]! };
  };
  return {
    all: (histogram, leaf) => {
      given.set(cutNumbers(leaf));
      const first = histogram.byteOffset;
      cut(first, first + pairs * TOGETHER * columnBytes, sizesAt, answersAt, at);
      return bins.map((_, column) => answer(column));
    },
    one: (arranged) => {
      own.fill(0).set(arranged);
      const lastSize = sizesAt + pairs * INT;
      cut(ownAt, ownAt + TOGETHER * columnBytes, lastSize, answersAt + pairs * ANSWER * FLOAT, at);
      return answer(TOGETHER * pairs);
    },
  };
}
