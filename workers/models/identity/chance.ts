import type { JobControl } from "../../base/job.ts";
import { randomStream, type RandomStream } from "../../stats/random.ts";
import { checkEvery } from "../cancel.ts";
import { comparisonOf, type Field } from "./field.ts";
import { cell, type PairComparison } from "./patterns.ts";
import { agreement, LEVELS, type IdentityKind } from "./table.ts";

/** How often fields agree between two rows taken at random: as counted, before the matches among them are taken off. */
export interface Chance {
  /** Pairs of rows there are. */
  readonly pairs: number;
  /** For each field and level, its share among random pairs that are not blank on either side. */
  readonly share: Float64Array;
  /** Random pairs a share stands on, by field. */
  readonly seen: Float64Array;
  /** The field whose agreement brings this one's along (a postal code its prefecture), -1 for none. */
  readonly parent: Int32Array;
  /** Pairs that agree exactly on a field's parent. */
  readonly parentPairs: Float64Array;
  /** As `share`, among those pairs. */
  readonly shareOfParent: Float64Array;
}

const SAMPLE = 60_000;
const PARENT_SAMPLE = 6_000;

/** From the narrowest place to the widest. */
const places: readonly IdentityKind[] = ["street", "postal", "city", "region"];

/** Counts agreement between random pairs, and between pairs that share a place or a given name. Seeded: the same every time. */
export function chanceAgreement(
  fields: readonly Field[],
  compare: PairComparison,
  rows: number,
  seed: number,
  job: JobControl,
): Chance {
  const random = randomStream(seed);
  const levels = new Uint8Array(fields.length);
  const counts = new Float64Array(fields.length * LEVELS);
  const seen = new Float64Array(fields.length);
  const take = (a: number, b: number) => {
    compare(a, b, levels);
    for (let f = 0; f < fields.length; f++) {
      if (levels[f] === agreement.missing) continue;
      counts[cell(f, levels[f]!)]!++;
      seen[f]!++;
    }
  };
  const pairs = (rows * (rows - 1)) / 2;
  if (pairs <= 3 * SAMPLE) {
    for (let a = 0; a < rows; a++) for (let b = a + 1; b < rows; b++) take(a, b);
  } else {
    for (let i = 0; i < SAMPLE; i++) {
      checkEvery(job, i);
      // One of each stretch of rows: rising, so that only the other row lies far away.
      const a = Math.floor(((i + random.uniform()) * rows) / SAMPLE);
      const b = random.below(rows - 1);
      take(a, b < a ? b : b + 1);
    }
  }
  const share = counts.map((count, at) => count / Math.max(1, seen[Math.floor(at / LEVELS)]!));
  fields.forEach((field, f) => (share[cell(f, agreement.exact)] = equalPairs(field) / filledPairs(field)));
  const parent = parentsOf(fields);
  const parentPairs = new Float64Array(fields.length);
  const shareOfParent = new Float64Array(fields.length * LEVELS);
  fields.forEach((_, f) => {
    const from = parent[f]!;
    if (from < 0) return;
    const found = amongEqual(fields[from]!, fields[f]!, random);
    parentPairs[f] = found.pairs;
    found.counts.forEach((count, level) => (shareOfParent[cell(f, level)] = count / Math.max(1, found.seen)));
  });
  return { pairs, share, seen, parent, parentPairs, shareOfParent };
}

function equalPairs({ counts }: Field): number {
  let sum = 0;
  for (const count of counts) sum += (count * (count - 1)) / 2;
  return sum;
}

function filledPairs({ filled }: Field): number {
  return Math.max(1, (filled * (filled - 1)) / 2);
}

function parentsOf(fields: readonly Field[]): Int32Array {
  const order = fields
    .map((field, f) => ({ f, place: places.indexOf(field.kind) }))
    .filter(({ place }) => place >= 0)
    .sort((x, y) => x.place - y.place || x.f - y.f);
  const parent = new Int32Array(fields.length).fill(-1);
  order.forEach(({ f }, at) => {
    if (at > 0) parent[f] = order[at - 1]!.f;
  });
  const given = fields.findIndex(({ kind }) => kind === "given");
  const sex = fields.findIndex(({ kind }) => kind === "sex");
  if (sex >= 0) parent[sex] = given;
  return parent;
}

/** Levels of one field over random pairs that hold the same value of another. */
function amongEqual(parent: Field, child: Field, random: RandomStream) {
  const unequal = comparisonOf(child);
  const counts = new Float64Array(LEVELS);
  const { start, order } = rowsByCode(parent);
  const pairs = equalPairs(parent);
  let seen = 0;
  if (pairs === 0) return { counts, seen, pairs };
  // A row is drawn with the weight of its partners, then one of those: every pair alike.
  let most = 0;
  for (const count of parent.counts) most = Math.max(most, count - 1);
  for (let tries = 0; seen < PARENT_SAMPLE && tries < 40 * PARENT_SAMPLE; tries++) {
    const at = random.below(order.length);
    const code = parent.codes[order[at]!]!;
    const others = parent.counts[code]! - 1;
    if (random.uniform() * most >= others) continue;
    const own = start[code]! + random.below(others);
    const x = child.codes[order[at]!]!;
    const y = child.codes[order[own >= at ? own + 1 : own]!]!;
    if (x < 0 || y < 0) continue;
    counts[x === y ? agreement.exact : unequal(x, y)]!++;
    seen++;
  }
  return { counts, seen, pairs };
}

/** Rows in order of their value, and where each value's begin. */
function rowsByCode({ codes, counts }: Field) {
  const start = new Int32Array(counts.length + 1);
  for (let code = 0; code < counts.length; code++) start[code + 1] = start[code]! + counts[code]!;
  const fill = start.slice();
  const order = new Int32Array(start.at(-1)!);
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) order[fill[codes[row]!]!++] = row;
  return { start, order };
}
