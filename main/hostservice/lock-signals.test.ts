import { describe, expect, test } from "vitest";
import type { LockReason } from "../contract.ts";
import { createLockSignals, sleepWatcher, type Presence, type Ticker } from "./lock-signals.ts";

/** A clock turned by hand: `pass` runs every tick that falls due, `sleep` lets time pass without any. */
function handClock() {
  let now = 1_000_000;
  const ticks = new Set<{ readonly ms: number; due: number; readonly tick: () => void }>();
  const ticker: Ticker = {
    now: () => now,
    every: (ms, tick) => {
      const entry = { ms, due: now + ms, tick };
      ticks.add(entry);
      return () => ticks.delete(entry);
    },
  };
  const pass = (ms: number): void => {
    for (const end = now + ms; now < end;) {
      now += 100;
      for (const entry of [...ticks])
        if (entry.due <= now) {
          entry.due = now + entry.ms;
          entry.tick();
        }
    }
  };
  const sleep = (ms: number): void => {
    now += ms;
  };
  return { ticker, pass, sleep, ticking: () => ticks.size };
}

function handPresence() {
  let tell: ((reason: LockReason) => void) | undefined;
  const state = { idle: 0 };
  const presence: Presence = {
    watch: (told) => {
      tell = told;
      return () => {
        tell = undefined;
      };
    },
    idleSeconds: () => state.idle,
  };
  return { presence, state, tell: (reason: LockReason) => tell?.(reason), watched: () => tell !== undefined };
}

describe("lock signals", () => {
  test("answer a question at the screen's lock and at sleep", async () => {
    const { ticker } = handClock();
    const system = handPresence();
    const signals = createLockSignals(system.presence, ticker);
    const asked = signals.next(null, true);
    system.tell("screen");
    expect(await asked).toEqual({ reason: "screen" });
    const again = signals.next(null, false);
    system.tell("sleep");
    expect(await again).toEqual({ reason: "sleep" });
  });

  test("what happened between two questions is told at the next, what happened before the first is not", async () => {
    const { ticker, pass } = handClock();
    const system = handPresence();
    const signals = createLockSignals(system.presence, ticker);
    system.tell("screen");
    const first = signals.next(null, true);
    pass(60_000);
    expect(await first).toBeNull();
    system.tell("sleep");
    expect(await signals.next(null, false)).toEqual({ reason: "sleep" });
  });

  test("the system's idle time counts once it is long enough, and not where nobody wants it", async () => {
    const { ticker, pass } = handClock();
    const system = handPresence();
    const signals = createLockSignals(system.presence, ticker);
    const asked = signals.next(600, true);
    system.state.idle = 599;
    pass(2_000);
    system.state.idle = 600;
    pass(2_000);
    expect(await asked).toEqual({ reason: "idle" });
    const never = signals.next(null, false);
    pass(60_000);
    expect(await never).toBeNull();
  });

  test("a newer question answers the older, and closing answers the last; nothing ticks on", async () => {
    const { ticker, ticking } = handClock();
    const system = handPresence();
    const signals = createLockSignals(system.presence, ticker);
    const older = signals.next(null, true);
    const newer = signals.next(null, true);
    expect(await older).toBeNull();
    signals.close();
    expect(await newer).toBeNull();
    expect(ticking()).toBe(0);
    expect(system.watched()).toBe(false);
  });
});

test("sleep is seen from the clock alone: a tick that comes late by half a minute", () => {
  const clock = handClock();
  const told: LockReason[] = [];
  const stop = sleepWatcher(clock.ticker).watch((reason) => told.push(reason));
  clock.pass(600_000);
  expect(told).toEqual([]);
  clock.sleep(20_000);
  clock.pass(10_000);
  expect(told).toEqual([]);
  clock.sleep(3_600_000);
  clock.pass(10_000);
  expect(told).toEqual(["sleep"]);
  stop();
  expect(clock.ticking()).toBe(0);
});
