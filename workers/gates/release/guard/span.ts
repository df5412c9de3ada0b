/**
 * The field calculations are done in: whole numbers modulo the largest prime below 2^26, so that every product is exact in a
 * double. A dependence over the rationals is one over this field as well: what an attacker can do, is found here. The other way
 * round a dependence can appear that is none, with a chance of about 1 in 67 million a pivot: then a release is refused needlessly.
 */
const prime = 67_108_859;

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
  for (let i = 0; i < a.length; i++) if (a[i] !== 0 && b[i] !== 0) sum = (sum + a[i]! * b[i]!) % prime;
  return sum !== 0;
}

/** A linear span, kept as vectors of which each begins (with a 1) at a position of its own. */
export class Span {
  private readonly byLead: (Vector | undefined)[];
  private readonly length: number;
  size = 0;

  constructor(length: number, from?: Span) {
    this.length = length;
    this.byLead = from === undefined ? new Array<Vector | undefined>(length) : from.byLead.slice();
    this.size = from?.size ?? 0;
  }

  clone(): Span {
    return new Span(this.length, this);
  }

  /** Adds a vector; false when the span held it already. */
  add(vector: Vector): boolean {
    if (this.size === this.length) return false;
    const rest = this.rest(vector);
    if (rest === undefined) return false;
    const inverse = power(rest.vector[rest.lead]!, prime - 2);
    for (let i = rest.lead; i < this.length; i++) rest.vector[i] = (rest.vector[i]! * inverse) % prime;
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
    for (let b = basis.length - 1; b >= 0; b--)
      for (let later = b + 1; later < basis.length; later++)
        subtract(basis[b]!, basis[later]!, leads[later]!);
    return basis;
  }

  private rest(vector: Vector): { readonly vector: Vector; readonly lead: number } | undefined {
    let own: Vector | undefined;
    for (let i = 0; i < this.length; i++) {
      if ((own ?? vector)[i] === 0) continue;
      const known = this.byLead[i];
      if (known === undefined) return { vector: own ?? vector.slice(), lead: i };
      own ??= vector.slice();
      subtract(own, known, i);
    }
    return undefined;
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

/** Takes `by` so often that the entry at `lead`, where `by` is 1, becomes 0. */
function subtract(from: Vector, by: Vector, lead: number): void {
  const factor = from[lead]!;
  if (factor === 0) return;
  const times = prime - factor;
  for (let i = lead; i < from.length; i++) if (by[i] !== 0) from[i] = (from[i]! + times * by[i]!) % prime;
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
