import type { Effort } from "./effort.ts";
import { CountKnowledge } from "./bounded-groups.ts";
import { isolatingCombination } from "./isolating-combination.ts";
import { indicator, Span } from "./span.ts";

/** Groups of one release that overlap, over people by which groups they are in. */
export interface OverlappingGroups {
  /** Of each pattern of membership, how many people have it, and how many of them add to each sum that is told. */
  readonly people: readonly number[];
  readonly adding: readonly (readonly number[])[];
  /** Patterns of each group. */
  readonly groups: readonly (readonly number[])[];
}

/**
 * Of groups that overlap, those that may all be told of one release: a group is left out when its number, added and subtracted with any
 * factors to those of groups before it, leaves 1 to k - 1 people over, or 1 to k - 1 who add to a sum. Exact
 * (`isolatingCombination`); what could not be decided within its bound is left out. A table of cells with margins needs none of this:
 * its groups do not overlap, or hold one another.
 */
export function groupsToTell(
  { people, adding, groups }: OverlappingGroups,
  k: number,
  effort?: Effort,
): readonly number[] {
  const kept: number[] = [];
  let span = new Span(people.length);
  for (const [group, patterns] of groups.entries()) {
    const vector = indicator(people.length, patterns);
    const next = span.clone();
    // What follows from groups before it tells nothing new.
    if (!next.add(vector)) kept.push(group);
    else if (
      [people, ...adding].every((numbers) =>
        isSafe(
          numbers,
          [...kept, group].map((one) => groups[one]!),
          k,
          effort,
        ),
      )
    ) {
      kept.push(group);
      span = next;
    }
  }
  return kept;
}

function isSafe(
  people: readonly number[],
  groups: readonly (readonly number[])[],
  k: number,
  effort?: Effort,
): boolean {
  const independent = new Span(people.length);
  const rows = groups.filter((patterns) => independent.add(indicator(people.length, patterns)));
  const last = rows.at(-1) ?? [];
  const touched = last.reduce((sum, pattern) => sum + people[pattern]!, 0);
  if (touched > 0 && touched < k) return false;
  const rowsOf = people.map((): number[] => []);
  for (const [row, patterns] of rows.entries()) for (const pattern of patterns) rowsOf[pattern]!.push(row);
  const alike = people.flatMap((count, pattern) =>
    count === 0 || rowsOf[pattern]!.length === 0 ? [] : [{ people: count, rows: [rowsOf[pattern]!] }],
  );
  const rowsOld = { count: rows.length, old: rows.length - 1 };
  return isolatingCombination(rowsOld, alike, k, effort && { effort }).found === "nothing";
}

/**
 * Whether counts of groups that overlap, by themselves, confine a pattern to fewer than k people who are known to be somebody
 * (docs/adr/0024, rule 2). What could not be shown otherwise within the bound of work (`walking`: of several questions together) counts as
 * confined.
 */
export function confines(
  { people }: Pick<OverlappingGroups, "people">,
  told: readonly (readonly number[])[],
  inhabited: readonly (readonly number[])[],
  k: number,
  walking?: Effort,
  effort?: Effort,
): boolean {
  const knowledge = new CountKnowledge(
    [
      ...told.map((groups) => ({ groups, counted: true })),
      ...inhabited.map((groups) => ({ groups, counted: false })),
    ],
    people,
    effort,
    walking,
  );
  const confined = [...knowledge.boundedBelow(k, [...people.keys()])];
  return confined.length > 0 && !knowledge.canBeEmpty(confined);
}
