import { createBackOff, type BackOff } from "../../workers/base/back-off.ts";
import { fault, type Outcome } from "../../workers/base/fault.ts";

/** Wrong tries at each vault's door, kept in the host: a window that is reloaded starts no new count. */
export interface Tries {
  /** Fault "unlock-wait" while the next try must wait, else undefined. */
  refusal(path: string): Outcome<never> | undefined;
  wrong(path: string): number;
  right(path: string): void;
}

/** Tries at doors, on a clock of milliseconds. */
export function createTries(now: () => number = Date.now): Tries {
  const doors = new Map<string, BackOff>();
  const door = (path: string): BackOff => {
    const known = doors.get(path) ?? createBackOff(now);
    doors.set(path, known);
    return known;
  };
  return {
    refusal: (path) => {
      const seconds = door(path).wait();
      return seconds > 0 ? fault("unlock-wait", { seconds }) : undefined;
    },
    wrong: (path) => door(path).failed(),
    right: (path) => {
      doors.delete(path);
    },
  };
}
