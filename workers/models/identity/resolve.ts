import type { JobControl } from "../../base/job.ts";
import { checkEvery } from "../cancel.ts";
import { planBlocking, type BlockingPass } from "./blocking.ts";
import { chanceAgreement } from "./chance.ts";
import { joinLinks } from "./cluster.ts";
import type { Field } from "./field.ts";
import { fitIdentity, type Fit } from "./fit.ts";
import {
  cell,
  comparePairs,
  MOST_FIELDS,
  pairComparison,
  type Compared,
  type PairComparison,
} from "./patterns.ts";
import { fieldsOf } from "./prepare.ts";
import { scoring, type Score, type Scoring } from "./score.ts";
import { agreement, LEVELS, type IdentityKind, type IdentityTable } from "./table.ts";

export interface IdentityOptions {
  /** Share of merges that may be wrong, as far as the model can tell; the threshold follows from it. */
  readonly falseMergeRate: number;
  /** Rows beyond which a shared e-mail, telephone or number is a stand-in and no evidence. */
  readonly hubLimit: number;
  readonly seed: number;
}

export const identityDefaults: IdentityOptions = { falseMergeRate: 0.01, hubLimit: 12, seed: 1 };

/** What became of a pair: joined, left to a person to decide, or of one household. */
export const decisions = ["link", "review", "household"] as const;
export type Decision = (typeof decisions)[number];

/** A pair of rows (a before b) with its evidence. */
export interface ScoredPair {
  readonly a: number;
  readonly b: number;
  readonly probability: number;
  readonly household: number;
  readonly weight: number;
  readonly decision: Decision;
  /** How far each field agrees, and the bits that says. */
  readonly levels: readonly number[];
  readonly weights: readonly number[];
}

export interface FieldSummary {
  readonly kind: IdentityKind;
  readonly name: string;
  readonly hubs: { readonly values: number; readonly rows: number };
}

export interface Resolution {
  /** The person of each row, from 1. */
  readonly entities: Int32Array;
  readonly people: number;
  /** Pairs joined, to be reviewed or of one household; strongest first. */
  readonly pairs: readonly ScoredPair[];
  readonly fields: readonly FieldSummary[];
  readonly fit: Fit;
  /** For each field and level, whether any compared pair agrees so. */
  readonly seen: Uint8Array;
  readonly passes: readonly BlockingPass[];
  readonly compared: number;
  /** Least chance at which a pair is joined, and at which it is shown to a person. */
  readonly threshold: number;
  readonly reviewFrom: number;
  /** Expected share of wrong pairs among those joined. */
  readonly expectedFalseMerges: number;
  /** Links held back because they would have joined people who contradict each other. */
  readonly held: number;
}

const REVIEW_FROM = 0.05;
/** Below this chance two rows with a plain disagreement contradict each other. */
const CONTRADICTION = 0.001;

/** Kinds in which one person does not differ from themselves but by mistake. */
const personal: ReadonlySet<IdentityKind> = new Set(["name", "given", "birth", "number", "sex"]);

/**
 * Tells which rows of a table are one person, without labels: blocking, comparison, Fellegi-Sunter weights estimated by EM, frequencies,
 * a threshold from the chosen share of false merges, and guarded joining. Pure and the same every time for the same seed. Answers
 * undefined when no column tells people apart or there are less than two rows.
 */
export function resolveIdentity(
  table: IdentityTable,
  options: IdentityOptions,
  job: JobControl,
): Resolution | undefined {
  if (table.rows < 2) return undefined;
  const fields = fieldsOf(table, options.hubLimit).slice(0, MOST_FIELDS);
  if (fields.length === 0) return undefined;
  job.progress({ phase: "counting", done: 0 });
  const compare = pairComparison(fields);
  const chance = chanceAgreement(fields, compare, table.rows, options.seed, job);
  const blocking = planBlocking(fields, table.rows);
  const compared = comparePairs(fields.length, compare, blocking, job);
  job.progress({ phase: "estimating", done: 0 });
  const fit = fitIdentity(fields, compared, chance, table.rows, job);
  const scores = scoring(fields, fit);
  const { ranked, threshold, expectedFalseMerges } = rank(compared, scores, options.falseMergeRate, job);
  // Ranked by chance: the links are those in front.
  const links = ranked.filter(({ match }) => match >= threshold).map(({ at }) => pairAt(compared, at));
  const { entities, count, held } = joinLinks(table.rows, links, contradiction(fields, compare, scores), job);
  const heldBack = new Set(held);
  const evidence = evidenceOf(compared, scores);
  const pairs = ranked.map(({ at, match, household, weight }, index) => {
    const { a, b } = pairAt(compared, at);
    const linked = index < links.length && !heldBack.has(index);
    const decision: Decision = linked ? "link" : match >= REVIEW_FROM ? "review" : "household";
    const { levels, weights } = evidence(at, a);
    return { a, b, probability: match, household, weight, decision, levels, weights };
  });
  const summaries = fields.map(({ kind, name, hubs }) => ({ kind, name, hubs }));
  return {
    entities,
    people: count,
    pairs,
    fields: summaries,
    fit,
    seen: levelsSeen(compared),
    passes: blocking.passes,
    compared: compared.compared,
    threshold,
    reviewFrom: REVIEW_FROM,
    expectedFalseMerges,
    held: held.length,
  };
}

function levelsSeen({ levels, fields }: Compared): Uint8Array {
  const seen = new Uint8Array(fields * LEVELS);
  levels.forEach((level, at) => (seen[cell(at % fields, level)] = 1));
  return seen;
}

function pairAt({ a, b }: Compared, at: number): { readonly a: number; readonly b: number } {
  return a[at]! < b[at]! ? { a: a[at]!, b: b[at]! } : { a: b[at]!, b: a[at]! };
}

interface Ranked extends Score {
  readonly at: number;
}

/**
 * Scores the kept pairs and finds the least chance, not below one half, at which the expected share of wrong pairs among those at or above
 * it stays within the chosen rate: the mean of what is missing to certainty (Fellegi & Sunter's μ seen from the linked pairs).
 */
function rank(compared: Compared, { score }: Scoring, rate: number, job: JobControl) {
  const { levels, fields, pattern, a } = compared;
  const found: Ranked[] = [];
  for (let at = 0; at < a.length; at++) {
    checkEvery(job, at);
    const { match, household, weight } = score(a[at]!, levels, pattern[at]! * fields);
    if (match >= REVIEW_FROM || household >= 0.5) found.push({ at, match, household, weight });
  }
  // Numbers side by side are sorted in a fraction of the time of objects.
  const chance = Float64Array.from(found, ({ match }) => match);
  const weights = Float64Array.from(found, ({ weight }) => weight);
  const order = Int32Array.from(found.keys());
  order.sort((x, y) => chance[y]! - chance[x]! || weights[y]! - weights[x]! || x - y);
  const ranked = Array.from(order, (place) => found[place]!);
  return { ranked, ...thresholdFor(ranked, rate) };
}

function thresholdFor(ranked: readonly Ranked[], rate: number) {
  let [doubt, joined, expected] = [0, 0, 0];
  const likely = ranked.filter(({ match }) => match >= 0.5);
  likely.forEach(({ match }, index) => {
    doubt += 1 - match;
    if (doubt > rate * (index + 1)) return;
    joined = index + 1;
    expected = doubt / joined;
  });
  const threshold = joined === likely.length ? 0.5 : joined === 0 ? 1 : likely[joined - 1]!.match;
  return { threshold, expectedFalseMerges: expected };
}

/** The levels and weights of pairs; pairs of one pattern share its levels. */
function evidenceOf({ levels, fields, pattern }: Compared, scores: Scoring) {
  const known = new Map<number, readonly number[]>();
  const levelsOf = (own: number) => {
    const found = Array.from(levels.subarray(own * fields, (own + 1) * fields));
    known.set(own, found);
    return found;
  };
  return (at: number, a: number) => {
    const own = pattern[at]!;
    const weights: number[] = [];
    for (let f = 0; f < fields; f++) weights.push(scores.weightOf(f, a, levels, own * fields));
    return { levels: known.get(own) ?? levelsOf(own), weights };
  };
}

function contradiction(
  fields: readonly Field[],
  compare: PairComparison,
  { score }: Scoring,
): (a: number, b: number) => boolean {
  const levels = new Uint8Array(fields.length);
  return (a, b) => {
    compare(a, b, levels);
    if (score(a, levels, 0).match >= CONTRADICTION) return false;
    return fields.some(({ kind }, f) => personal.has(kind) && levels[f] === agreement.differ);
  };
}
