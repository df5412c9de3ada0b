/** A fraction of whole numbers, `over` at least 1; not always in lowest terms. */
export interface Rational {
  readonly of: bigint;
  readonly over: bigint;
}

/** The fraction that a finite double is, exactly: doubles are whole numbers times a power of two. */
export function exactly(value: number): Rational {
  if (!Number.isFinite(value)) throw new RangeError("a fraction of what is no number");
  let [scaled, power] = [value, 0n];
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    power++;
  }
  return { of: BigInt(scaled), over: 1n << power };
}

/** The quotient of two fractions, `divisor` above 0. */
export function divided(one: Rational, divisor: Rational): Rational {
  return { of: one.of * divisor.over, over: one.over * divisor.of };
}

/** The product of two fractions. */
export function times(one: Rational, other: Rational): Rational {
  return { of: one.of * other.of, over: one.over * other.over };
}

/** The fraction with the denominator 2^bits that is nearest from above: noise may be larger than asked, never smaller. */
export function roundedUp({ of, over }: Rational, bits: bigint): Rational {
  const unit = 1n << bits;
  return { of: (of * unit + over - 1n) / over, over: unit };
}

/** The nearest double. */
export function numberOf({ of, over }: Rational): number {
  // Both parts may be beyond what a double holds: bring them down together first.
  const size = Math.max(of.toString(2).length, over.toString(2).length) - 1000;
  const shift = size > 0 ? BigInt(size) : 0n;
  return Number(of >> shift) / Number(over >> shift);
}

/** The largest whole number whose square is at most a whole number. */
export function wholeRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let root = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
