import type { ContactPressure, ToldPressure } from "../../../terms/decision.ts";
import type { Manifest } from "../../../terms/release.ts";

/**
 * A count of people beside their rows, as the manifest of a list may tell it: not at all below k, else in whole multiples of k, rounded
 * down. Fewer than k people are hidden wherever they are counted, and one person more or less between two manifests seldom shows.
 */
function tellable(count: number, k: number): number | undefined {
  return count < k ? undefined : count - (count % k);
}

function tellableAll(counts: Readonly<Record<string, number>>, k: number): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(counts).flatMap(([name, count]) => {
      const told = tellable(count, k);
      return told === undefined ? [] : [[name, told]];
    }),
  );
}

/**
 * Counts of who stayed and why, as a recipient may read them. A recipient who knows that somebody is not on the list must not learn
 * why: reasons of fewer than k people are left out, those of nobody as well, and it is said that they were.
 */
export function tellableCounts(
  withheld: Manifest["withheld"],
  k: number,
): Pick<Manifest, "withheld" | "withheldBelow" | "countsIn"> {
  return { withheld: tellableAll(withheld, k), withheldBelow: k, countsIn: k };
}

/**
 * How often the people of a list were contacted, by the same rule. A recipient knows how many they are in all: where what is left of them
 * could not do without anybody in some band, it would be known to be of somebody, and of few, and no band is told.
 */
export function tellablePressure({ days, ...bands }: ContactPressure, k: number): ToldPressure {
  const told = tellableAll(bands, k);
  const sum = (counts: Readonly<Record<string, number>>) =>
    Object.values(counts).reduce((all, n) => all + n, 0);
  const left = sum(bands) - sum(told);
  const most = (Object.keys(bands).length - 1) * (k - 1);
  return { days, ...(left <= most && told) };
}
