import { expect, test } from "vitest";
import { decisionFor } from "./churn-decision.ts";

const decisions = [
  { contact: 10, expected: 8, low: 5, high: 10, blindly: 3 },
  { contact: 110, expected: 58, low: 45, high: 70, blindly: 33 },
];

test("what was looked at is told as it is", () => {
  expect(decisionFor(decisions, 10)).toEqual(decisions[0]);
  expect(decisionFor(decisions, 110)).toEqual(decisions[1]);
});

test("between two numbers in proportion, from nobody up", () => {
  expect(decisionFor(decisions, 60)).toEqual({ contact: 60, expected: 33, low: 25, high: 40, blindly: 18 });
  expect(decisionFor(decisions, 5)).toMatchObject({ expected: 4, low: 2.5, high: 5 });
});

test("nothing for nobody, for more than there are, and without a run", () => {
  expect(decisionFor(decisions, 0)).toBeUndefined();
  expect(decisionFor(decisions, 111)).toBeUndefined();
  expect(decisionFor([], 5)).toBeUndefined();
});
