import { annihilator, indicator, Span, touches, type Vector } from "./span.ts";

/**
 * People whom no published number tells apart. Of a sum, what a person adds may have changed between two releases: then there is
 * one vector for each amount, and a combination touches the people when it leaves any of them over.
 */
export interface Alike {
  readonly people: number;
  /** For each amount, the published numbers (rows) it is part of. */
  readonly rows: readonly (readonly number[])[];
}

/** Numbers to add and subtract so that all but a few people cancel out. */
export interface Combination {
  /** Indices of those left over, and how many people they are. */
  readonly alike: readonly number[];
  readonly people: number;
  /** The published numbers that take part. */
  readonly rows: readonly number[];
}

/** "undecided": the bound of work was reached first. */
export type CombinationSearch =
  | { readonly found: "nothing" }
  | { readonly found: "undecided" }
  | { readonly found: "combination"; readonly by: Combination };

/** Steps of the search, each a few eliminations; and multiplications the first elimination may take. */
const mostSteps = 3_000;
const mostWork = 2_000_000_000;

/**
 * Looks for a linear combination of published numbers that touches 1 to k - 1 people. Combinations of the rows before `old` alone, and
 * of those from `old` on alone, are not looked at: each release was, or is, judged by itself.
 *
 * Exact: published numbers span a space of functions on people; a combination that touches few people is a cocircuit of fewer than k
 * elements in the matroid of the people's vectors. Every combination that counts must touch an element of any cover (elements
 * whose vectors span the rest), so branching over a cover, each element touched or not, visits all of them; k disjoint covers prove that
 * none exists (Edmonds, J. Res. Nat. Bur. Standards 69B, 1965).
 */
export function isolatingCombination(
  rows: { readonly count: number; readonly old: number },
  alike: readonly Alike[],
  k: number,
): CombinationSearch {
  const vectors = alike.reduce((sum, one) => sum + one.rows.length, 0);
  if (rows.old === 0 || rows.old === rows.count) return { found: "nothing" };
  if (vectors * rows.count * Math.min(vectors, rows.count) > mostWork) return { found: "undecided" };
  const full = alike.map((one) => one.rows.map((list) => indicator(rows.count, list)));
  const whole = new Span(rows.count);
  for (const list of full) for (const vector of list) whole.add(vector);
  const leads = whole.leads();
  if (leads.every((lead) => lead < rows.old)) return { found: "nothing" };
  const within = (vector: Vector) => Float64Array.from(leads, (lead) => vector[lead]!);
  const elements = alike.map(({ people }, index) => ({ people, index, vectors: full[index]!.map(within) }));
  const search = new Search(elements, targetsOf(whole, rows), k, leads);
  return search.run();
}

interface Element {
  readonly people: number;
  readonly index: number;
  readonly vectors: readonly Vector[];
}

/** What elements must span so that a combination that touches none of them is one of old rows alone, or of new rows alone. */
interface Targets {
  readonly old: readonly Vector[];
  readonly new: readonly Vector[];
}

function targetsOf(whole: Span, rows: { readonly count: number; readonly old: number }): Targets {
  const leads = whole.leads();
  const basis = whole.reducedBasis();
  const rank = leads.length;
  const newRows = new Span(rank);
  for (let row = rows.old; row < rows.count; row++)
    newRows.add(Float64Array.from(basis, (vector) => vector[row]!));
  return {
    old: [...leads.keys()].filter((at) => leads[at]! >= rows.old).map((at) => indicator(rank, [at])),
    new: annihilator(newRows, rank),
  };
}

/** A span on its way to holding all old or all new targets. */
class Cover {
  readonly span: Span;
  private readonly missing: { readonly old: Vector[]; readonly new: Vector[] };

  constructor(span: Span, targets: Targets) {
    this.span = span;
    this.missing = { old: [...targets.old], new: [...targets.new] };
  }

  /** Whether the element makes the span grow. */
  add(element: Element): boolean {
    let grown = false;
    for (const vector of element.vectors) grown = this.span.add(vector) || grown;
    return grown;
  }

  get complete(): boolean {
    for (const missing of [this.missing.old, this.missing.new]) {
      while (missing.length > 0 && this.span.holds(missing.at(-1)!)) missing.pop();
      if (missing.length === 0) return true;
    }
    return false;
  }
}

class Search {
  private readonly light: readonly Element[];
  private readonly elements: readonly Element[];
  private readonly targets: Targets;
  private readonly k: number;
  private readonly leads: readonly number[];
  private steps = 0;

  constructor(elements: readonly Element[], targets: Targets, k: number, leads: readonly number[]) {
    this.elements = elements;
    this.light = elements.filter(({ people }) => people < k).toSorted((a, b) => b.people - a.people);
    this.targets = targets;
    this.k = k;
    this.leads = leads;
  }

  run(): CombinationSearch {
    const heavy = new Span(this.leads.length);
    for (const { people, vectors } of this.elements)
      if (people >= this.k) for (const vector of vectors) heavy.add(vector);
    const found = this.visit(heavy, new Set(), this.k - 1);
    if (found !== undefined) return { found: "combination", by: found };
    return { found: this.steps > mostSteps ? "undecided" : "nothing" };
  }

  /** `untouched` must cancel out; `touched` may be left over, and at most `budget` people besides. */
  private visit(untouched: Span, touched: ReadonlySet<Element>, budget: number): Combination | undefined {
    if (++this.steps > mostSteps) return undefined;
    const free = this.light.filter(
      (element) => !touched.has(element) && element.vectors.some((vector) => !untouched.holds(vector)),
    );
    const cover = new Cover(untouched.clone(), this.targets);
    const covering: Element[] = [];
    for (const element of free) {
      if (cover.complete) break;
      if (cover.add(element)) covering.push(element);
    }
    if (!cover.complete) return this.combination(cover.span);
    if (this.packs(untouched, free, budget + 1)) return undefined;
    const growing = untouched.clone();
    for (const element of covering) {
      if (element.people <= budget) {
        const found = this.visit(growing, new Set(touched).add(element), budget - element.people);
        if (found !== undefined) return found;
      }
      for (const vector of element.vectors) growing.add(vector);
    }
    return undefined;
  }

  /** Whether `rounds` covers can be made of different people: then every combination touches at least so many. */
  private packs(untouched: Span, free: readonly Element[], rounds: number): boolean {
    const left = free.map(({ people }) => people);
    for (let round = 0; round < rounds; round++) {
      const cover = new Cover(untouched.clone(), this.targets);
      for (const [at, element] of free.entries()) {
        if (cover.complete) break;
        if (left[at]! > 0 && cover.add(element)) left[at] = left[at]! - 1;
      }
      if (!cover.complete) return false;
    }
    return true;
  }

  /** A combination that cancels all of a span and is of old and new rows both. */
  private combination(span: Span): Combination {
    const free = annihilator(span, this.leads.length);
    const beyond = (targets: readonly Vector[]) => (y: Vector) =>
      targets.some((target) => touches(y, target));
    const beyondOld = beyond(this.targets.old);
    const beyondNew = beyond(this.targets.new);
    const [one, other] = [free.find(beyondOld)!, free.find(beyondNew)!];
    const y = beyondNew(one) ? one : beyondOld(other) ? other : one.map((value, i) => value + other[i]!);
    const left = this.elements.filter(({ vectors }) => vectors.some((vector) => touches(y, vector)));
    return {
      alike: left.map(({ index }) => index),
      people: left.reduce((sum, { people }) => sum + people, 0),
      rows: this.leads.filter((_, at) => y[at] !== 0),
    };
  }
}
