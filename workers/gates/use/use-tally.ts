import type { PurposeCode } from "../../terms/purpose.ts";
import type { Act } from "../../vault/vault.ts";

/** Uses of people since the last commit: what for, by what, of how many. Reading writes nothing; the next commit tells. */
export interface UseTally {
  count(method: string, purpose: PurposeCode, people: number): void;
  /** A line of the record for each method and purpose, to go with a change. */
  readonly acts: () => readonly Act[];
  /** The change that carried the lines was committed. */
  readonly settle: () => void;
}

interface Used {
  readonly method: string;
  readonly purpose: PurposeCode;
  times: number;
  people: number;
}

/** An empty tally. */
export function useTally(): UseTally {
  const used = new Map<string, Used>();
  /** What the lines of a change that is not committed yet have told of each. */
  let told = new Map<string, number>();
  return {
    count: (method, purpose, people) => {
      const key = `${method} ${purpose}`;
      const known = used.get(key) ?? { method, purpose, times: 0, people: 0 };
      known.times++;
      known.people = Math.max(known.people, people);
      used.set(key, known);
    },
    acts: () => {
      told = new Map([...used].map(([key, { times }]) => [key, times]));
      return [...used.values()].map(({ method, purpose, times, people }) => ({
        gate: "use",
        action: "used",
        payload: { by: method, purpose, people, times },
      }));
    },
    settle: () => {
      for (const [key, times] of told) {
        const known = used.get(key);
        if (known !== undefined && (known.times -= times) === 0) used.delete(key);
      }
      told.clear();
    },
  };
}
