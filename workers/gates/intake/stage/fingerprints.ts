import { textHash } from "../profile/kept-minima.ts";

const SEPARATOR = "\u001f";

/** A number that tells one entry of a source from every other, as far as its file tells: 53 bits, so that a clash among ten million is most unlikely. */
export function fingerprint(...parts: readonly (string | number)[]): number {
  return textHash(parts.join(SEPARATOR));
}

/**
 * The rows whose entries a file tells apart by nothing, each as the first, second … of its kind: the same file brings in the same
 * numbers again, and two equal rows stay two.
 */
export function countedApart(prints: Float64Array): Float64Array {
  const sorted = prints.slice().sort();
  const several = new Map<number, number>();
  for (let row = 1; row < sorted.length; row++) {
    const print = sorted[row] as number;
    if (print === sorted[row - 1]) several.set(print, 0);
  }
  if (several.size === 0) return prints;
  return prints.map((print) => {
    const before = several.get(print);
    if (before === undefined) return print;
    several.set(print, before + 1);
    return before === 0 ? print : fingerprint(print, before);
  });
}
