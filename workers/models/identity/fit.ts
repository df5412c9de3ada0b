import type { JobControl } from "../../base/job.ts";
import type { Chance } from "./chance.ts";
import type { Field } from "./field.ts";
import { cell, type Compared } from "./patterns.ts";
import { agreement, LEVELS, sharedKinds } from "./table.ts";

/** The probabilities of a fitted model: natural logarithms by field and level. */
export interface Fit {
  /** Agreement among pairs of one person, of two strangers, and of two people of one household. */
  readonly match: Float64Array;
  readonly stranger: Float64Array;
  /** Strangers whose `parent` field agrees exactly. */
  readonly strangerOfParent: Float64Array;
  readonly household: Float64Array;
  /** Logarithms of the shares of the three kinds among all pairs of rows; `household` is -Infinity where none is looked for. */
  readonly prior: { readonly match: number; readonly stranger: number; readonly household: number };
  readonly parent: Int32Array;
  readonly converged: boolean;
  /** Pairs expected to be of one person and of one household. */
  readonly matches: number;
  readonly households: number;
}

const STRENGTH = 4;
const STEPS = 200;
const TOLERANCE = 1e-7;
const { exact, missing } = agreement;

/** How agreement among matches is believed to look before any are seen: a few pairs' worth. */
const belief: readonly number[] = [0.08, 0, 0.03, 0.03, 0.06, 0.05, 0.75, 0];

/** Kinds whose agreement makes a household rather than a common name or a town. */
const contacts = new Set(["street", "phone", "email", "house"]);

/**
 * Fits the mixture of Fellegi & Sunter (1969) by expectation-maximisation over patterns (Winkler 1988, 2000; Enamorado, Fifield &
 * Imai 2019, eq. 4). What differs from the plain one: agreement among strangers is counted on random pairs and kept, only what
 * the matches themselves add to it is taken off; pairs never compared count as strangers, so that blocking does not bend the estimates;
 * and a third kind of pair, two people of one household, agrees on addresses and contacts like a match and on the rest like strangers.
 */
export function fitIdentity(
  fields: readonly Field[],
  compared: Compared,
  chance: Chance,
  rows: number,
  job: JobControl,
): Fit {
  const state = start(fields, chance, rows);
  let converged = false;
  for (let round = 0; round < 3; round++) {
    converged = maximise(fields, compared, state, chance, job);
    strangers(fields, compared, state, chance);
  }
  const log = (values: Float64Array) => values.map((value) => Math.log(value));
  const total = chance.pairs;
  const { matches, households } = state;
  return {
    match: log(state.match),
    stranger: log(state.stranger),
    strangerOfParent: log(state.strangerOfParent),
    household: log(state.household),
    prior: {
      match: Math.log(matches / total),
      household: households > 0 ? Math.log(households / total) : -Infinity,
      stranger: Math.log1p(-(matches + households) / total),
    },
    parent: chance.parent,
    converged,
    matches,
    households,
  };
}

interface State {
  readonly match: Float64Array;
  readonly stranger: Float64Array;
  readonly strangerOfParent: Float64Array;
  readonly household: Float64Array;
  readonly shared: readonly boolean[];
  matches: number;
  households: number;
  /** By pattern: the chance of a match and of a household. */
  ofMatch: Float64Array;
  ofHousehold: Float64Array;
}

function start(fields: readonly Field[], chance: Chance, rows: number): State {
  const match = new Float64Array(fields.length * LEVELS);
  fields.forEach((_, f) => {
    for (let level = 0; level < LEVELS; level++) match[cell(f, level)] = Math.max(belief[level]!, 1e-3);
  });
  const household = fields.some(({ kind }) => contacts.has(kind));
  const shared = fields.map(({ kind }) => sharedKinds.has(kind));
  const state: State = {
    match,
    stranger: new Float64Array(match.length),
    strangerOfParent: new Float64Array(match.length),
    household: match.slice(),
    shared,
    matches: Math.min(0.05 * rows, 0.05 * chance.pairs),
    households: household ? Math.min(0.01 * rows, 0.01 * chance.pairs) : 0,
    ofMatch: new Float64Array(0),
    ofHousehold: new Float64Array(0),
  };
  strangers(fields, undefined, state, chance);
  return state;
}

/**
 * Agreement among strangers: the shares of random pairs less what the pairs believed to be matches, or of one household, add to them; never
 * below half a pair of those looked at.
 */
function strangers(
  fields: readonly Field[],
  compared: Compared | undefined,
  state: State,
  chance: Chance,
): void {
  const known = new Float64Array(fields.length * LEVELS);
  const knownOfParent = new Float64Array(fields.length * LEVELS);
  if (compared !== undefined) tallyKnown(compared, state, chance, known, knownOfParent);
  fields.forEach((_, f) => {
    let sum = 0;
    for (let level = 0; level < missing; level++) {
      const at = cell(f, level);
      const seen = level === exact ? chance.pairs : Math.max(1, chance.seen[f]!);
      const own = Math.max(chance.share[at]! - known[at]! / chance.pairs, 0.5 / seen);
      state.stranger[at] = own;
      sum += own;
    }
    for (let level = 0; level < missing; level++) state.stranger[cell(f, level)]! /= sum;
    strangersOfParent(f, state, chance, knownOfParent);
  });
}

function strangersOfParent(f: number, state: State, chance: Chance, known: Float64Array): void {
  const total = chance.parentPairs[f]!;
  let sum = 0;
  for (let level = 0; level < missing; level++) {
    const at = cell(f, level);
    const base = state.stranger[at]!;
    // The shares of all strangers weigh as much as thirty pairs.
    const own = Math.max(0, chance.shareOfParent[at]! * total - known[at]!) + 30 * base;
    state.strangerOfParent[at] = chance.parent[f]! < 0 ? base : own;
    sum += state.strangerOfParent[at];
  }
  for (let level = 0; level < missing; level++) state.strangerOfParent[cell(f, level)]! /= sum;
}

/** Pairs that are surely of one person or household, by field and level, and those of them that agree on the field's parent. */
function tallyKnown(
  compared: Compared,
  state: State,
  chance: Chance,
  known: Float64Array,
  ofParent: Float64Array,
): void {
  const { fields, levels, counts } = compared;
  counts.forEach((count, pattern) => {
    const sure = state.ofMatch[pattern]! + state.ofHousehold[pattern]!;
    if (sure < 0.5) return;
    for (let f = 0; f < fields; f++) {
      const level = levels[pattern * fields + f]!;
      if (level === missing) continue;
      known[cell(f, level)]! += sure * count;
      const parent = chance.parent[f]!;
      if (parent >= 0 && levels[pattern * fields + parent] === exact)
        ofParent[cell(f, level)]! += sure * count;
    }
  });
}

function maximise(
  fields: readonly Field[],
  compared: Compared,
  state: State,
  chance: Chance,
  job: JobControl,
): boolean {
  let before = -1;
  for (let step = 0; step < STEPS; step++) {
    job.check();
    expect(compared, state, chance);
    update(fields, compared, state, chance);
    const change = Math.abs(state.matches - before);
    if (change <= TOLERANCE * Math.max(1, state.matches)) return true;
    before = state.matches;
  }
  return false;
}

/** The chance of each kind for each pattern. */
function expect(compared: Compared, state: State, chance: Chance): void {
  const { fields, levels, counts } = compared;
  const { match, stranger, strangerOfParent, household, shared } = state;
  const [m, u, v, h] = [match, stranger, strangerOfParent, household].map((values) =>
    values.map(Math.log),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const priorM = Math.log(state.matches / chance.pairs);
  const priorH = state.households > 0 ? Math.log(state.households / chance.pairs) : -Infinity;
  const priorU = Math.log1p(-(state.matches + state.households) / chance.pairs);
  state.ofMatch = new Float64Array(counts.length);
  state.ofHousehold = new Float64Array(counts.length);
  for (let p = 0; p < counts.length; p++) {
    let [logM, logU, logH] = [priorM, priorU, priorH];
    for (let f = 0; f < fields; f++) {
      const level = levels[p * fields + f]!;
      if (level === missing) continue;
      const at = cell(f, level);
      const parent = chance.parent[f]!;
      const own = parent >= 0 && levels[p * fields + parent] === exact ? v[at]! : u[at]!;
      logM += m[at]!;
      logU += own;
      logH += shared[f] === true ? h[at]! : u[at]!;
    }
    const top = Math.max(logM, logU, logH);
    const [em, eu, eh] = [Math.exp(logM - top), Math.exp(logU - top), Math.exp(logH - top)];
    state.ofMatch[p] = em / (em + eu + eh);
    state.ofHousehold[p] = eh / (em + eu + eh);
  }
}

function update(fields: readonly Field[], compared: Compared, state: State, chance: Chance): void {
  const { levels, counts } = compared;
  const width = fields.length;
  const m = new Float64Array(width * LEVELS);
  const h = new Float64Array(width * LEVELS);
  let matches = 0;
  let households = 0;
  for (let p = 0; p < counts.length; p++) {
    const ofM = state.ofMatch[p]! * counts[p]!;
    const ofH = state.ofHousehold[p]! * counts[p]!;
    matches += ofM;
    households += ofH;
    if (ofM + ofH < 1e-12) continue;
    for (let f = 0; f < width; f++) {
      const at = cell(f, levels[p * width + f]!);
      m[at]! += ofM;
      h[at]! += ofH;
    }
  }
  // At least one, at most half of all pairs: a class never dies out or takes everything.
  state.matches = Math.min(Math.max(matches, 1), chance.pairs / 2);
  if (state.households > 0) state.households = Math.min(Math.max(households, 0.1), chance.pairs / 4);
  for (let f = 0; f < width; f++) {
    blend(m, state.match, f);
    blend(h, state.household, f);
  }
}

function blend(counts: Float64Array, into: Float64Array, f: number): void {
  let sum = 0;
  for (let level = 0; level < missing; level++) sum += counts[cell(f, level)]!;
  let total = 0;
  for (let level = 0; level < missing; level++) {
    const at = cell(f, level);
    into[at] = (counts[at]! + STRENGTH * Math.max(belief[level]!, 1e-3)) / (sum + STRENGTH);
    total += into[at];
  }
  for (let level = 0; level < missing; level++) into[cell(f, level)]! /= total;
}
