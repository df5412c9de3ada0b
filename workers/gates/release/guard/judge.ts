import { CountKnowledge } from "./bounded-groups.ts";
import type { Effort } from "./effort.ts";
import { isolatingCombination, type Alike } from "./isolating-combination.ts";
import type { Group } from "./population.ts";
import { independentSets, summed, type Summed, type Told } from "./told.ts";

/** What the guard finds when a release is put beside all before it. */
export type Verdict = { readonly safe: true } | Refusal;

export interface Refusal {
  readonly safe: false;
  /**
   * "combination": numbers subtract to those of too few people; "bounds": counts leave room for too few; "undecided": the bound of
   * work was reached, and what is not proved safe is not released.
   */
  readonly why: "combination" | "bounds" | "undecided";
  /** How many people would stand alone; 0 when undecided. */
  readonly people: number;
  /** Their groups. */
  readonly groups: readonly number[];
  /** Earlier releases that take part, by position. */
  readonly releases: readonly number[];
  /** Sets of the new release that take part, by number. */
  readonly sets: readonly number[];
  /** Sets that `leaveOut` chose, so that none of the combinations found is left. */
  readonly leftOut: readonly number[];
}

/** What a judgement may be asked besides. */
export interface JudgeOptions {
  readonly effort?: Effort;
  /** What several judgements may spend together on looking for other populations; what is left open then is undecided. */
  readonly walking?: Effort;
  /** Of the sets of the new release that take part in a combination, the one to withhold. */
  readonly leaveOut?: (sets: readonly number[]) => number | undefined;
  /** What was found safe of the same groups with more sets stays safe with fewer: it is not judged again. Written to. */
  readonly passed?: Set<Summed | "people">;
}

/** A published number: a set of a release. */
interface Row {
  readonly release: number;
  readonly set: number;
}

/**
 * Judges what is told (the last of `told` is new) of groups of people: refused when sums or counts, added and subtracted with any
 * factors, leave 1 to k - 1 people over, or when counts alone confine a group to fewer than k and more than none. The k is the smallest
 * of all releases, so that an earlier release that kept its word is never held against a stricter one.
 */
export function judge(told: readonly Told[], groups: readonly Group[], options: JudgeOptions = {}): Verdict {
  const last = told.length - 1;
  const k = Math.min(...told.map((one) => one.k));
  for (const measure of [undefined, ...summed] as const) {
    if (options.passed?.has(measure ?? "people")) continue;
    const verdict = combined(told, groups, measure, k, options);
    if (verdict !== undefined) return verdict;
    options.passed?.add(measure ?? "people");
  }
  return last === 0 ? { safe: true } : bounded(told, groups, k, options);
}

function combined(
  told: readonly Told[],
  groups: readonly Group[],
  measure: Summed | undefined,
  k: number,
  { effort, leaveOut }: JudgeOptions,
): Refusal | undefined {
  const last = told.length - 1;
  const telling = told.map(({ measures }) => measure === undefined || measures.includes(measure));
  if (!telling[last]) return undefined;
  const rows = told.flatMap((one, release): readonly Row[] =>
    telling[release] ? independentSets(one).map((set) => ({ release, set })) : [],
  );
  const { alike, groupsOf } = alikeOf(told, rows, groups, measure);
  const old = rows.findIndex(({ release }) => release === last);
  const newSets = (involved: readonly number[]): readonly number[] =>
    involved.flatMap((row) => (rows[row]!.release === last ? [rows[row]!.set] : []));
  const search = isolatingCombination({ count: rows.length, old: old < 0 ? rows.length : old }, alike, k, {
    ...(effort && { effort }),
    ...(leaveOut && {
      leaveOut: (involved: readonly number[]) => {
        const set = leaveOut(newSets(involved));
        return involved.find((row) => rows[row]!.release === last && rows[row]!.set === set);
      },
    }),
  });
  if (search.found === "nothing") return undefined;
  if (search.found === "undecided") return undecided(told);
  const { people, alike: left, rows: involved } = search.by;
  return {
    safe: false,
    why: "combination",
    people,
    groups: left.flatMap((one) => groupsOf[one]!),
    releases: earlier(
      involved.map((row) => rows[row]!.release),
      last,
    ),
    sets: newSets(involved),
    leftOut: newSets(search.withheld),
  };
}

/** Groups that no row tells apart, as one. */
function alikeOf(
  told: readonly Told[],
  rows: readonly Row[],
  groups: readonly Group[],
  measure: Summed | undefined,
): { readonly alike: readonly Alike[]; readonly groupsOf: readonly (readonly number[])[] } {
  const byCell = rowsByCell(told, rows);
  const found = new Map<
    string,
    { people: number; readonly rows: readonly number[][]; readonly groups: number[] }
  >();
  for (const [index, { people, places }] of groups.entries()) {
    const versions = new Map<number, number[]>();
    for (const [release, place] of places.entries()) {
      const hit = place === undefined ? undefined : byCell[release]!.get(place.cell);
      if (place === undefined || hit === undefined) continue;
      const version = measure === undefined ? 0 : place.versions[measure];
      if (version < 0) continue;
      const list = versions.get(version);
      if (list === undefined) versions.set(version, [...hit]);
      else list.push(...hit);
    }
    if (versions.size === 0) continue;
    const key = [...versions.values()]
      .map((list) => list.join(","))
      .sort()
      .join(";");
    const known = found.get(key);
    if (known === undefined) found.set(key, { people, rows: [...versions.values()], groups: [index] });
    else {
      known.people += people;
      known.groups.push(index);
    }
  }
  const all = [...found.values()];
  return { alike: all, groupsOf: all.map((one) => one.groups) };
}

function rowsByCell(
  told: readonly Told[],
  rows: readonly Row[],
): readonly ReadonlyMap<number, readonly number[]>[] {
  const byCell = told.map(() => new Map<number, number[]>());
  for (const [row, { release, set }] of rows.entries())
    for (const cell of told[release]!.sets[set]!) {
      const list = byCell[release]!.get(cell);
      if (list === undefined) byCell[release]!.set(cell, [row]);
      else list.push(row);
    }
  return byCell;
}

function bounded(
  told: readonly Told[],
  groups: readonly Group[],
  k: number,
  { effort, walking }: JudgeOptions,
): Verdict {
  const last = told.length - 1;
  const { people, known, groupsOf } = countKnowledge(told, groups);
  const knowledge = (of: (release: number) => boolean) =>
    new CountKnowledge(
      known.filter(({ release }) => of(release)),
      people,
      effort,
      walking,
    );
  const all = knowledge(() => true);
  let confined = [...all.boundedBelow(k, [...people.keys()])];
  if (confined.length > 0) {
    // What earlier releases, or the new one alone, confine as much is not this meeting's doing.
    for (const of of [(release: number) => release < last, (release: number) => release === last]) {
      const before = knowledge(of).boundedBelow(k, confined);
      confined = confined.filter((group) => !before.has(group));
    }
  }
  if (confined.length === 0 || all.canBeEmpty(confined)) return { safe: true };
  if (all.exhausted) return undecided(told);
  const touching = known.filter(
    (one) => one.set >= 0 && one.groups.some((group) => confined.includes(group)),
  );
  const direct = earlier(
    touching.map(({ release }) => release),
    last,
  );
  return {
    safe: false,
    why: "bounds",
    people: confined.reduce((sum, group) => sum + people[group]!, 0),
    groups: confined.flatMap((group) => groupsOf[group]!),
    releases: direct.length > 0 ? direct : [...Array(last).keys()],
    sets: touching.flatMap(({ release, set }) => (release === last ? [set] : [])),
    leftOut: [],
  };
}

/** All counts that were told, over groups that no count tells apart. */
function countKnowledge(told: readonly Told[], groups: readonly Group[]) {
  const merged = new Map<
    string,
    { people: number; readonly cells: readonly number[]; readonly groups: number[] }
  >();
  for (const [index, { people, places }] of groups.entries()) {
    const cells = places.map((place) => place?.cell ?? -1);
    const one = merged.get(cells.join(" "));
    if (one === undefined) merged.set(cells.join(" "), { people, cells, groups: [index] });
    else {
      one.people += people;
      one.groups.push(index);
    }
  }
  const all = [...merged.values()];
  const known = told.flatMap((one, release) => {
    const within = (set: readonly number[]) => {
      const wanted = new Set(set);
      return all.flatMap(({ cells }, group) => (wanted.has(cells[release]!) ? [group] : []));
    };
    return [
      ...independentSets(one).map((set) => ({ release, set, groups: within(one.sets[set]!), counted: true })),
      ...one.withheld.map((set) => ({ release, set: -1, groups: within(set), counted: false })),
    ].filter((entry) => entry.groups.length > 0);
  });
  return { people: all.map((one) => one.people), groupsOf: all.map((one) => one.groups), known };
}

function undecided(told: readonly Told[]): Refusal {
  const last = told.length - 1;
  const sets = independentSets(told[last]!);
  return {
    safe: false,
    why: "undecided",
    people: 0,
    groups: [],
    releases: [...Array(last).keys()],
    sets,
    leftOut: [],
  };
}

function earlier(releases: readonly number[], last: number): readonly number[] {
  return [...new Set(releases)].filter((release) => release < last).sort((a, b) => a - b);
}
