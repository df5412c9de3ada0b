import type { FieldTarget } from "../../../terms/field.ts";
import type { SavedMapping } from "../../../terms/intake.ts";
import { headingKey } from "./heading-key.ts";
import { textHash } from "./kept-minima.ts";

/** What files of the same kind share: the set of their headings, whatever the order. 14 hexadecimal digits. */
export function headingsKey(headings: readonly string[]): string {
  const keys = headings.map(headingKey).toSorted();
  return textHash(keys.join("\u001f")).toString(16).padStart(14, "0");
}

/** The meanings of a saved mapping for headings in any order; the n-th of one name gets the n-th meaning saved for it. */
export function mappedTargets(mapping: SavedMapping, headings: readonly string[]): readonly FieldTarget[] {
  const saved = new Map<string, FieldTarget[]>();
  for (const { heading, target } of mapping.columns) {
    const key = headingKey(heading);
    saved.set(key, [...(saved.get(key) ?? []), target]);
  }
  return headings.map((heading) => saved.get(headingKey(heading))?.shift() ?? "ignore");
}

/** Of those headings, the positions a saved mapping has stored as keyed hashes. */
export function mappedHashes(mapping: SavedMapping, headings: readonly string[]): readonly number[] {
  const saved = new Map<string, boolean[]>();
  for (const { heading, hash } of mapping.columns) {
    const key = headingKey(heading);
    saved.set(key, [...(saved.get(key) ?? []), hash === true]);
  }
  return headings.flatMap((heading, index) =>
    saved.get(headingKey(heading))?.shift() === true ? [index] : [],
  );
}
