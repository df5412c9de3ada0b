import type { Outcome } from "../../../workers/base/fault.ts";
import { ok } from "../../../workers/base/result.ts";

/** The outcome with its value made into another. */
export function mapOutcome<T, U>(outcome: Outcome<T>, change: (value: T) => U): Outcome<U> {
  return outcome.ok ? ok(change(outcome.value)) : outcome;
}
