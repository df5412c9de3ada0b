import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { logisticDocument } from "../../workers/analysis/logistic-document.ts";
import { coxDocument, kaplanMeierDocument } from "../../workers/analysis/survival-document.ts";
import { unwatched } from "../../workers/base/job.ts";
import type { Outcome } from "../../workers/base/fault.ts";
import type { Json } from "../../workers/base/canonical-json.ts";
import type { DataTable } from "../../workers/models/design/table.ts";
import { describeWith, sharedData } from "./shared-data.ts";

// Data sets printed in textbooks, small enough to stand here, with the numbers every textbook gives for them.

interface Fit {
  readonly intercept: number;
  readonly coefficients: Readonly<Record<string, number>>;
  readonly standardErrors: Readonly<Record<string, number>>;
  readonly nullDeviance: number;
  readonly deviance: number;
  readonly likelihoodRatio: number;
  readonly median: { readonly value: number };
  readonly groups: readonly {
    readonly group: string;
    readonly observed: number;
    readonly expected: number;
    readonly median: { readonly value: number };
    readonly curve: readonly { readonly time: number; readonly survival: number; readonly events: number }[];
  }[];
  readonly logRank: { readonly chiSquare: number; readonly p: number };
  readonly review: { readonly verdict: string };
}

function fitOf(outcome: Outcome<Json>): Fit {
  if (!outcome.ok) throw new Error(outcome.error.code);
  return outcome.value as unknown as Fit;
}

function tableOf(names: readonly string[], rows: readonly (readonly number[])[]): DataTable {
  return {
    rows: rows.length,
    columns: names.map((name, j) => ({
      name,
      kind: "number" as const,
      values: Float64Array.from(rows, (row) => row[j]!),
    })),
  };
}

/** Times, those with a + after them only seen so long. */
function times(text: string): (readonly [number, number])[] {
  return text.split(" ").map((one) => [parseInt(one, 10), one.endsWith("+") ? 0 : 1]);
}

describe("logistic regression", () => {
  // Horsepower, weight in 1,000 lb and gearbox of 32 cars (Henderson and Velleman 1981; R's mtcars).
  const cars = tableOf(
    ["am", "hp", "wt"],
    `1 110 2.62,1 110 2.875,1 93 2.32,0 110 3.215,0 175 3.44,0 105 3.46,0 245 3.57,0 62 3.19,0 95 3.15,0 123 3.44,0 123 3.44,
     0 180 4.07,0 180 3.73,0 180 3.78,0 205 5.25,0 215 5.424,0 230 5.345,1 66 2.2,1 52 1.615,1 65 1.835,0 97 2.465,0 150 3.52,
     0 150 3.435,0 245 3.84,0 175 3.845,1 66 1.935,1 91 2.14,1 113 1.513,1 264 3.17,1 175 2.77,1 335 3.57,1 109 2.78`
      .split(",")
      .map((row) => row.trim().split(" ").map(Number)),
  );

  test("manual gearbox by weight, and by power and weight, as glm prints it", () => {
    const one = fitOf(logisticDocument(cars, { target: 0, drop: [1] }, unwatched));
    expect(one.intercept).toBeCloseTo(12.04, 2);
    expect(one.coefficients["wt"]).toBeCloseTo(-4.024, 3);
    expect(one.standardErrors["wt"]).toBeCloseTo(1.436, 2);
    expect(one.nullDeviance).toBeCloseTo(43.23, 2);
    expect(one.deviance).toBeCloseTo(19.176, 3);
    const two = fitOf(logisticDocument(cars, { target: 0, drop: [] }, unwatched));
    expect(two.intercept).toBeCloseTo(18.8663, 4);
    expect(two.coefficients["hp"]).toBeCloseTo(0.03626, 5);
    expect(two.coefficients["wt"]).toBeCloseTo(-8.08348, 5);
    expect(two.standardErrors["wt"]).toBeCloseTo(3.06868, 4);
    expect(two.deviance).toBeCloseTo(10.059, 3);
    // Thirteen of one kind are few: no verdict without a caution.
    expect(two.review.verdict).not.toBe("use");
  });

  test("O-rings of 23 flights by temperature (Dalal, Fowlkes and Hoadley 1989)", () => {
    const cold = "53 57 58 63 70 70 75".split(" ").map((degrees) => [1, Number(degrees)]);
    const whole = "66 67 67 67 68 69 70 70 72 73 75 76 76 78 79 81"
      .split(" ")
      .map((degrees) => [0, Number(degrees)]);
    const flights = tableOf(["damage", "temperature"], [...cold, ...whole]);
    const found = fitOf(logisticDocument(flights, { target: 0, drop: [] }, unwatched));
    expect(found.intercept).toBeCloseTo(15.0429, 4);
    expect(found.coefficients["temperature"]).toBeCloseTo(-0.2322, 4);
    expect(found.standardErrors["(Intercept)"]).toBeCloseTo(7.3786, 3);
    expect(found.standardErrors["temperature"]).toBeCloseTo(0.1082, 4);
    expect(found.nullDeviance).toBeCloseTo(28.267, 3);
    expect(found.deviance).toBeCloseTo(20.315, 3);
  });
});

describe("survival", () => {
  const remission = tableOf(
    ["weeks", "relapse", "placebo"],
    [
      ...times("6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+").map((row) => [
        ...row,
        0,
      ]),
      ...times("1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23").map((row) => [...row, 1]),
    ],
  );

  test("remission under 6-MP and placebo (Freireich et al. 1963; Cox 1972): both ways of ties, log-rank, medians", () => {
    const asked = { time: 0, event: 1, by: [2] } as const;
    const efron = fitOf(coxDocument(remission, asked, unwatched));
    expect(efron.coefficients["placebo"]).toBeCloseTo(1.5721, 4);
    expect(efron.standardErrors["placebo"]).toBeCloseTo(0.4124, 4);
    const breslow = fitOf(coxDocument(remission, { ...asked, ties: "breslow" }, unwatched));
    expect(breslow.coefficients["placebo"]).toBeCloseTo(1.5092, 4);
    expect(breslow.standardErrors["placebo"]).toBeCloseTo(0.4096, 4);
    const { groups, logRank } = fitOf(kaplanMeierDocument(remission, asked, unwatched));
    expect(logRank.chiSquare).toBeCloseTo(16.793, 3);
    expect(groups.map(({ observed }) => observed)).toEqual([9, 21]);
    expect(groups[0]!.expected).toBeCloseTo(19.25, 2);
    expect(groups.map(({ median }) => median.value)).toEqual([23, 8]);
    // Kalbfleisch and Prentice (1980), table 1.3.
    const steps = groups[0]!.curve.filter(({ events }) => events > 0);
    expect(steps.map(({ time }) => time)).toEqual([6, 7, 10, 13, 16, 22, 23]);
    [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482].forEach((survival, k) =>
      expect(steps[k]!.survival).toBeCloseTo(survival, 4),
    );
  });

  test("maintenance of remission in leukaemia (Miller 1981; R's aml)", () => {
    const table = tableOf(
      ["weeks", "relapse", "not"],
      [
        ...times("9 13 13+ 18 23 28+ 31 34 45+ 48 161+").map((row) => [...row, 0]),
        ...times("5 5 8 8 12 16+ 23 27 30 33 43 45").map((row) => [...row, 1]),
      ],
    );
    const asked = { time: 0, event: 1, by: [2] } as const;
    const cox = fitOf(coxDocument(table, asked, unwatched));
    expect(cox.coefficients["not"]).toBeCloseTo(0.9155, 4);
    expect(cox.standardErrors["not"]).toBeCloseTo(0.5119, 4);
    expect(cox.likelihoodRatio).toBeCloseTo(3.38, 2);
    const found = fitOf(kaplanMeierDocument(table, asked, unwatched));
    expect(found.median.value).toBe(27);
    expect(found.groups.map(({ median }) => median.value)).toEqual([31, 23]);
    expect(found.logRank.chiSquare).toBeCloseTo(3.396, 3);
    expect(found.logRank.p).toBeCloseTo(0.0653, 4);
    const steps = found.groups[0]!.curve.filter(({ events }) => events > 0);
    [0.909, 0.818, 0.716, 0.614, 0.491, 0.368, 0.184].forEach((survival, k) =>
      expect(steps[k]!.survival).toBeCloseTo(survival, 3),
    );
  });

  test("ovarian cancer (Edmonson et al. 1979; R's ovarian): one and two covariates, log-rank of the treatments", () => {
    const table = tableOf(
      ["days", "death", "age", "rx"],
      `59 1 72.3315 1,115 1 74.4932 1,156 1 66.4658 1,421 0 53.3644 2,431 1 50.3397 1,448 0 56.4301 1,464 1 56.937 2,
       475 1 59.8548 2,477 0 64.1753 1,563 1 55.1781 2,638 1 56.7562 1,744 0 50.1096 2,769 0 59.6301 2,770 0 57.0521 2,
       803 0 39.2712 1,855 0 43.1233 1,1040 0 38.8932 1,1106 0 44.6 1,1129 0 53.9068 2,1206 0 44.2055 2,1227 0 59.589 2,
       268 1 74.5041 1,329 1 43.137 1,353 1 63.2192 2,365 1 64.4247 2,377 0 58.3096 2`
        .split(",")
        .map((row) => row.trim().split(" ").map(Number)),
    );
    const cox = (by: readonly number[]) => fitOf(coxDocument(table, { time: 0, event: 1, by }, unwatched));
    const age = cox([2]);
    expect(age.coefficients["age"]).toBeCloseTo(0.16162, 5);
    expect(age.standardErrors["age"]).toBeCloseTo(0.04974, 5);
    expect(age.likelihoodRatio).toBeCloseTo(14.29, 2);
    const both = cox([2, 3]);
    expect(both.coefficients["age"]).toBeCloseTo(0.14733, 5);
    expect(both.coefficients["rx"]).toBeCloseTo(-0.80397, 5);
    expect(both.likelihoodRatio).toBeCloseTo(15.89, 2);
    const { groups, logRank } = fitOf(kaplanMeierDocument(table, { time: 0, event: 1, by: [3] }, unwatched));
    expect(groups.map(({ observed }) => observed)).toEqual([7, 5]);
    expect(groups[0]!.expected).toBeCloseTo(5.23, 2);
    expect(logRank.chiSquare).toBeCloseTo(1.06, 2);
  });
});

const adult = "anonymisation/adult.csv";
describeWith(
  adult,
  "logistic regression on ten thousand of the census, its rarest countries three people each",
  () => {
    test("ends, and gains on the rate: levels a part of the rows has not seen lead nowhere", () => {
      const [heading, ...rows] = readFileSync(sharedData(adult), "utf8")
        .split("\n")
        .slice(0, 10_000)
        .map((line) => line.trim().split(";"));
      const columns = heading!.map((name, j) => {
        const entries = rows.map((row) => row[j]!);
        const levels = [...new Set(entries)].sort();
        return {
          name,
          kind: "category" as const,
          levels,
          codes: Int32Array.from(entries, (own) => levels.indexOf(own)),
        };
      });
      const target = columns.findIndex(({ name }) => name === "salary-class");
      const age = columns.findIndex(({ name }) => name === "age");
      const found = fitOf(
        logisticDocument({ rows: rows.length, columns }, { target, drop: [age], folds: 2 }, unwatched),
      );
      expect(found.review.verdict).not.toBe("do-not-use");
      expect(found.deviance).toBeLessThan(0.75 * found.nullDeviance);
      for (const value of Object.values(found.coefficients)) expect(Math.abs(value)).toBeLessThan(50);
    });
  },
);
