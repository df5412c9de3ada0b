import type { Outcome } from "../../workers/base/fault.ts";

/** What a test goes on with; a fault ends the test and says which it was. */
export function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return outcome.value;
}
