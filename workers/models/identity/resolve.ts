import type { JobControl } from "../../base/job.ts";
import { planBlocking, type BlockingPass } from "./blocking.ts";
import { chanceAgreement } from "./chance.ts";
import { joinLinks } from "./cluster.ts";
import type { Field } from "./field.ts";
import { fitIdentity, type Fit } from "./fit.ts";
import { cell, comparePairs, MOST_FIELDS, pairComparison, type Compared } from "./patterns.ts";
import { fieldsOf } from "./prepare.ts";
import { scoring, type Scoring } from "./score.ts";
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
  const chance = chanceAgreement(fields, table.rows, options.seed, job);
  const blocking = planBlocking(fields, table.rows);
  const compared = comparePairs(fields, blocking, job);
  job.progress({ phase: "estimating", done: 0 });
  const fit = fitIdentity(fields, compared, chance, table.rows, job);
  const scores = scoring(fields, fit);
  const { ranked, threshold, expectedFalseMerges } = rank(compared, scores, options.falseMergeRate, job);
  const links = ranked.filter(({ match }) => match >= threshold).map(({ at }) => pairAt(compared, at));
  const { entities, count, held } = joinLinks(table.rows, links, contradiction(fields, scores), job);
  const heldPairs = new Set(held.map((index) => `${links[index]!.a} ${links[index]!.b}`));
  const pairs = ranked.map(({ at, match, household, weight }) => {
    const { a, b } = pairAt(compared, at);
    const linked = match >= threshold && !heldPairs.has(`${a} ${b}`);
    const decision: Decision = linked ? "link" : match >= REVIEW_FROM ? "review" : "household";
    return { a, b, probability: match, household, weight, decision, ...evidence(compared, at, scores, a) };
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

interface Ranked {
  readonly at: number;
  readonly match: number;
  readonly household: number;
  readonly weight: number;
}

/**
 * Scores the kept pairs and finds the least chance, not below one half, at which the expected share of wrong pairs among those at or above
 * it stays within the chosen rate: the mean of what is missing to certainty (Fellegi & Sunter's μ seen from the linked pairs).
 */
function rank(compared: Compared, { score }: Scoring, rate: number, job: JobControl) {
  const { levels, fields, pattern, a } = compared;
  const ranked: Ranked[] = [];
  for (let at = 0; at < a.length; at++) {
    if ((at & 0x3fff) === 0) job.check();
    const own = score(a[at]!, levels, pattern[at]! * fields);
    if (own.match >= REVIEW_FROM || own.household >= 0.5) ranked.push({ at, ...own });
  }
  ranked.sort((x, y) => y.match - x.match || y.weight - x.weight || x.at - y.at);
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

function evidence({ levels, fields, pattern }: Compared, at: number, scores: Scoring, a: number) {
  const from = pattern[at]! * fields;
  const own = Array.from({ length: fields }, (_, f) => f);
  return {
    levels: own.map((f) => levels[from + f]!),
    weights: own.map((f) => scores.weightOf(f, a, levels, from)),
  };
}

function contradiction(fields: readonly Field[], { score }: Scoring): (a: number, b: number) => boolean {
  const compare = pairComparison(fields);
  const levels = new Uint8Array(fields.length);
  return (a, b) => {
    compare(a, b, levels);
    if (score(a, levels, 0).match >= CONTRADICTION) return false;
    return fields.some(({ kind }, f) => personal.has(kind) && levels[f] === agreement.differ);
  };
}
