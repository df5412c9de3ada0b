import { Effort } from "./effort.ts";
import { annihilator, indicator, Span, subtract, touches, type Vector } from "./span.ts";

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
  | { readonly found: "combination"; readonly by: Combination; readonly withheld: readonly number[] };

/** What a search may be asked besides. */
export interface SearchOptions {
  readonly effort?: Effort;
  /**
   * Of a combination that was found, the row to leave out: the search goes on without it, until it finds no more. All rows left out
   * are answered, so that a table with many of them needs few judgements.
   */
  readonly leaveOut?: (rows: readonly number[]) => number | undefined;
}

/** Steps of the search, each a few eliminations; and multiplications the first elimination, and all of them, may take. */
const mostSteps = 3_000;
const mostWork = 2_000_000_000;
const mostSearching = 400_000_000;

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
  { effort = new Effort(), leaveOut }: SearchOptions = {},
): CombinationSearch {
  const vectors = alike.reduce((sum, one) => sum + one.rows.length, 0);
  if (rows.old === 0 || rows.old === rows.count) return { found: "nothing" };
  if (vectors * rows.count * Math.min(vectors, rows.count) > mostWork) return { found: "undecided" };
  const full = alike.map((one) => one.rows.map((list) => indicator(rows.count, list)));
  const whole = new Span(rows.count, effort);
  for (const list of full) for (const vector of list) whole.add(vector);
  const leads = whole.leads();
  if (leads.every((lead) => lead < rows.old)) return { found: "nothing" };
  const vectorsOf = full.map((list) => list.map((vector) => restrict(vector, leads)));
  const heavy = new Span(leads.length, effort);
  for (const [index, { people }] of alike.entries())
    if (people >= k) for (const vector of vectorsOf[index]!) heavy.add(vector);
  const search = new Search({
    quotient: new Quotient(heavy, leads.length),
    vectorsOf,
    alike,
    targets: targetsOf(whole, rows),
    k,
    leads,
    effort: effort.part(mostSearching),
  });
  return search.run(leaveOut);
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
  private add(element: Element): boolean {
    let grown = false;
    for (const vector of element.vectors) grown = this.span.add(vector) || grown;
    return grown;
  }

  /** Takes elements, each that makes it grow, until it is complete; whether it is. */
  fill(elements: readonly Element[], taken: (element: Element) => void): boolean {
    if (this.isComplete()) return true;
    for (const element of elements) {
      if (!this.add(element)) continue;
      taken(element);
      if (this.isComplete()) return true;
    }
    return false;
  }

  private isComplete(): boolean {
    for (const missing of [this.missing.old, this.missing.new]) {
      while (missing.length > 0 && this.span.holds(missing.at(-1)!)) missing.pop();
      if (missing.length === 0) return true;
    }
    return false;
  }
}

interface SearchSpace {
  readonly quotient: Quotient;
  readonly vectorsOf: readonly (readonly Vector[])[];
  readonly alike: readonly Alike[];
  readonly targets: Targets;
  readonly k: number;
  readonly leads: readonly number[];
  readonly effort: Effort;
}

class Search {
  private readonly light: readonly Element[];
  private readonly quotient: Quotient;
  private readonly targets: Targets;
  private readonly k: number;
  private readonly leads: readonly number[];
  private readonly effort: Effort;
  private steps = 0;

  /**
   * Whatever touches k people or more must cancel out in every combination that counts: all is reckoned modulo their span, in which
   * little is left but the few that matter.
   */
  constructor({ quotient, vectorsOf, alike, targets, k, leads, effort }: SearchSpace) {
    const image = (vector: Vector) => quotient.image(vector);
    this.quotient = quotient;
    this.light = alike
      .flatMap(({ people }, index) =>
        people < k ? [{ people, index, vectors: vectorsOf[index]!.map(image).filter(isSome) }] : [],
      )
      .filter(({ vectors }) => vectors.length > 0)
      .sort((a, b) => b.people - a.people);
    this.targets = { old: targets.old.map(image).filter(isSome), new: targets.new.map(image).filter(isSome) };
    this.k = k;
    this.leads = leads;
    this.effort = effort;
  }

  run(leaveOut: SearchOptions["leaveOut"]): CombinationSearch {
    const cancelled = new Span(this.quotient.length, this.effort);
    const withheld: number[] = [];
    let first: Combination | undefined;
    for (;;) {
      const found = this.visit(cancelled, new Set(), this.k - 1);
      first ??= found;
      const row = found && leaveOut?.(found.rows);
      // A combination without a row has weight 0 there: the row is one more vector that must cancel out.
      if (row === undefined || !cancelled.add(this.unit(this.leads.indexOf(row)))) break;
      withheld.push(row);
    }
    if (first !== undefined) return { found: "combination", by: first, withheld };
    return { found: this.tired ? "undecided" : "nothing" };
  }

  private get tired(): boolean {
    return this.steps > mostSteps || this.effort.exhausted;
  }

  private unit(at: number): Vector {
    return this.quotient.image(indicator(this.leads.length, [at]));
  }

  /** `untouched` must cancel out; `touched` may be left over, and at most `budget` people besides. */
  private visit(untouched: Span, touched: ReadonlySet<Element>, budget: number): Combination | undefined {
    this.steps++;
    if (this.tired) return undefined;
    const free = this.light.filter(
      (element) => !touched.has(element) && element.vectors.some((vector) => !untouched.holds(vector)),
    );
    const cover = new Cover(untouched.clone(), this.targets);
    const covering: Element[] = [];
    const covered = cover.fill(free, (element) => {
      covering.push(element);
    });
    if (!covered) return this.combination(cover.span);
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
    const place = new Map(free.map((element, at) => [element, at]));
    for (let round = 0; round < rounds; round++) {
      const cover = new Cover(untouched.clone(), this.targets);
      const used = cover.fill(
        free.filter((_, at) => left[at]! > 0),
        (element) => {
          const at = place.get(element)!;
          left[at] = left[at]! - 1;
        },
      );
      if (!used) return false;
    }
    return true;
  }

  /** A combination that cancels all of a span and is of old and new rows both. */
  private combination(span: Span): Combination {
    const free = annihilator(span, this.quotient.length);
    const beyond = (targets: readonly Vector[]) => (y: Vector) =>
      targets.some((target) => touches(y, target));
    const beyondOld = beyond(this.targets.old);
    const beyondNew = beyond(this.targets.new);
    const [one, other] = [free.find(beyondOld)!, free.find(beyondNew)!];
    const y = beyondNew(one) ? one : beyondOld(other) ? other : one.map((value, i) => value + other[i]!);
    const left = this.light.filter(({ vectors }) => vectors.some((vector) => touches(y, vector)));
    return {
      alike: left.map(({ index }) => index).sort((a, b) => a - b),
      people: left.reduce((sum, { people }) => sum + people, 0),
      rows: this.leads.filter((_, at) => touches(y, this.unit(at))),
    };
  }
}

/** What is left of vectors when those of a span count as nothing. */
class Quotient {
  readonly length: number;
  private readonly leads: readonly number[];
  private readonly basis: readonly Vector[];
  private readonly free: readonly number[];

  constructor(span: Span, length: number) {
    this.leads = span.leads();
    this.basis = span.reducedBasis();
    const led = new Set(this.leads);
    this.free = Array.from({ length }, (_, at) => at).filter((at) => !led.has(at));
    this.length = this.free.length;
  }

  /** The image of a vector; a linear map whose kernel is the span. */
  image(vector: Vector): Vector {
    const rest = vector.slice();
    for (const [b, lead] of this.leads.entries()) if (rest[lead] !== 0) subtract(rest, this.basis[b]!, lead);
    return restrict(rest, this.free);
  }
}

function restrict(vector: Vector, positions: readonly number[]): Vector {
  const part = new Float64Array(positions.length);
  for (let at = 0; at < positions.length; at++) part[at] = vector[positions[at]!]!;
  return part;
}

function isSome(vector: Vector): boolean {
  return vector.some((value) => value !== 0);
}
