import { describe, expect, test } from "vitest";
import { CountKnowledge } from "./bounded-groups.ts";
import { Effort } from "./effort.ts";
import { isolatingCombination } from "./isolating-combination.ts";
import { judge } from "./judge.ts";
import type { Group } from "./population.ts";
import type { Told } from "./told.ts";

const k = 10;
const told = (sets: readonly (readonly number[])[], measures: Told["measures"] = ["people"]): Told => ({
  k,
  measures,
  sets,
  withheld: [],
});
/** People by the cell each release put them into; -1 outside. */
const group = (people: number, ...cells: readonly number[]): Group => ({
  people,
  places: cells.map((cell) => (cell < 0 ? undefined : { cell, versions: { orders: 0, revenue: 0 } })),
});
const total = told([[0]]);

describe("what numbers of several releases give away together", () => {
  test("a set and the same set less three people", () => {
    expect(judge([total, total], [group(40, 0, 0), group(3, 0, -1)])).toMatchObject({
      safe: false,
      why: "combination",
      people: 3,
      releases: [0],
    });
  });

  test("a set and the same set less ten people are fine", () => {
    expect(judge([total, total], [group(40, 0, 0), group(10, 0, -1)])).toEqual({ safe: true });
  });

  test("everybody, a segment and its complement, after two people came", () => {
    const groups = [group(30, 0, 0, -1), group(25, 0, -1, 0), group(2, -1, -1, 0)];
    expect(judge([total, total, total], groups)).toMatchObject({ people: 2, releases: [0, 1] });
  });

  test("three unions of which the middle is a combination of all", () => {
    // (A and B) + (B and C) - (A and C) is twice B.
    const groups = [group(20, 0, -1, 0), group(4, 0, 0, -1), group(20, -1, 0, 0)];
    expect(judge([total, total, total], groups)).toMatchObject({ people: 4, releases: [0, 1] });
  });

  test("people who came and people who went are counted together", () => {
    const groups = [group(40, 0, 0), group(4, 0, -1), group(5, -1, 0)];
    expect(judge([total, total], groups)).toMatchObject({ safe: false, people: 9 });
    expect(judge([total, total], [group(40, 0, 0), group(4, 0, -1), group(6, -1, 0)])).toEqual({
      safe: true,
    });
  });

  test("a sum of the same people, of whom one has bought since", () => {
    const bought: Group = {
      people: 1,
      places: [
        { cell: 0, versions: { orders: 0, revenue: 0 } },
        { cell: 0, versions: { orders: 0, revenue: 1 } },
      ],
    };
    const groups = [group(40, 0, 0), bought];
    expect(judge([total, total], groups)).toEqual({ safe: true });
    const sum = told([[0]], ["people", "revenue"]);
    expect(judge([sum, sum], groups)).toMatchObject({ safe: false, people: 1 });
    expect(judge([sum, total], groups)).toEqual({ safe: true });
  });

  test("what a release tells by itself, or earlier ones told already, is not held against it", () => {
    const alone = told([[0], [0, 1]]);
    expect(judge([total, alone], [group(30, 0, 0), group(30, -1, 0), group(3, -1, 1)])).toEqual({
      safe: true,
    });
    const before = [group(40, 0, 0, -1), group(3, 0, -1, -1), group(50, -1, -1, 0)];
    expect(judge([total, total, total], before)).toEqual({ safe: true });
  });

  test("the smallest k of all releases is the one that is kept", () => {
    const groups = [group(40, 0, 0), group(15, 0, -1)];
    expect(judge([total, { ...total, k: 50 }], groups)).toEqual({ safe: true });
  });
});

describe("counts that confine", () => {
  test("what was open before and is confined by the meeting of two releases", () => {
    // Of four people the second release shows that two are in one earlier cell; the other two are withheld one by one.
    const first = { ...told([[0], [1], [0, 1]]), k: 2 };
    const second = { ...told([[0], [0, 1, 2, 3]]), k: 2, withheld: [[1], [2], [3], [2, 3]] };
    const groups = [group(2, 0, 0), group(2, 1, 1), group(1, -1, 2), group(1, -1, 3)];
    expect(judge([first, second], groups)).toMatchObject({ safe: false, why: "bounds", releases: [0] });
  });

  test("twice one group and once another make eighteen: the first holds nine at the most", () => {
    // A and B and D, A and C, C and D: their combination is 2 A + B.
    const people = [4, 10, 30, 20];
    const counts = [
      [0, 1, 3],
      [0, 2],
      [2, 3],
    ].map((groups) => ({ groups, counted: true }));
    const knowledge = new CountKnowledge(counts, people);
    expect(knowledge.boundedBelow(k, [0, 1, 2, 3])).toEqual(new Set([0]));
    expect(knowledge.canBeEmpty([0])).toBe(true);
  });

  test("a group of which nothing but its part in large counts is known is not confined", () => {
    const knowledge = new CountKnowledge(
      [
        { groups: [0, 1], counted: true },
        { groups: [0, 2], counted: true },
        { groups: [2, 3], counted: true },
      ],
      [2, 40, 30, 20],
    );
    expect([...knowledge.boundedBelow(k, [0, 1, 2, 3])]).toEqual([]);
  });

  test("few buyers of two things are not confined by the buyers of either: shown without a walk", () => {
    // Of the first alone, of the second alone, of both, of neither.
    const people = [500, 450, 3, 400];
    const counts = [
      [0, 1, 2, 3],
      [0, 2],
      [1, 2],
    ].map((groups) => ({ groups, counted: true }));
    const noWalk = new Effort(0);
    const among = [0, 1, 2, 3];
    expect([...new CountKnowledge(counts, people, new Effort(), noWalk).boundedBelow(k, among)]).toEqual([]);
    // Once either is counted alone, all four are known.
    const known = [...counts, { groups: [0], counted: true }];
    expect([...new CountKnowledge(known, people).boundedBelow(k, among)]).toEqual([2]);
  });

  test("two withheld cells of eleven people leave room for ten in either", () => {
    const told = (people: readonly number[]) =>
      new CountKnowledge(
        [
          { groups: [0, 1], counted: true },
          { groups: [0], counted: false },
          { groups: [1], counted: false },
        ],
        people,
      );
    expect([...told([3, 8]).boundedBelow(k, [0, 1])]).toEqual([]);
    expect([...told([2, 8]).boundedBelow(k, [0, 1])]).toEqual([0, 1]);
  });
});

test("a search that would take too long says so instead of guessing", () => {
  const alike = Array.from({ length: 1500 }, (_, one) => ({
    people: 1,
    rows: [[one, (one * 7) % 1500, 1500]],
  }));
  expect(isolatingCombination({ count: 1501, old: 1500 }, alike, k)).toEqual({ found: "undecided" });
});
