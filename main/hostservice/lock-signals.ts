import type { LockEvent, LockReason } from "../contract.ts";

/** What the system tells of its user being away. */
export interface Presence {
  /** Calls `tell` whenever the screen is locked or the machine goes to sleep, until the function returned is called. */
  watch(tell: (reason: LockReason) => void): () => void;
  /** Whole seconds without input to the system; undefined where the host cannot know. */
  idleSeconds?(): number;
}

/** A clock and timers, for tests to turn by hand. */
export interface Ticker {
  /** Milliseconds of the wall clock. */
  now(): number;
  /** Calls `tick` about every `ms` until the function returned is called. Keeps no process alive. */
  every(ms: number, tick: () => void): () => void;
}

/** The clock and timers of the process. */
export const processTicker: Ticker = {
  now: () => Date.now(),
  every: (ms, tick) => {
    const timer = setInterval(tick, ms);
    timer.unref();
    return () => {
      clearInterval(timer);
    };
  },
};

const TICK_MS = 5_000;
/** A tick that comes this late means that the machine slept: no program holds a process back so long. */
const ASLEEP_MS = 30_000;
/** A question is answered with nothing after this long, so that a call never hangs for ever. */
const LONGEST_WAIT_MS = 50_000;

/** Sleep seen from the clock alone, for a host that nobody tells of it. */
export function sleepWatcher(ticker: Ticker): Presence {
  return {
    watch: (tell) => {
      let last = ticker.now();
      return ticker.every(TICK_MS, () => {
        const now = ticker.now();
        if (now - last > ASLEEP_MS) tell("sleep");
        last = now;
      });
    },
  };
}

/** Answers the window's question "tell me when to lock". */
export interface LockSignals {
  /**
   * Resolves at the next reason to lock: at once when one came since the last question, with null after a while of
   * none. `idleAfter` are seconds without input to the system that count as one; nobody counts them where it is null.
   * A `first` question forgets what came before it.
   */
  next(idleAfter: number | null, first: boolean): Promise<LockEvent | null>;
  close(): void;
}

interface Waiting {
  readonly idleAfter: number | null;
  readonly until: number;
  answer(event: LockEvent | null): void;
}

/** Lock signals over what a system tells. One question at a time: a newer one answers the older with nothing. */
export function createLockSignals(presence: Presence, ticker: Ticker = processTicker): LockSignals {
  let waiting: Waiting | undefined;
  let missed: LockEvent | undefined;
  const settle = (event: LockEvent | null): void => {
    const asked = waiting;
    waiting = undefined;
    asked?.answer(event);
  };
  const unwatch = presence.watch((reason) => {
    if (waiting === undefined) missed = { reason };
    else settle({ reason });
  });
  const stopTicking = ticker.every(TICK_MS / 5, () => {
    if (waiting === undefined) return;
    const { idleAfter, until } = waiting;
    const idle = presence.idleSeconds?.();
    if (idleAfter !== null && idle !== undefined && idle >= idleAfter) settle({ reason: "idle" });
    else if (ticker.now() >= until) settle(null);
  });
  return {
    next: (idleAfter, first) => {
      settle(null);
      const event = first ? undefined : missed;
      missed = undefined;
      if (event !== undefined) return Promise.resolve(event);
      return new Promise((answer) => {
        waiting = { idleAfter, until: ticker.now() + LONGEST_WAIT_MS, answer };
      });
    },
    close: () => {
      unwatch();
      stopTicking();
      settle(null);
    },
  };
}
