import type { IdentityColumn, IdentityKind, IdentityTable } from "../../workers/models/identity/table.ts";
import { randomStream, type RandomStream } from "../../workers/stats/random.ts";

/** People with duplicates that carry slips, made from a seed, with the truth. */
export interface LinkagePeople {
  readonly table: IdentityTable;
  /** The person of each row. */
  readonly truth: Int32Array;
}

interface Recipe {
  readonly rows: number;
  /** Rows that repeat a person, as a share of all. */
  readonly duplicates: number;
  /** Chance that a field of a duplicate carries a slip, and that it is blank. */
  readonly slips: number;
  readonly blanks: number;
  /** People who live with another one and share address, telephone and e-mail with them. */
  readonly households: number;
  readonly seed: number;
}

const kinds = [
  "family",
  "given",
  "birth",
  "postal",
  "city",
  "street",
  "phone",
  "email",
] as const satisfies readonly IdentityKind[];
type Person = Record<(typeof kinds)[number], string>;

/** Makes people of an invented country: names follow Zipf's law, a postal code lies in one city. */
export function linkagePeople({ rows, duplicates, slips, blanks, households, seed }: Recipe): LinkagePeople {
  const random = randomStream(seed);
  const families = invented(random, 4000);
  const givens = invented(random, 1200);
  const streets = invented(random, 3000);
  const cities = invented(random, 300);
  const people: Person[] = [];
  const truth = new Int32Array(rows);
  const records: Person[] = [];
  const originals = Math.max(1, Math.round(rows * (1 - duplicates)));
  for (let i = 0; i < originals; i++) {
    const house = i > 0 && random.uniform() < households ? people[random.below(i)] : undefined;
    people.push(person(random, { families, givens, streets, cities }, house));
    records.push(people[i]!);
    truth[i] = i;
  }
  for (let i = originals; i < rows; i++) {
    const whose = random.below(originals);
    records.push(copy(people[whose]!, random, slips, blanks));
    truth[i] = whose;
  }
  const order = shuffled(rows, random);
  return {
    table: {
      rows,
      columns: kinds.map((kind) =>
        column(
          kind,
          order.map((row) => records[row]![kind]),
        ),
      ),
    },
    truth: Int32Array.from(order, (row) => truth[row]!),
  };
}

type Words = Record<"families" | "givens" | "streets" | "cities", readonly string[]>;

function person(random: RandomStream, words: Words, house: Person | undefined): Person {
  const family = house?.family ?? zipf(words.families, random);
  let given = zipf(words.givens, random);
  // Nobody names two children alike.
  while (given === house?.given) given = zipf(words.givens, random);
  const city = random.below(words.cities.length);
  const year = 1935 + random.below(72);
  return {
    family,
    given,
    birth: `${year}${two(1 + random.below(12))}${two(1 + random.below(28))}`,
    postal: house?.postal ?? `${100 + city}${String(random.below(40) * 25).padStart(4, "0")}`,
    city: house?.city ?? words.cities[city]!,
    street: house?.street ?? `${1 + random.below(180)} ${zipf(words.streets, random)} street`,
    phone: house?.phone ?? `0${String(100_000_000 + random.below(899_999_999))}`,
    email:
      house?.email ??
      `${given}.${family}${random.below(1000)}@example.${random.below(2) === 0 ? "com" : "jp"}`,
  };
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

function zipf(words: readonly string[], random: RandomStream): string {
  return words[Math.min(words.length - 1, Math.floor(words.length ** random.uniform()) - 1)]!;
}

function invented(random: RandomStream, count: number): readonly string[] {
  const found = new Set<string>();
  while (found.size < count) {
    let word = "";
    const syllables = 2 + random.below(3);
    for (let i = 0; i < syllables; i++)
      word +=
        "bcdfghjklmnprstvwz"[random.below(18)]! +
        "aeiou"[random.below(5)]! +
        (random.below(4) === 0 ? "nrsl"[random.below(4)]! : "");
    found.add(word);
  }
  return [...found];
}

function copy(of: Person, random: RandomStream, slips: number, blanks: number): Person {
  const made = { ...of };
  for (const kind of kinds) {
    if (random.uniform() < blanks) made[kind] = "";
    else if (random.uniform() < slips) made[kind] = slip(made[kind], random);
  }
  return made;
}

/** One slip of the keyboard: a sign changed, left out, put in, or exchanged with its neighbour. */
function slip(text: string, random: RandomStream): string {
  const at = random.below(text.length);
  const digit = /\d/.test(text[at]!);
  const sign = digit ? String(random.below(10)) : "abcdefghijklmnopqrstuvwxyz"[random.below(26)]!;
  const kind = random.below(4);
  if (kind === 0) return text.slice(0, at) + sign + text.slice(at + 1);
  if (kind === 1 && text.length > 3) return text.slice(0, at) + text.slice(at + 1);
  if (kind === 2) return text.slice(0, at) + sign + text.slice(at);
  return text.slice(0, at) + (text[at + 1] ?? "") + text[at]! + text.slice(at + 2);
}

function shuffled(count: number, random: RandomStream): readonly number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** A column of an identity table from its texts. */
export function column(kind: IdentityKind, values: readonly string[], name: string = kind): IdentityColumn {
  const known = new Map<string, number>();
  const codes = Int32Array.from(values, (value) => {
    if (value === "") return -1;
    const code = known.get(value) ?? known.size;
    known.set(value, code);
    return code;
  });
  return { kind, name, levels: [...known.keys()], codes };
}

/** Precision, recall and F1 over pairs of rows said to be one person. */
export function pairQuality(entities: ArrayLike<unknown>, truth: ArrayLike<unknown>) {
  const both = new Map<string, number>();
  const found = new Map<unknown, number>();
  const real = new Map<unknown, number>();
  const add = <K>(counts: Map<K, number>, key: K) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (let row = 0; row < truth.length; row++) {
    add(both, `${String(entities[row])} ${String(truth[row])}`);
    add(found, entities[row]);
    add(real, truth[row]);
  }
  const pairs = (counts: Map<unknown, number>) =>
    [...counts.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  const [right, said, there] = [pairs(both), pairs(found), pairs(real)];
  const precision = said === 0 ? 1 : right / said;
  const recall = there === 0 ? 1 : right / there;
  return {
    precision,
    recall,
    f1: (2 * precision * recall) / (precision + recall),
    pairs: said,
    truePairs: there,
  };
}
