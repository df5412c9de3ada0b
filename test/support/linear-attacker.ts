import type { Hidden, Published } from "./differencing-attacker.ts";

/** A set of fewer than k people of whom published numbers tell, and how that was worked out. */
export interface Singled {
  readonly how: "people" | "orders" | "revenue" | "bounds";
  readonly people: readonly number[];
}

/**
 * Attacks published numbers by linear algebra, with nothing of the guard's. For counts, orders and revenue each: every set of fewer than k people is
 * tried, whether some combination of the numbers, with any factors at all, touches these people and nobody else. Then the least and the most
 * people that each kind of people can be are narrowed down from count to count until nothing moves.
 *
 * What numbers before `since` tell by themselves was found when they were published. Of sums, what one release tells by itself is left to
 * the tests of suppression, where people who add nothing count as people.
 */
export function attackLinearly(
  published: readonly Published[],
  hidden: readonly Hidden[],
  k: number,
  since: number,
): Singled | undefined {
  for (const measure of ["people", "orders", "revenue"] as const) {
    const people = isolated(
      published.filter((one) => one.measure === measure),
      k,
      since,
    );
    if (people !== undefined) return { how: measure, people };
  }
  const counts = published.filter(({ measure }) => measure === "people");
  const before = confined(
    counts.filter(({ release }) => release < since),
    hidden.filter(({ release }) => release < since),
    k,
  );
  const known = new Set(before.flat());
  const people = confined(counts, hidden, k).find((kind) => !kind.some((person) => known.has(person)));
  return people && { how: "bounds", people };
}

/** People whose unknowns no number tells apart, and where those stand in the rows. */
interface Alike {
  readonly people: readonly number[];
  readonly columns: readonly number[];
}

function isolated(numbers: readonly Published[], k: number, since: number): readonly number[] | undefined {
  if (numbers.every(({ release }) => release < since)) return undefined;
  const { alike, rows } = matrixOf(numbers);
  const light = alike.filter(({ people }) => people.length < k);
  const heavy = alike.filter(({ people }) => people.length >= k).flatMap(({ columns }) => columns);
  if (light.length === 0) return undefined;
  const own = light.flatMap(({ columns }) => columns);
  const rest = (of: (release: number) => boolean) =>
    vanishing(
      rows.filter((_, row) => of(numbers[row]!.release)),
      heavy,
      own,
    );
  const all = rest(() => true);
  if (all.length === 0) return undefined;
  const old = rest((release) => release < since);
  const alone = numbers[0]!.measure === "people" ? [] : rest((release) => release === since);
  const place = new Map(own.map((column, at) => [column, at]));
  const placesOf = light.map(({ columns }) => columns.map((column) => place.get(column)!));
  for (const chosen of smallSets(
    light.map(({ people }) => people.length),
    k - 1,
  )) {
    const outside = placesOf.flatMap((places, at) => (chosen.includes(at) ? [] : places));
    const within = (basis: readonly (readonly number[])[]) => basis.length - rankOf(basis, outside);
    const told = within(all);
    if (told > Math.max(within(old), within(alone))) return chosen.flatMap((at) => light[at]!.people);
  }
  return undefined;
}

/** The numbers as rows over unknowns: an amount of a person is one, and people with the same unknowns in the same rows share them. */
function matrixOf(numbers: readonly Published[]) {
  const touched = new Map<number, Map<number, number[]>>();
  for (const [row, { parts, measure }] of numbers.entries())
    for (const [person, amount] of parts) {
      const amounts = touched.get(person) ?? new Map<number, number[]>();
      touched.set(person, amounts);
      const key = measure === "people" ? 1 : amount;
      amounts.set(key, [...(amounts.get(key) ?? []), row]);
    }
  const kinds = new Map<string, { readonly people: number[]; readonly rows: readonly number[][] }>();
  for (const [person, amounts] of touched) {
    const lists = [...amounts.values()];
    const key = lists
      .map((list) => list.join(","))
      .sort()
      .join(";");
    const kind = kinds.get(key);
    if (kind === undefined) kinds.set(key, { people: [person], rows: lists });
    else kind.people.push(person);
  }
  let width = 0;
  const entries: (readonly [row: number, column: number])[] = [];
  const alike = [...kinds.values()].map(({ people, rows }): Alike => {
    const columns = rows.map((list) => {
      for (const row of list) entries.push([row, width]);
      return width++;
    });
    return { people, columns };
  });
  const rows = numbers.map(() => new Array<number>(width).fill(0));
  for (const [row, column] of entries) rows[row]![column] = 1;
  return { alike, rows };
}

/** A basis of the combinations of rows that are 0 at all `heavy` columns, over the `own` columns. */
function vanishing(
  rows: readonly (readonly number[])[],
  heavy: readonly number[],
  own: readonly number[],
): readonly (readonly number[])[] {
  const order = [...heavy, ...own];
  const reduced = eliminate(rows.map((row) => order.map((column) => row[column]!)));
  return reduced.filter(({ lead }) => lead >= heavy.length).map(({ row }) => row.slice(heavy.length));
}

function rankOf(basis: readonly (readonly number[])[], columns: readonly number[]): number {
  return eliminate(basis.map((row) => columns.map((column) => row[column]!))).length;
}

const epsilon = 1e-9;

/** Gaussian elimination in doubles, column by column with the largest entry as pivot: the rows left, and where each begins. */
function eliminate(
  given: readonly (readonly number[])[],
): readonly { readonly lead: number; readonly row: readonly number[] }[] {
  const left = given.map((row) => [...row]);
  const found: { readonly lead: number; readonly row: readonly number[] }[] = [];
  const width = left[0]?.length ?? 0;
  for (let column = 0; column < width && left.length > 0; column++) {
    let best = 0;
    for (let at = 1; at < left.length; at++)
      if (Math.abs(left[at]![column]!) > Math.abs(left[best]![column]!)) best = at;
    const pivot = left[best]!;
    if (Math.abs(pivot[column]!) < epsilon) continue;
    left.splice(best, 1);
    for (const row of left) {
      const factor = row[column]! / pivot[column]!;
      if (factor === 0) continue;
      for (let at = column; at < width; at++) {
        const rest = row[at]! - factor * pivot[at]!;
        row[at] = Math.abs(rest) < epsilon ? 0 : rest;
      }
    }
    found.push({ lead: column, row: pivot });
  }
  return found;
}

/** All sets of positions, by what each weighs, of 1 to `most` together. */
function smallSets(weights: readonly number[], most: number): readonly (readonly number[])[] {
  const sets: (readonly number[])[] = [];
  const grow = (from: number, chosen: readonly number[], left: number): void => {
    for (let at = from; at < weights.length; at++) {
      if (weights[at]! > left) continue;
      sets.push([...chosen, at]);
      grow(at + 1, [...chosen, at], left - weights[at]!);
    }
  };
  grow(0, [], most);
  return sets;
}

/** Kinds of people that the counts leave no room for k of, and that must be somebody. */
function confined(
  counts: readonly Published[],
  hidden: readonly Hidden[],
  k: number,
): readonly (readonly number[])[] {
  const sets = [
    ...counts.map(({ parts }) => ({ people: new Set(parts.keys()), counted: true })),
    ...hidden.map(({ people }) => ({ people, counted: false })),
  ];
  const kinds = new Map<string, number[]>();
  for (const person of new Set(sets.flatMap(({ people }) => [...people]))) {
    const key = sets.flatMap(({ people }, at) => (people.has(person) ? [at] : [])).join();
    const kind = kinds.get(key);
    if (kind === undefined) kinds.set(key, [person]);
    else kind.push(person);
  }
  const people = [...kinds.values()];
  const within = sets.map((set) => ({
    kinds: people.flatMap((kind, at) => (set.people.has(kind[0]!) ? [at] : [])),
    least: set.counted ? set.people.size : 1,
    most: set.counted ? set.people.size : Infinity,
  }));
  const least = people.map(() => 0);
  const most = people.map(() => Infinity);
  for (let moved = true; moved;) {
    moved = false;
    for (const set of within) {
      const low = set.kinds.reduce((sum, kind) => sum + least[kind]!, 0);
      const high = set.kinds.reduce((sum, kind) => sum + most[kind]!, 0);
      for (const kind of set.kinds) {
        const down = set.most - (low - least[kind]!);
        if (down < most[kind]!) [most[kind], moved] = [down, true];
        const others = set.kinds.reduce((sum, one) => (one === kind ? sum : sum + most[one]!), 0);
        const up = high === Infinity && others === Infinity ? 0 : set.least - others;
        if (up > least[kind]!) [least[kind], moved] = [up, true];
      }
    }
  }
  return people.filter((_, kind) => least[kind]! >= 1 && most[kind]! < k);
}
