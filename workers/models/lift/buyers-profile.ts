import { normalQuantile } from "../../stats/normal.ts";
import { shareDifference, wilson, type Share } from "../../stats/wilson.ts";

/** People with one value of a trait: those who bought and those who did not. */
export interface ValueCount {
  /** Codes of the values told together. */
  readonly codes: readonly number[];
  readonly buyers: number;
  readonly others: number;
}

/** Who bought against who did not, by one trait's values. Shares from 0 to 1. */
export interface ProfileLine extends ValueCount {
  /** Share of those who bought, and of those who did not, that have this value. */
  readonly ofBuyers: Share;
  readonly ofOthers: Share;
  readonly difference: Share;
  /** Of the people with this value, the share that bought. */
  readonly bought: Share;
}

/**
 * Counts people by the value of a trait.
 *
 * @param codes the value of each person, by place; -1 where it is not known, which counts as a value of its own
 * @param bought 1 for each person who bought
 */
export function countValues(codes: ArrayLike<number>, bought: ArrayLike<number>): ValueCount[] {
  const counts = new Map<number, { buyers: number; others: number }>();
  for (let i = 0; i < codes.length; i++) {
    const count = counts.get(codes[i]!) ?? { buyers: 0, others: 0 };
    if (bought[i] === 1) count.buyers++;
    else count.others++;
    counts.set(codes[i]!, count);
  }
  return [...counts].map(([code, count]) => ({ codes: [code], ...count }));
}

/**
 * Values with fewer than k people who bought, or fewer than k who did not, are told together; where that is still too few, the smallest
 * of the others join them, so that no small cell is left to be found by subtraction. Undefined where no two lines are left to compare.
 */
export function foldSmall(counts: readonly ValueCount[], k: number): readonly ValueCount[] | undefined {
  const least = ({ buyers, others }: ValueCount): number => Math.min(buyers, others);
  const sorted = [...counts].sort((a, b) => least(a) - least(b));
  let together = 0;
  let rest: ValueCount = { codes: [], buyers: 0, others: 0 };
  while (together < sorted.length && (least(sorted[together]!) < k || (together > 0 && least(rest) < k))) {
    const next = sorted[together++]!;
    rest = {
      codes: [...rest.codes, ...next.codes],
      buyers: rest.buyers + next.buyers,
      others: rest.others + next.others,
    };
  }
  const lines = [...sorted.slice(together), ...(together > 0 ? [rest] : [])];
  return lines.length < 2 || lines.some((line) => least(line) < k) ? undefined : lines;
}

/**
 * Who bought against who did not, by every value of every trait: score intervals of the shares (Wilson 1927), of their difference
 * (Newcombe 1998, method 10), all of them at once with the confidence asked for (Bonferroni: so many comparisons, so much wider each).
 */
export function compareBuyers(
  traits: readonly (readonly ValueCount[])[],
  confidence: number,
): readonly (readonly ProfileLine[])[] {
  const comparisons = traits.reduce((sum, lines) => sum + lines.length, 0);
  const z = normalQuantile(1 - (1 - confidence) / (2 * Math.max(1, comparisons)));
  return traits.map((lines) => {
    const buyers = lines.reduce((sum, line) => sum + line.buyers, 0);
    const others = lines.reduce((sum, line) => sum + line.others, 0);
    return lines.map((line) => {
      const ofBuyers = wilson(line.buyers, buyers, z);
      const ofOthers = wilson(line.others, others, z);
      return {
        ...line,
        ofBuyers,
        ofOthers,
        difference: shareDifference(ofBuyers, ofOthers),
        bought: wilson(line.buyers, line.buyers + line.others, z),
      };
    });
  });
}
