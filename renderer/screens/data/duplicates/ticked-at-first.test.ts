import { expect, test } from "vitest";
import type { GroupPair, ReviewPerson } from "../../../../workers/terms/identity.ts";
import { tickedAtFirst } from "./ticked-at-first.ts";

const person = (id: number) => ({ id }) as ReviewPerson;
const pair = (a: number, b: number, probability?: number): GroupPair => ({
  a,
  b,
  ...(probability === undefined ? {} : { probability }),
  likely: true,
  found: probability === undefined ? "door" : "search",
  evidence: [],
});

test("two people are both ticked", () => {
  expect(tickedAtFirst({ people: [person(1), person(2)], pairs: [pair(1, 2)] })).toEqual(new Set([1, 2]));
});

test("of more, only the likeliest pair: no key joins a chain of strangers", () => {
  const people = [1, 2, 3, 4].map(person);
  expect(tickedAtFirst({ people, pairs: [pair(1, 2, 0.6), pair(2, 3, 0.97), pair(3, 4)] })).toEqual(
    new Set([2, 3]),
  );
  expect(tickedAtFirst({ people, pairs: [pair(3, 4), pair(1, 2, 0.6)] })).toEqual(new Set([1, 2]));
});
