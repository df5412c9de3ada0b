import { expect, test } from "vitest";
import { json } from "../cli/kurabito.ts";
import { describeWith, sharedData } from "./shared-data.ts";

// ProPublica's COMPAS file (no licence stated: read, not copied) beside the figures of its notebook.

const path = "fairness/compas_two_years_noPII.csv";
const settings = ["--set", "group=race", "--set", "outcome=two_year_recid"];

interface Found {
  readonly verdict: string;
  readonly selected: readonly string[];
  readonly groups: readonly {
    readonly group: string;
    readonly n: number;
    readonly falsePositiveRate: number;
    readonly falseNegativeRate: number;
    readonly trueNegatives: number;
  }[];
}

describeWith(path, "fairness on COMPAS", () => {
  test.each([
    ["the three words of the score", ["prediction=score_text"]],
    ["words named", ["prediction=score_text", "selected=High,Medium"]],
    ["the score's deciles from 5 on", ["prediction=decile_score", "threshold=5"]],
  ])("the four published error rates from %s", async (_, given) => {
    const found = await json<Found>(["analyse", "fairness", "--in", sharedData(path), ...settings, ...given.flatMap((one) => ["--set", one])]); // prettier-ignore
    const of = (name: string) => found.groups.find(({ group }) => group === name);
    const [black, white] = [of("African-American"), of("Caucasian")];
    expect([black?.n, black?.trueNegatives, white?.n, white?.trueNegatives]).toEqual([3696, 990, 2454, 1139]);
    expect(black?.falsePositiveRate).toBeCloseTo(0.4485, 4);
    expect(black?.falseNegativeRate).toBeCloseTo(0.2799, 4);
    expect(white?.falsePositiveRate).toBeCloseTo(0.2345, 4);
    expect(white?.falseNegativeRate).toBeCloseTo(0.4772, 4);
    expect(found.verdict).toBe("fail");
  });
});
