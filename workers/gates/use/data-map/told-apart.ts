import type { DietRisk } from "../../../terms/data-diet.ts";
import type { Database } from "../../../vault/database.ts";

/** Upper ends of the group sizes that are shown; the last is open. */
const SIZES: readonly (readonly [from: number, to?: number])[] = [[1, 1], [2, 4], [5, 9], [10]];

/** Which group each person is in, by the values they share. */
interface Grouping {
  readonly of: Int32Array;
  readonly sizes: readonly number[];
}

/** A column of small whole numbers, one a person: equal values have equal codes, no value is a code of its own. */
interface Coded {
  readonly column: string;
  readonly codes: Int32Array;
}

/** People's quasi-identifiers as codes, and how well they tell people apart. */
export interface ToldApart {
  readonly risk: DietRisk;
  /** Share of people alone with their value of one column, and alone in all the others together. */
  readonly alone: (column: string) => number;
  readonly without: (column: string) => number;
}

/**
 * How well people can be told apart by columns of table customers: equivalence classes of their values, a missing value being one as
 * well (k-anonymity: Sweeney 2002, definition 3; l-diversity, distinct: Machanavajjhala et al. 2007, section 4). People who share
 * all values are one class; who is alone in a class can be found by whoever knows those values.
 */
export function toldApart(db: Database, columns: readonly string[]): ToldApart {
  const people = db.count("SELECT count(*) FROM customers");
  const coded = columns
    .map((column) => code(db, column, people))
    .filter(({ codes }) => codes.some((one) => one > 0));
  const all = group(coded, people);
  return {
    risk: {
      quasiIdentifiers: coded.map(({ column }) => column),
      people,
      classes: all.sizes.length,
      smallest: all.sizes.reduce((least, size) => Math.min(least, size), people),
      unique: shareAlone(all, people),
      bySize: SIZES.map(([from, to]) => ({
        from,
        ...(to === undefined ? {} : { to }),
        people: all.sizes.reduce((sum, size) => (size >= from && size <= (to ?? size) ? sum + size : sum), 0),
      })),
      ...diversity(db, all),
    },
    alone: (column) => {
      const own = coded.filter((one) => one.column === column);
      return own.length === 0 ? 0 : shareAlone(group(own, people), people);
    },
    without: (column) =>
      shareAlone(
        group(
          coded.filter((one) => one.column !== column),
          people,
        ),
        people,
      ),
  };
}

function code(db: Database, column: string, people: number): Coded {
  const codes = new Int32Array(people);
  const known = new Map<string, number>();
  let row = 0;
  db.each(`SELECT ${column} FROM customers ORDER BY id`, [], ([value]) => {
    const text = value === null || value === undefined ? "" : String(value);
    if (text !== "") {
      const found = known.get(text) ?? known.size + 1;
      known.set(text, found);
      codes[row] = found;
    }
    row++;
  });
  return { column, codes };
}

/** Splits people column by column: two stay together while their codes do. */
function group(columns: readonly Coded[], people: number): Grouping {
  let of = new Int32Array(people);
  let count = people === 0 ? 0 : 1;
  for (const { codes } of columns) {
    const next = new Int32Array(people);
    const pairs = new Map<number, number>();
    for (let person = 0; person < people; person++) {
      const pair = of[person]! * (people + 1) + codes[person]!;
      const found = pairs.get(pair) ?? pairs.size;
      pairs.set(pair, found);
      next[person] = found;
    }
    of = next;
    count = pairs.size;
  }
  const sizes = new Array<number>(count).fill(0);
  for (const one of of) sizes[one]!++;
  return { of, sizes };
}

function shareAlone({ sizes }: Grouping, people: number): number {
  return people === 0 ? 0 : sizes.filter((size) => size === 1).length / people;
}

/** Of the special category with the least diverse group: its heading, and the fewest distinct values in a group that has any. */
function diversity(db: Database, all: Grouping): Pick<DietRisk, "diversity"> {
  const place = new Map<number, number>();
  db.each("SELECT id FROM customers ORDER BY id", [], ([id]) => place.set(Number(id), place.size));
  const values = new Map<string, Map<number, Set<string>>>();
  db.each(
    "SELECT heading, customer_id, value FROM attributes JOIN fields ON fields.id = field_id ORDER BY heading",
    [],
    ([heading, customer, value]) => {
      const at = all.of[place.get(Number(customer)) ?? -1];
      if (at === undefined) return;
      const groups = values.get(String(heading)) ?? new Map<number, Set<string>>();
      values.set(String(heading), groups);
      groups.set(at, (groups.get(at) ?? new Set<string>()).add(String(value)));
    },
  );
  const least = [...values]
    .map(([heading, groups]) => ({
      heading,
      smallest: Math.min(...[...groups.values()].map(({ size }) => size)),
    }))
    .sort((a, b) => a.smallest - b.smallest)[0];
  return least === undefined ? {} : { diversity: least };
}
