import type { ActView, DaySpan } from "./acts.ts";

/** The days that decided a sequence of one person. */
interface SequenceFound {
  readonly met: boolean;
  /** The day of the act that came first, where there is one to tell. */
  readonly first?: number;
  /** The day of the act that followed in time. */
  readonly then?: number;
}

/** A sequence as it is looked for. */
interface SequenceAsked {
  readonly first: ActView;
  readonly span: DaySpan;
  readonly then: ActView;
  readonly occurrence: "any" | "first" | "latest";
  readonly followed: boolean;
  readonly withinDays: number;
  /** Data ends here: what was to happen later may still come. */
  readonly clock: number;
}

/**
 * Looks for the sequence among a person's acts. Both lists are in order of time, so the earliest act after another never moves back:
 * one pass over each. Of several answers the latest that meets the condition is told, else the latest act that came first.
 */
export function findSequence(asked: SequenceAsked, person: number): SequenceFound {
  const { first, then, occurrence, followed, withinDays, clock } = asked;
  const bothMoments = first.at !== undefined && then.at !== undefined;
  let next = then.start[person]!;
  const end = then.start[person + 1]!;
  let found: SequenceFound = { met: false };
  for (const i of candidates(asked, person)) {
    const day = first.day[i]!;
    const isLater = (j: number): boolean => (bothMoments ? then.at[j]! > first.at[i]! : then.day[j]! > day);
    while (next < end && !(then.matches(next) && isLater(next))) next++;
    const comes = next < end && then.day[next]! - day <= withinDays;
    const met = followed ? comes : !comes && day + withinDays <= clock;
    if (met || !found.met) found = { met, first: day, ...(comes ? { then: then.day[next]! } : {}) };
    if (occurrence === "first") break;
  }
  return found;
}

/** The entries that may come first: all that match in the window, or the latest of them alone. */
function* candidates({ first, span, occurrence }: SequenceAsked, person: number): Generator<number> {
  const fits = (i: number): boolean =>
    first.day[i]! >= span.low && first.day[i]! <= span.high && first.matches(i);
  const [low, high] = [first.start[person]!, first.start[person + 1]!];
  if (occurrence === "latest") {
    for (let i = high - 1; i >= low; i--)
      if (fits(i)) {
        yield i;
        return;
      }
    return;
  }
  for (let i = low; i < high; i++) if (fits(i)) yield i;
}
