import { expect, test } from "vitest";
import { randomStream } from "../../stats/random.ts";
import { auc } from "./auc.ts";
import { aucDifference } from "./auc-difference.ts";

/**
 * Ovarian cancer patients of DeLong, DeLong & Clarke-Pearson (1988) as printed in the SAS/STAT manual (PROC LOGISTIC, comparing ROC
 * curves): albumin, total protein, K-G score, whether surgery helped.
 */
const patients = [
  [3, 5.8, 10, 0], [3.2, 6.3, 5, 1], [3.9, 6.8, 3, 1], [2.8, 4.8, 6, 0], [3.2, 5.8, 3, 1], [0.9, 4, 5, 0],
  [2.5, 5.7, 8, 0], [1.6, 5.6, 5, 1], [3.8, 5.7, 5, 1], [3.7, 6.7, 6, 1], [3.2, 5.4, 4, 1], [3.8, 6.6, 6, 1],
  [4.1, 6.6, 5, 1], [3.6, 5.7, 5, 1], [4.3, 7, 4, 1], [3.6, 6.7, 4, 0], [2.3, 4.4, 6, 1], [4.2, 7.6, 4, 0],
  [4, 6.6, 6, 0], [3.5, 5.8, 6, 1], [3.8, 6.8, 7, 1], [3, 4.7, 8, 0], [4.5, 7.4, 5, 1], [3.7, 7.4, 5, 1],
  [3.1, 6.6, 6, 1], [4.1, 8.2, 6, 1], [4.3, 7, 5, 1], [4.3, 6.5, 4, 1], [3.2, 5.1, 5, 1], [2.6, 4.7, 6, 1],
  [3.3, 6.8, 6, 0], [1.7, 4, 7, 0], [3.7, 6.1, 5, 1], [3.3, 6.3, 7, 1], [4.2, 7.7, 6, 1], [3.5, 6.2, 5, 1],
  [2.9, 5.7, 9, 0], [2.1, 4.8, 7, 1], [2.8, 6.2, 8, 0], [4, 7, 7, 1], [3.3, 5.7, 6, 1], [3.7, 6.9, 5, 1],
  [3.6, 6.6, 5, 1],
] as const; // prettier-ignore

const column = (at: 0 | 1 | 2) => Float64Array.from(patients, (row) => (at === 2 ? 10 - row[at] : row[at]));
const helped = Uint8Array.from(patients, (row) => row[3]);

test("total protein against the K-G score, as SAS prints it", () => {
  const [protein, score] = [column(1), column(2)];
  expect(auc(protein, helped).value).toBeCloseTo(0.6478, 4);
  expect(auc(score, helped).value).toBeCloseTo(0.7258, 4);
  const { value, standardError, low, high, pValue } = aucDifference(protein, score, helped);
  expect(value).toBeCloseTo(-0.078, 4);
  expect(standardError).toBeCloseTo(0.1046, 4);
  expect(low).toBeCloseTo(-0.283, 3);
  expect(high).toBeCloseTo(0.1271, 3);
  expect((value / standardError) ** 2).toBeCloseTo(0.5554, 4);
  expect(pValue).toBeCloseTo(0.4561, 3);
});

test("the parts are those of each area: equal scores differ by nothing, a turned one by all", () => {
  const score = column(2);
  expect(aucDifference(score, score, helped)).toMatchObject({ value: 0, standardError: 0, pValue: 1 });
  const turned = score.map((value) => -value);
  const area = auc(score, helped);
  const { value, standardError } = aucDifference(score, turned, helped);
  expect(value).toBeCloseTo(2 * area.value - 1, 12);
  expect(standardError).toBeCloseTo(2 * Math.sqrt(area.variance), 12);
});

test("19 of 20 intervals hold no difference where there is none", () => {
  const random = randomStream(5);
  const rounds = 400;
  let held = 0;
  for (let round = 0; round < rounds; round++) {
    const labels = Uint8Array.from({ length: 150 }, () => (random.uniform() < 0.4 ? 1 : 0));
    const noisy = () => Float64Array.from(labels, (label) => label + 1.5 * random.normal());
    const { low, high } = aucDifference(noisy(), noisy(), labels);
    if (low <= 0 && high >= 0) held++;
  }
  expect(held / rounds).toBeGreaterThan(0.92);
  expect(held / rounds).toBeLessThan(0.98);
});

test("a class of one row tells nothing", () => {
  const one = aucDifference(Float64Array.of(1, 2), Float64Array.of(2, 1), Uint8Array.of(0, 1));
  expect(one.value).toBeNaN();
});
