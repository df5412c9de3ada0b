import { describe, expect, test } from "vitest";
import type { Condition } from "../../../terms/segment.ts";
import { sendingChecks, type SendingCase } from "./checks.ts";
import { fairnessOfChoice } from "./choice-fairness.ts";

/** So many people of each group, of whom so many are chosen; the last are of a group nobody knows. */
function choice(groups: readonly (readonly [people: number, chosen: number])[], unknown = 0) {
  const people = groups.reduce((sum, [n]) => sum + n, unknown);
  const codes = new Int32Array(new SharedArrayBuffer(4 * people)).fill(-1);
  const chosen = new Uint8Array(people);
  let at = 0;
  groups.forEach(([n, yes], group) => {
    codes.fill(group, at, at + n);
    chosen.fill(1, at, at + yes);
    at += n;
  });
  const words = groups.map((_, group) => `g${String(group)}`);
  return fairnessOfChoice("ageBand", { codes, words }, new Uint8Array(people).fill(1), chosen);
}

describe("fairness of who is chosen", () => {
  test("by hand: 300 of 1,000 against 150 of 1,000 is half, and all of its range lies below four fifths", () => {
    const found = choice([
      [1000, 300],
      [1000, 150],
    ]);
    expect(found).toMatchObject({ verdict: "look-closer", reference: "g0", unknown: 0 });
    const [first, second] = found.groups;
    expect(first).toMatchObject({ group: "g0", eligible: 1000, chosen: 300, rate: { value: 0.3 } });
    expect(first?.ratio).toBeUndefined();
    expect(second?.ratio?.value).toBeCloseTo(0.5, 12);
    // Donner & Zou's interval from Wilson's for 150 and 300 of 1,000.
    expect(second?.ratio?.low).toBeCloseTo(0.42, 2);
    expect(second?.ratio?.high).toBeCloseTo(0.595, 2);
    expect(second?.verdict).toBe("look-closer");
  });

  test("equal rates of many are fair, of few too little evidence, and unknown groups are counted apart", () => {
    expect(
      choice([
        [5000, 1000],
        [5000, 1010],
      ]).verdict,
    ).toBe("fair");
    expect(
      choice(
        [
          [40, 8],
          [30, 6],
        ],
        12,
      ),
    ).toMatchObject({ verdict: "too-little-evidence", unknown: 12 });
    expect(choice([[50, 10]]).verdict).toBe("too-little-evidence");
    expect(choice([]).verdict).toBe("too-little-evidence");
  });

  test("a rate far above that of the largest group is looked at, too; nobody chosen anywhere says nothing", () => {
    expect(
      choice([
        [4000, 400],
        [1000, 300],
      ]).verdict,
    ).toBe("look-closer");
    const none = choice([
      [400, 0],
      [300, 0],
    ]);
    expect(none.verdict).toBe("too-little-evidence");
    expect(JSON.parse(JSON.stringify(none))).toEqual(none);
  });
});

const calm: SendingCase = {
  name: "春のお茶",
  conditions: [],
  class: "email",
  effect: undefined,
  people: 100,
  newcomers: 10,
  pressure: { days: 30, none: 100, one: 0, twoOrThree: 0, fourOrMore: 0 },
  fairness: [],
};
const codes = (given: Partial<SendingCase>) =>
  sendingChecks({ ...calm, ...given }).map(({ question, code }) => `${question} ${code}`);
const visited = (days: number): Condition => ({
  kind: "did",
  act: { what: "event", kinds: ["visit"] },
  times: { comparison: "atLeast", n: 1 },
  window: { kind: "lastDays", days },
});
const opened: Condition = {
  kind: "did",
  act: { what: "message", events: ["opened"] },
  times: { comparison: "atLeast", n: 1 },
  window: { kind: "ever" },
};
const risk: Condition = { kind: "number", attribute: "churnRisk", comparison: "atLeast", value: 0.7 };

describe("the two questions before sending", () => {
  test("nothing to say of people chosen by nothing that watches them", () => {
    expect(codes({})).toEqual([]);
  });

  test("visits of these days, opened messages, inferences and inquiries are not to be given away", () => {
    expect(codes({ conditions: [visited(1)] })).toEqual(["feel recent-visits"]);
    expect(codes({ conditions: [visited(90)] })).toEqual([]);
    expect(codes({ conditions: [visited(90)], class: "post" })).toEqual(["feel other-place"]);
    expect(codes({ conditions: [opened] })).toEqual(["feel opened-messages"]);
    expect(codes({ conditions: [risk] })).toEqual(["feel inferred"]);
    const asked: Condition = {
      kind: "did",
      act: { what: "review", kinds: ["inquiry"] },
      times: { comparison: "atLeast", n: 1 },
      window: { kind: "ever" },
    };
    expect(codes({ conditions: [asked] })).toEqual(["feel inquiry"]);
    expect(codes({ conditions: [{ kind: "known", fact: "joined" }] })).toEqual(["feel joined"]);
  });

  test("deep use of people who hardly know the shop, too many contacts, too few people, a telling name", () => {
    const deep = [visited(90), opened, risk];
    expect(codes({ conditions: deep, newcomers: 51 })).toContain("feel deep-use");
    expect(codes({ conditions: deep, newcomers: 50 })).not.toContain("feel deep-use");
    expect(codes({ pressure: { ...calm.pressure, fourOrMore: 11 } })).toEqual(["feel pressure"]);
    expect(codes({ pressure: { ...calm.pressure, fourOrMore: 10 } })).toEqual([]);
    expect(codes({ people: 9, newcomers: 0 })).toEqual(["feel few-people"]);
    expect(codes({ name: "糖尿病の人" })).toEqual(["feel sensitive-name"]);
  });

  test("fair: who somebody is, a failed comparison, a discount nobody compared", () => {
    const gender: Condition = { kind: "choice", attribute: "gender", values: ["female"] };
    expect(codes({ conditions: [gender] })).toEqual(["fair attributes"]);
    expect(codes({ effect: "discount" })).toEqual(["fair groups-not-named"]);
    expect(codes({ effect: "information" })).toEqual([]);
    const unfair = choice([
      [1000, 300],
      [1000, 150],
    ]);
    expect(codes({ effect: "discount", fairness: [unfair] })).toEqual(["fair unfair"]);
  });
});
