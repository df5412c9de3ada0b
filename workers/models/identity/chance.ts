import type { JobControl } from "../../base/job.ts";
import { randomStream, type RandomStream } from "../../stats/random.ts";
import { checkEvery } from "../cancel.ts";
import type { Field } from "./field.ts";
import { cell, pairComparison } from "./patterns.ts";
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
  rows: number,
  seed: number,
  job: JobControl,
): Chance {
  const random = randomStream(seed);
  const compare = pairComparison(fields);
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
      const a = random.below(rows);
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
    const found = amongEqual(fields[from]!, f, compare, levels, random);
    parentPairs[f] = found.pairs;
    found.counts.forEach((count, level) => (shareOfParent[cell(f, level)] = count / Math.max(1, found.seen)));
  });
  return { pairs, share, seen, parent, parentPairs, shareOfParent };
}

function equalPairs({ counts }: Field): number {
  return counts.reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
}

function filledPairs({ codes }: Field): number {
  const filled = codes.reduce((sum, code) => sum + (code < 0 ? 0 : 1), 0);
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
function amongEqual(
  parent: Field,
  child: number,
  compare: ReturnType<typeof pairComparison>,
  levels: Uint8Array,
  random: RandomStream,
) {
  const counts = new Float64Array(LEVELS);
  const start = new Int32Array(parent.counts.length + 1);
  parent.counts.forEach((count, code) => (start[code + 1] = start[code]! + count));
  const fill = start.slice();
  const order = new Int32Array(start.at(-1)!);
  parent.codes.forEach((code, row) => {
    if (code >= 0) order[fill[code]!++] = row;
  });
  const pairs = equalPairs(parent);
  let seen = 0;
  if (pairs === 0) return { counts, seen, pairs };
  // A row is drawn with the weight of its partners, then one of those: every pair alike.
  const most = parent.counts.reduce((a, b) => Math.max(a, b), 0) - 1;
  for (let tries = 0; seen < PARENT_SAMPLE && tries < 40 * PARENT_SAMPLE; tries++) {
    const at = random.below(order.length);
    const code = parent.codes[order[at]!]!;
    const others = parent.counts[code]! - 1;
    if (random.uniform() * most >= others) continue;
    const own = start[code]! + random.below(others);
    compare(order[at]!, order[own >= at ? own + 1 : own]!, levels);
    if (levels[child] === agreement.missing) continue;
    counts[levels[child]!]!++;
    seen++;
  }
  return { counts, seen, pairs };
}
