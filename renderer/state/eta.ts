/** Points of a job's way: milliseconds and units done, the last five seconds of them. */
export type Pace = readonly { readonly at: number; readonly done: number }[];

const WINDOW_MS = 5000;
const STABLE_MS = 2000;

/** The pace with one more point, older ones than five seconds dropped. */
export function noteProgress(pace: Pace, at: number, done: number): Pace {
  return [...pace.filter((point) => at - point.at <= WINDOW_MS), { at, done }];
}

/**
 * Seconds left for `remaining` units at the rolling pace. Undefined until two seconds are seen and
 * both halves of the window run within a factor of two of each other: a guess that jumps is worse than none.
 */
export function etaSeconds(pace: Pace, remaining: number): number | undefined {
  const first = pace[0];
  const last = pace.at(-1);
  const middle = pace[Math.floor(pace.length / 2)];
  if (!first || !last || !middle || pace.length < 4 || last.at - first.at < STABLE_MS) return undefined;
  const early = speed(first, middle);
  const late = speed(middle, last);
  if (early <= 0 || late <= 0 || early > 2 * late || late > 2 * early) return undefined;
  return remaining / speed(first, last) / 1000;
}

function speed(from: Pace[number], to: Pace[number]): number {
  return to.at > from.at ? (to.done - from.done) / (to.at - from.at) : 0;
}
