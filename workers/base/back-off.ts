/** Wrong tries that cost nothing but themselves. */
const FREE_TRIES = 5;
/** No wait is longer than a minute: the owner must never be locked out by somebody else's guesses. */
const LONGEST_SECONDS = 60;

/** Slows down guessing at a door. It lives in memory: it stops a hand at the keyboard, the key derivation stops a machine. */
export interface BackOff {
  /** Whole seconds until the next try is heard; 0 when it is heard now. */
  wait(): number;
  /** Notes a wrong try. Answers the seconds until the next one. */
  failed(): number;
  /** Notes a right one: the count starts anew. */
  succeeded(): void;
}

/** Seconds to wait after `failures` wrong tries in a row: none for five, then 1, 2, 4 ... 60. */
export function secondsAfter(failures: number): number {
  return failures < FREE_TRIES ? 0 : Math.min(LONGEST_SECONDS, 2 ** (failures - FREE_TRIES));
}

/**
 * A back-off on a clock of milliseconds. A clock set back does not lengthen a wait: what is left is never
 * more than what the last failure asked for.
 */
export function createBackOff(now: () => number): BackOff {
  let failures = 0;
  let failedAt = 0;
  const wait = (): number => {
    const asked = secondsAfter(failures);
    const passed = (now() - failedAt) / 1000;
    return Math.ceil(Math.min(asked, Math.max(0, asked - passed)));
  };
  return {
    wait,
    failed: () => {
      failures++;
      failedAt = now();
      return wait();
    },
    succeeded: () => {
      failures = 0;
    },
  };
}
