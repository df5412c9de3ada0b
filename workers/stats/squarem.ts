/** A point of an iteration that climbs: how high it lies, and where the iteration leads from it. */
export interface Step {
  readonly value: number;
  readonly next: Float64Array;
}

export interface Climb {
  readonly point: Float64Array;
  readonly value: number;
  readonly converged: boolean;
}

interface Limits {
  /** Gain of two steps below which the climb has ended. */
  readonly enough: number;
  readonly maxSteps: number;
}

/** By how much the longest leap grows when one of its length has led up, and shrinks when it has led down. */
const STRIDE = 4;

/**
 * Fixed point of an iteration that climbs with every step but may crawl, as expectation and maximisation do where groups overlap: SQUAREM
 * (Varadhan & Roland 2008, third scheme). Two steps show where a sequence of them is bound for, and a leap along it is kept when it lies
 * no lower than they do; else the plain step is taken. The fixed points are those of the iteration. A leap may lead anywhere: `step` has
 * to take every point, and says NaN of one without a value.
 */
export function squarem(
  start: Float64Array,
  step: (point: Float64Array) => Step,
  { enough, maxSteps }: Limits,
): Climb {
  let point = start;
  let from = step(point);
  let longest = 1;
  for (let steps = 1; ;) {
    const middle = step(from.next);
    const { leap, stride } = leapOf(point, from.next, middle.next, longest);
    const far = step(leap);
    const kept = stride === 1 || far.value >= middle.value;
    if (!kept) longest = Math.max(1, longest / STRIDE);
    else if (stride === longest) longest *= STRIDE;
    const before = from.value;
    [point, from] = kept ? [leap, far] : [middle.next, step(middle.next)];
    steps += kept ? 2 : 3;
    const converged = from.value - before < enough;
    if (converged || steps >= maxSteps) return { point, value: from.value, converged };
  }
}

/** The point that two steps from `a` are bound for, at most `longest` times as far as they lead; with a stride of 1 it is `c`. */
function leapOf(
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  longest: number,
): { readonly leap: Float64Array; readonly stride: number } {
  let [first, bend] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    const r = b[i]! - a[i]!;
    first += r * r;
    bend += (c[i]! - b[i]! - r) ** 2;
  }
  const stride = bend > 0 ? Math.min(longest, Math.max(1, Math.sqrt(first / bend))) : 1;
  if (stride === 1) return { leap: c, stride };
  const leap = a.map((x, i) => {
    const r = b[i]! - x;
    return x + 2 * stride * r + stride * stride * (c[i]! - b[i]! - r);
  });
  return { leap, stride };
}
