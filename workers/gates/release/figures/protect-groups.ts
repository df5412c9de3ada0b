import { unwatched, type JobControl } from "../../../base/job.ts";
import type { Columns } from "../../../columns/columns.ts";
import { personAmounts } from "../aggregates/tabulate.ts";
import { isSensitive } from "../aggregates/suppress.ts";
import { watchedEffort, type Effort } from "../guard/effort.ts";
import { judge, type Verdict } from "../guard/judge.ts";
import { confines, groupsToTell } from "../guard/overlapping.ts";
import { groupPeople } from "../guard/population.ts";
import type { History, Summed, Telling } from "../guard/told.ts";

/** A group of people of which a table would tell. Groups may overlap. */
export interface PeopleGroup {
  /** Person indices, each once. */
  readonly people: Int32Array;
  /** Groups of different blocks have nobody in common; the first of a block holds all others. */
  readonly block: number;
  /** Whether sums of the group are told beside its number. */
  readonly summed: boolean;
}

/** Which groups are told, and what the guard says of them. */
export interface ProtectedGroups {
  readonly told: readonly boolean[];
  readonly telling: Telling;
  readonly verdict: Verdict;
}

/** How many more groups are withheld to make a table safe. */
const mostWithheld = 60;
/**
 * Multiplications for what groups tell by themselves, and for what they tell beside earlier releases, on other populations and on
 * combinations: a few seconds each. What is not proved safe by then is not told.
 */
const mostWork = 200_000_000;
const mostSearching = 600_000_000;

/**
 * Chooses which of some groups a table may tell of: those of nobody, or of k people or more, whose sums nobody dominates, that together
 * single out nobody (`groupsToTell`, `confines`); then puts the table beside everything released before. Groups are
 * taken in their order: put those that matter most first. With `withholdMore`, groups that take part in what the guard
 * refuses are withheld, the smallest first, until it refuses no more; where that takes too long, all of them are.
 */
export function protectGroups(
  columns: Columns,
  groups: readonly PeopleGroup[],
  sums: readonly Summed[],
  k: number,
  history: History,
  withholdMore: boolean,
  job: JobControl = unwatched,
): ProtectedGroups {
  const amounts: Readonly<Partial<Record<Summed, Float64Array>>> = Object.fromEntries(
    sums.map((sum) => [sum, personAmounts(columns, sum)]),
  );
  const wholes = new Map(groups.toReversed().map(({ block, people }) => [block, people]));
  const dominated = (people: Int32Array): boolean =>
    sums.some((sum) => isSensitive(entryOf(people, amounts[sum]!), k));
  // The rest of a block is known to who knows the block and the group.
  const large = groups.map(
    ({ people, summed, block }) =>
      people.length === 0 ||
      (people.length >= k &&
        (!summed || !(dominated(people) || dominated(without(wholes.get(block)!, people))))),
  );
  let told = large.map((may, group) => may && groups[group]!.people.length > 0);
  const effort = watchedEffort(job, 2 * (mostWork + mostSearching));
  const [alone, beside] = [effort.part(mostWork), effort.part(mostWork)];
  const [searchingAlone, searchingBeside] = [effort.part(mostSearching), effort.part(mostSearching)];
  for (const block of new Set(groups.map((group) => group.block)))
    told = tellInBlock(groups, told, block, {
      sums,
      amounts,
      k,
      walking: alone,
      searching: searchingAlone,
      effort,
    });
  const judged = () => {
    const telling = tellingOf({ columns, groups, told, sums, amounts, k, effort });
    const population = groupPeople(history, telling.telling, columns, job);
    return {
      ...telling,
      verdict: judge([...history.releases.map((one) => one.told), telling.telling], population, {
        effort: searchingBeside,
        walking: beside,
      }),
    };
  };
  let found = judged();
  for (let more = 0; withholdMore && !found.verdict.safe && more < mostWithheld; more++) {
    if (beside.exhausted || searchingBeside.exhausted) {
      told.fill(false);
      found = judged();
      break;
    }
    const { sets } = found.verdict;
    const [smallest] = sets
      .map((set) => found.groupOf[set]!)
      .toSorted((a, b) => groups[a]!.people.length - groups[b]!.people.length);
    if (smallest === undefined) break;
    told[smallest] = false;
    found = judged();
  }
  return {
    // A group of nobody is told as such, as a zero in a table is.
    told: told.map((one, group) => one || groups[group]!.people.length === 0),
    telling: found.telling,
    verdict: found.verdict,
  };
}

function tellInBlock(
  groups: readonly PeopleGroup[],
  told: readonly boolean[],
  block: number,
  {
    sums,
    amounts,
    k,
    walking,
    searching,
    effort,
  }: {
    readonly sums: readonly Summed[];
    readonly amounts: Telling["amounts"];
    readonly k: number;
    readonly walking: Effort;
    readonly searching: Effort;
    readonly effort: Effort;
  },
): boolean[] {
  const own = [...groups.keys()].filter((group) => groups[group]!.block === block);
  const asked = own.filter((group) => told[group]);
  // Sums are told of some groups only; taking them to be told of all withholds no less.
  const summed = asked.some((group) => groups[group]!.summed) ? sums : [];
  const result = [...told];
  for (const group of asked) result[group] = false;
  const patterns = patternsOf(
    own.map((group) => groups[group]!.people),
    effort,
  );
  const at = new Map(own.map((group, index) => [group, index]));
  const of = (list: readonly number[]) => list.map((group) => patterns.groups[at.get(group)!]!);
  const adding = summed.map((sum) =>
    patterns.members.map((people) => people.filter((person) => amounts[sum]![person] !== 0).length),
  );
  const people = patterns.members.map((members) => members.length);
  const tellable = groupsToTell({ people, adding, groups: of(asked) }, k, searching);
  // Whether a group may be told depends on those before it only: without the last, the rest may be told as before.
  let kept = tellable.map((index) => asked[index]!);
  const confined = (): boolean => {
    const hidden = own.filter((group) => !kept.includes(group) && groups[group]!.people.length > 0);
    return confines({ people }, of(kept), of(hidden), k, walking, effort);
  };
  while (kept.length > 0 && confined()) kept = kept.slice(0, -1);
  for (const group of kept) result[group] = true;
  return result;
}

interface Patterns {
  /** People of each pattern of membership. */
  readonly members: readonly (readonly number[])[];
  /** Patterns of each group. */
  readonly groups: readonly (readonly number[])[];
}

/** People by which of some groups they are in. */
function patternsOf(groups: readonly Int32Array[], effort: Effort): Patterns {
  const keys = new Map<number, number[]>();
  for (const [group, people] of groups.entries()) {
    effort.pause();
    for (const person of people) {
      const list = keys.get(person);
      if (list === undefined) keys.set(person, [group]);
      else list.push(group);
    }
  }
  effort.pause();
  const place = new Map<string, number>();
  const members: number[][] = [];
  const patterns = groups.map((): number[] => []);
  let seen = 0;
  for (const [person, list] of keys) {
    if (seen++ % 8192 === 0) effort.pause();
    const key = list.join(" ");
    let at = place.get(key);
    if (at === undefined) {
      at = members.push([]) - 1;
      place.set(key, at);
      for (const group of list) patterns[group]!.push(at);
    }
    members[at]!.push(person);
  }
  return { members, groups: patterns };
}

/** What the groups told tell; a group's number in it leads back to the group. */
function tellingOf({
  columns,
  groups,
  told,
  sums,
  amounts,
  k,
  effort,
}: {
  readonly columns: Columns;
  readonly groups: readonly PeopleGroup[];
  readonly told: readonly boolean[];
  readonly sums: readonly Summed[];
  readonly amounts: Telling["amounts"];
  readonly k: number;
  readonly effort: Effort;
}): { readonly telling: Telling; readonly groupOf: readonly number[] } {
  const shown = [...groups.keys()].filter((group) => told[group]);
  const hidden = [...groups.keys()].filter((group) => !told[group] && groups[group]!.people.length > 0);
  const { members, groups: patterns } = patternsOf(
    [...shown, ...hidden].map((group) => groups[group]!.people),
    effort,
  );
  const cellOf = new Int32Array(columns.people.count).fill(-1);
  for (const [pattern, people] of members.entries()) for (const person of people) cellOf[person] = pattern;
  return {
    telling: {
      k,
      measures: ["people", ...sums],
      sets: patterns.slice(0, shown.length),
      withheld: patterns.slice(shown.length),
      cellOf,
      amounts,
    },
    groupOf: shown,
  };
}

function without(whole: Int32Array, people: Int32Array): Int32Array {
  const taken = new Set(people);
  return whole.filter((person) => !taken.has(person));
}

function entryOf(people: Int32Array, amounts: Float64Array) {
  let [magnitude, largest, second] = [0, 0, 0];
  for (const person of people) {
    const size = Math.abs(amounts[person]!);
    magnitude += size;
    second = Math.max(second, Math.min(largest, size));
    largest = Math.max(largest, size);
  }
  return { people: people.length, sums: [{ magnitude, largest, second }] };
}
