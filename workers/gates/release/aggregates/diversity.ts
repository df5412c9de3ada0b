/**
 * Times the most frequent value of a group may outnumber all but the l - 1 most frequent: c of recursive (c, l)-diversity
 * (Machanavajjhala et al., ACM TKDD 1(1), 2007, definition 4.1). At c = 3 and l = 2 no value makes three quarters of a group or more.
 */
const outnumber = 3;

/** Whether people by value of a sensitive attribute are l-diverse: l values at least, well represented. Nobody is diverse. */
export function isDiverse(counts: readonly number[], l: number): boolean {
  const sorted = counts.filter((count) => count > 0).sort((a, b) => b - a);
  if (sorted.length === 0) return true;
  if (sorted.length < l) return false;
  return sorted[0]! < outnumber * sorted.slice(l - 1).reduce((sum, count) => sum + count, 0);
}

/**
 * The groups to tell together so that every line told is diverse: those that are not, with the smallest others until they are. Empty
 * where all are; undefined where even everybody together is not. Telling groups as one withholds their own numbers from every
 * sum, so nothing of them can be subtracted out of the table again.
 *
 * @param groups people by value, a list a group.
 */
export function groupsToPool(
  groups: readonly (readonly number[])[],
  l: number,
): ReadonlySet<number> | undefined {
  const size = (group: number): number => groups[group]!.reduce((sum, count) => sum + count, 0);
  const pooled = new Set([...groups.keys()].filter((group) => !isDiverse(groups[group]!, l)));
  const rest = [...groups.keys()]
    .filter((group) => !pooled.has(group) && size(group) > 0)
    .sort((a, b) => size(a) - size(b) || a - b);
  const together = (): readonly number[] =>
    [...(groups[0] ?? []).keys()].map((value) =>
      [...pooled].reduce((sum, group) => sum + groups[group]![value]!, 0),
    );
  // One group alone is as undiverse as it was.
  while (pooled.size > 0 && !isDiverse(together(), l)) {
    const next = rest.shift();
    if (next === undefined) return undefined;
    pooled.add(next);
  }
  return pooled;
}
