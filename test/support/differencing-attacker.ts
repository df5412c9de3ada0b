/** One published number as an attacker holds it: whom it counts, what each of them adds, and which release told it. */
export interface Published {
  readonly release: number;
  readonly measure: "people" | "orders" | "revenue";
  /** What each person it speaks of added, by person. */
  readonly parts: ReadonlyMap<number, number>;
}

/** A withheld cell: readers know that somebody is in it. */
export interface Hidden {
  readonly release: number;
  readonly people: ReadonlySet<number>;
}

/** Numbers that single out fewer than k people. */
export interface Break {
  readonly how: "two numbers" | "several numbers" | "whole numbers";
  readonly people: readonly number[];
}

/**
 * Attacks published numbers by brute force, with nothing of the guard's: every pair added and subtracted, every combination of up to
 * `depth` numbers with factors -2 to 2, and (where there are few kinds of people) every population that agrees with all counts.
 * Combinations of a single release are left to the tests of suppression; `since` is the release whose doing a break must be.
 */
export function attack(
  published: readonly Published[],
  hidden: readonly Hidden[],
  { k, depth, since }: { readonly k: number; readonly depth: number; readonly since: number },
): Break | undefined {
  for (const measure of ["people", "orders", "revenue"] as const) {
    const numbers = distinct(published.filter((one) => one.measure === measure));
    const found = combine(numbers, k, depth, since);
    if (found !== undefined) return found;
  }
  const counts = published.filter(({ measure }) => measure === "people");
  return enumerate(counts, hidden, { k, since, most: 60_000 });
}

/** Every population that agrees with all counts, where there are few kinds of people: the last part of `attack` by itself. */
export function attackWhole(
  published: readonly Published[],
  hidden: readonly Hidden[],
  k: number,
  since: number,
): { readonly how: "bounds"; readonly people: readonly number[] } | undefined {
  const counts = published.filter(({ measure }) => measure === "people");
  const found = enumerate(counts, hidden, { k, since, most: 12_000 });
  return found && { how: "bounds", people: found.people };
}

/** The same number told twice by one release is one. */
function distinct(numbers: readonly Published[]): readonly Published[] {
  const seen = new Map<string, Published>();
  for (const one of numbers) seen.set(`${one.release} ${[...one.parts].join(" ")}`, one);
  return [...seen.values()];
}

/** An amount of a person is an unknown of its own: that two amounts happen to cancel is nothing a reader knows. */
type Unknowns = ReadonlyMap<number, number>;

const mostAmount = 1_000_000;

function unknownsOf({ parts }: Published): Unknowns {
  return new Map([...parts].map(([person, amount]) => [person * mostAmount + amount, 1]));
}

function peopleOf(unknowns: Unknowns): readonly number[] {
  return [...new Set([...unknowns.keys()].map((unknown) => Math.floor(unknown / mostAmount)))];
}

function combine(numbers: readonly Published[], k: number, depth: number, since: number): Break | undefined {
  const rows = numbers.map(unknownsOf);
  const rest = new Map<number, number>();
  const chosen: number[] = [];
  const add = (index: number, factor: number): void => {
    for (const unknown of rows[index]!.keys()) {
      const sum = (rest.get(unknown) ?? 0) + factor;
      if (sum === 0) rest.delete(unknown);
      else rest.set(unknown, sum);
    }
  };
  const of = (before: boolean) => rows.filter((_, index) => numbers[index]!.release < since === before);
  const visit = (from: number): Break | undefined => {
    // Nobody has more unknowns than there are releases.
    if (chosen.length >= 2 && rest.size > 0 && rest.size < k * (since + 1)) {
      const people = peopleOf(rest);
      if (people.length < k && !follows(rest, of(true)) && !follows(rest, of(false)))
        return { how: chosen.length === 2 ? "two numbers" : "several numbers", people };
    }
    if (chosen.length === depth) return undefined;
    for (let index = from; index < numbers.length; index++)
      for (const factor of chosen.length === 0 ? [1, 2] : [-2, -1, 1, 2]) {
        chosen.push(index);
        add(index, factor);
        const found = visit(index + 1);
        add(index, -factor);
        chosen.pop();
        if (found !== undefined) return found;
      }
    return undefined;
  };
  return visit(0);
}

/** Whether a combination follows from some numbers alone: Gaussian elimination in doubles. */
function follows(wanted: Unknowns, rows: readonly Unknowns[]): boolean {
  const basis: { readonly pivot: number; readonly row: Map<number, number> }[] = [];
  const reduced = (given: Unknowns): Map<number, number> => {
    const row = new Map(given);
    for (const { pivot, row: by } of basis) {
      const factor = row.get(pivot) ?? 0;
      if (factor === 0) continue;
      for (const [unknown, value] of by) {
        const left = (row.get(unknown) ?? 0) - factor * value;
        if (Math.abs(left) < 1e-9) row.delete(unknown);
        else row.set(unknown, left);
      }
    }
    return row;
  };
  for (const given of rows) {
    const row = reduced(given);
    const [pivot] = row.keys();
    if (pivot === undefined) continue;
    const head = row.get(pivot)!;
    basis.push({ pivot, row: new Map([...row].map(([unknown, value]) => [unknown, value / head])) });
  }
  return reduced(wanted).size === 0;
}

interface Kind {
  readonly people: readonly number[];
  /** Which counts and which hidden cells they are part of. */
  readonly counts: readonly boolean[];
  readonly cells: readonly boolean[];
}

const mostKinds = 8;

/** Whether all whole-number populations that agree with the counts put 1 to k - 1 people into some union of kinds. */
function enumerate(
  published: readonly Published[],
  hidden: readonly Hidden[],
  /** `most`: populations tried before it gives up. */
  { k, since, most }: { readonly k: number; readonly since: number; readonly most: number },
): Break | undefined {
  const kinds = kindsOf(published, hidden);
  if (kinds.length > mostKinds) return undefined;
  const known = (releases: (release: number) => boolean) =>
    confined(
      published.filter(({ release }) => releases(release)),
      hidden.filter(({ release }) => releases(release)),
      kinds,
      { k, most },
    );
  const all = known(() => true);
  if (all === undefined || all.size === 0) return undefined;
  const before = known((release) => release < since);
  const alone = known((release) => release === since);
  if (before === undefined || alone === undefined) return undefined;
  // A union that holds what was confined before and more beside is not news: only kinds that were never confined count.
  let old = 0;
  for (const union of [...before, ...alone]) old |= union;
  const fresh = [...all].find((union) => (union & old) === 0);
  if (fresh === undefined) return undefined;
  return {
    how: "whole numbers",
    people: kinds.flatMap((kind, at) => (fresh & (1 << at) ? kind.people : [])),
  };
}

function kindsOf(published: readonly Published[], hidden: readonly Hidden[]): readonly Kind[] {
  const everybody = new Set([
    ...published.flatMap(({ parts }) => [...parts.keys()]),
    ...hidden.flatMap(({ people }) => [...people]),
  ]);
  const kinds = new Map<string, { people: number[] } & Omit<Kind, "people">>();
  for (const person of everybody) {
    const counts = published.map(({ parts }) => parts.has(person));
    const cells = hidden.map(({ people }) => people.has(person));
    const key = [...counts, ...cells].join();
    const kind = kinds.get(key);
    if (kind === undefined) kinds.set(key, { people: [person], counts, cells });
    else kind.people.push(person);
  }
  return [...kinds.values()];
}

/** The unions of kinds that hold 1 to k - 1 people in every population that agrees; undefined where there are too many to try. */
function confined(
  published: readonly Published[],
  hidden: readonly Hidden[],
  kinds: readonly Kind[],
  { k, most: mostPopulations }: { readonly k: number; readonly most: number },
): ReadonlySet<number> | undefined {
  const index = new Map([...kindsOf(published, hidden)].map((kind) => [kind.people.join(), kind]));
  const memberships = kinds.map((kind) => {
    const one = [...index.values()].find(({ people }) => people.includes(kind.people[0]!));
    return {
      counts: one?.counts ?? published.map(() => false),
      cells: one?.cells ?? hidden.map(() => false),
    };
  });
  const unions = new Set(Array.from({ length: (1 << kinds.length) - 1 }, (_, at) => at + 1));
  const left = published.map(({ parts }) => parts.size);
  const population = kinds.map(() => 0);
  let tried = 0;
  const fill = (at: number): boolean => {
    if (++tried > mostPopulations) return false;
    if (at === kinds.length) {
      if (left.some((count) => count !== 0)) return true;
      const inhabited = hidden.every((_, cell) =>
        kinds.some((_, one) => memberships[one]!.cells[cell] && population[one]! > 0),
      );
      if (!inhabited) return true;
      for (const union of unions) {
        let sum = 0;
        for (let one = 0; one < kinds.length; one++) if (union & (1 << one)) sum += population[one]!;
        if (sum < 1 || sum >= k) unions.delete(union);
      }
      return true;
    }
    const mine = memberships[at]!.counts;
    // Of a kind that no number speaks of there may be nobody, or any number.
    const free = mine.every((inside) => !inside);
    const most = free ? k : Math.min(...left.filter((_, count) => mine[count]));
    for (let people = 0; people <= most; people += free ? k : 1) {
      population[at] = people;
      for (const [count, inside] of mine.entries()) if (inside) left[count] = left[count]! - people;
      const going = fill(at + 1);
      for (const [count, inside] of mine.entries()) if (inside) left[count] = left[count]! + people;
      if (!going) return false;
    }
    population[at] = 0;
    return true;
  };
  return fill(0) ? unions : undefined;
}
