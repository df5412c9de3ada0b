import type { DuplicateGroup } from "../../../../workers/terms/identity.ts";

/**
 * Who of a group is ticked before the reader has chosen: the likeliest pair. Others hang on it through somebody else,
 * and one key must not join them all.
 */
export function tickedAtFirst({
  people,
  pairs,
}: Pick<DuplicateGroup, "people" | "pairs">): ReadonlySet<number> {
  const known = people.map(({ id }) => id);
  if (known.length <= 2) return new Set(known);
  // A pair the import set aside has no chance of its own: every other goes before it.
  const [first, ...rest] = pairs;
  const likeliest = rest.reduce(
    (best, pair) => ((pair.probability ?? 0) > (best?.probability ?? 0) ? pair : best),
    first,
  );
  return new Set(likeliest === undefined ? known.slice(0, 2) : [likeliest.a, likeliest.b]);
}
