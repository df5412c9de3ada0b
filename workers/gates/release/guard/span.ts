import { Effort } from "./effort.ts";

/**
 * The field calculations are done in: whole numbers modulo the largest prime below 2^26, so that every product is exact in a
 * double. A dependence over the rationals is one over this field as well: what an attacker can do, is found here. The other way
 * round a dependence can appear that is none, with a chance of about 1 in 67 million a pivot: then a release is refused needlessly.
 */
const prime = 67_108_859;
const inverse = 1 / prime;

/** The remainder of a whole number from 0 to 2^53 - 1; the operator % on doubles is many times slower. */
function modulo(value: number): number {
  const rest = value - Math.floor(value * inverse) * prime;
  return rest < 0 ? rest + prime : rest >= prime ? rest - prime : rest;
}

/** A vector over the field, its entries from 0 to prime - 1. */
export type Vector = Float64Array;

/** The unit-weight vector that is 1 at the positions named, 0 elsewhere. */
export function indicator(length: number, positions: readonly number[]): Vector {
  const vector = new Float64Array(length);
  for (const position of positions) vector[position] = (vector[position]! + 1) % prime;
  return vector;
}

/** Whether a·b is not 0. */
export function touches(a: Vector, b: Vector): boolean {
  let sum = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== 0 && b[i] !== 0) sum = modulo(sum + a[i]! * b[i]!);
  return sum !== 0;
}

let scratch: Float64Array = new Float64Array(1024);

/** What a look at a vector costs besides its entries, in multiplications. */
const overhead = 100;

/** A linear span, kept as vectors of which each begins (with a 1) at a position of its own. */
export class Span {
  private readonly byLead: (Vector | undefined)[];
  private readonly length: number;
  private readonly effort: Effort;
  size = 0;

  constructor(length: number, effort: Effort = new Effort(), from?: Span) {
    this.length = length;
    this.effort = effort;
    this.byLead = from === undefined ? new Array<Vector | undefined>(length) : from.byLead.slice();
    this.size = from?.size ?? 0;
  }

  clone(): Span {
    return new Span(this.length, this.effort, this);
  }

  /** Adds a vector; false when the span held it already. */
  add(vector: Vector): boolean {
    if (this.size === this.length) return false;
    const rest = this.rest(vector);
    if (rest === undefined) return false;
    const factor = power(rest.vector[rest.lead]!, prime - 2);
    for (let i = rest.lead; i < this.length; i++) rest.vector[i] = modulo(rest.vector[i]! * factor);
    this.byLead[rest.lead] = rest.vector;
    this.size++;
    return true;
  }

  holds(vector: Vector): boolean {
    return this.size === this.length || this.rest(vector) === undefined;
  }

  holdsAll(vectors: readonly Vector[]): boolean {
    return vectors.every((vector) => this.holds(vector));
  }

  /** The positions the vectors begin at, ascending: the first rows, in their order, that depend on none before them. */
  leads(): readonly number[] {
    return [...this.byLead.keys()].filter((lead) => this.byLead[lead] !== undefined);
  }

  /** A basis in which each vector is 1 at its own lead and 0 at all other leads, in the order of `leads`. */
  reducedBasis(): readonly Vector[] {
    const leads = this.leads();
    const basis = leads.map((lead) => this.byLead[lead]!.slice());
    for (let b = basis.length - 1; b >= 0; b--) {
      this.effort.pause();
      for (let later = b + 1; later < basis.length; later++)
        subtract(basis[b]!, basis[later]!, leads[later]!);
    }
    return basis;
  }

  private rest(vector: Vector): { readonly vector: Vector; readonly lead: number } | undefined {
    const { length, byLead } = this;
    // Most vectors are only looked at: they are reduced in one place, and copied when they are kept.
    const left = scratch.length < length ? (scratch = new Float64Array(2 * length)) : scratch;
    left.set(vector);
    let work = overhead + length;
    let lead = 0;
    for (; lead < length; lead++) {
      if (left[lead] === 0) continue;
      const known = byLead[lead];
      if (known === undefined) break;
      const times = prime - left[lead]!;
      for (let i = lead; i < length; i++) if (known[i] !== 0) left[i] = modulo(left[i]! + times * known[i]!);
      work += length - lead;
    }
    this.effort.spend(work);
    return lead === length ? undefined : { vector: left.slice(0, length), lead };
  }
}

/** All vectors y with y·v = 0 for every v of a span, as a basis. */
export function annihilator(span: Span, length: number): readonly Vector[] {
  const leads = span.leads();
  const basis = span.reducedBasis();
  const led = new Set(leads);
  const found: Vector[] = [];
  for (let free = 0; free < length; free++) {
    if (led.has(free)) continue;
    const y = new Float64Array(length);
    y[free] = 1;
    for (const [b, vector] of basis.entries()) y[leads[b]!] = (prime - vector[free]!) % prime;
    found.push(y);
  }
  return found;
}

/** Takes `by`, which is 0 before `lead` and 1 there, from a vector so often that its entry at `lead` becomes 0. */
export function subtract(from: Vector, by: Vector, lead: number): void {
  const factor = from[lead]!;
  if (factor === 0) return;
  const times = prime - factor;
  for (let i = lead; i < from.length; i++) if (by[i] !== 0) from[i] = modulo(from[i]! + times * by[i]!);
}

function power(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}
