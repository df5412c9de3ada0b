import { expect, test } from "vitest";
import { createBackOff, secondsAfter } from "./back-off.ts";

test("five tries are free, then 1, 2, 4 ... 60 seconds", () => {
  expect(Array.from({ length: 14 }, (_, failures) => secondsAfter(failures))).toEqual([
    0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60,
  ]);
  expect(secondsAfter(5000)).toBe(60);
});

test("a wait runs down with the clock, and a right try ends it", () => {
  let clock = 1_000_000;
  const door = createBackOff(() => clock);
  for (let i = 0; i < 4; i++) expect(door.failed()).toBe(0);
  expect(door.failed()).toBe(1);
  expect(door.wait()).toBe(1);
  clock += 1000;
  expect(door.wait()).toBe(0);
  for (const seconds of [2, 4, 8]) expect(door.failed()).toBe(seconds);
  clock += 2500;
  expect(door.wait()).toBe(6);
  door.succeeded();
  expect(door.wait()).toBe(0);
  expect(door.failed()).toBe(0);
});

test("a clock that is set back lengthens no wait", () => {
  let clock = 1_000_000;
  const door = createBackOff(() => clock);
  for (let i = 0; i < 8; i++) door.failed();
  clock -= 900_000;
  expect(door.wait()).toBe(8);
});
