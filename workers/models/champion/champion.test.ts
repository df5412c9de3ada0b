import { describe, expect, test } from "vitest";
import { unwatched } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import type { DataTable } from "../design/table.ts";
import { askModel, keptModel } from "../propensity/kept-model.ts";
import { learn } from "../propensity/learnt.ts";
import { auc } from "../validation/auc.ts";
import { compareLearners } from "./compare.ts";

const random = randomStream(77);

/** A number that matters in a straight line, a word that matters, blanks, and noise. */
function world(rows: number): {
  readonly table: DataTable;
  readonly labels: Uint8Array;
  readonly eta: Float64Array;
} {
  const slope = Float64Array.from({ length: rows }, () => random.normal());
  const noise = Float64Array.from({ length: rows }, () => random.normal());
  const codes = Int32Array.from({ length: rows }, () => random.below(3));
  const eta = slope.map((x, i) => -0.5 + 1.2 * x + [0, 0.8, -0.8][codes[i]!]!);
  const labels = Uint8Array.from(eta, (own) => (random.uniform() < 1 / (1 + Math.exp(-own)) ? 1 : 0));
  const seen = slope.map((x) => (random.uniform() < 0.05 ? NaN : x));
  return {
    eta,
    labels,
    table: {
      rows,
      columns: [
        { name: "sinceLast", kind: "number", values: seen },
        { name: "orders", kind: "number", values: noise },
        { name: "firstChannel", kind: "category", levels: ["shop", "stall", "web"], codes },
      ],
    },
  };
}

describe("the logistic challenger", () => {
  const past = world(4000);
  const later = world(2000);
  const learnt = learn(past.table, past.labels, { bins: 32, learner: "logistic" }, unwatched)!;

  test("finds the straight line that made the data, and ranks others by it", () => {
    const { chance } = learnt.chances(later.table);
    expect(auc(chance, later.labels).value).toBeGreaterThan(auc(later.eta, later.labels).value - 0.015);
    const line = learnt.columns.findIndex(({ name }) => name === "sinceLast");
    const values = learnt.model.mains[line]!;
    const cuts = learnt.columns[line]!.cuts;
    const [low, high] = [5, cuts.length - 4];
    const steep = (values[high]! - values[low]!) / (cuts[high - 1]! - cuts[low - 1]!);
    expect(steep).toBeGreaterThan(1);
    expect(steep).toBeLessThan(1.4);
  });

  test("is kept as plain numbers that say the same, with terms that add up", () => {
    const kept = JSON.parse(JSON.stringify(keptModel(learnt))) as ReturnType<typeof keptModel>;
    const { chance, terms } = askModel(kept, later.table);
    expect(chance).toEqual(learnt.chances(later.table).chance);
    const sum = kept.intercept + terms[3]!.reduce((total, own) => total + own, 0);
    expect(1 / (1 + Math.exp(-sum))).toBeCloseTo(chance[3]!, 12);
    const machine = learn(past.table, past.labels, { bins: 16, pairs: 2 }, unwatched)!;
    expect(askModel(keptModel(machine), later.table).chance).toEqual(machine.chances(later.table).chance);
  });
});

describe("champion and challengers on the same people", () => {
  const { table, labels, eta } = world(3000);
  const chance = (of: Float64Array) => of.map((own) => 1 / (1 + Math.exp(-own)));
  const right = chance(eta);
  const coarse = chance(eta.map((own) => own / 2 + random.normal()));
  const sure = chance(eta.map((own) => 3 * own));

  test("a better one may take the place, a worse one may not", () => {
    const [found] = compareLearners({
      champion: "ebm",
      labels,
      table,
      said: [
        { learner: "ebm", chance: coarse },
        { learner: "logistic", chance: right },
      ],
    }).challengers;
    expect(found).toMatchObject({ learner: "logistic", verdict: "better", bars: [] });
    expect(found!.aucDifference.low).toBeGreaterThan(0);
    const [other] = compareLearners({
      champion: "ebm",
      labels,
      table,
      said: [
        { learner: "ebm", chance: right },
        { learner: "logistic", chance: coarse },
      ],
    }).challengers;
    expect(other).toMatchObject({ verdict: "worse" });
    expect(other!.bars).toContain("worse");
  });

  test("ranking as well does not excuse chances that are too sure", () => {
    const [found] = compareLearners({
      champion: "ebm",
      labels,
      table,
      said: [
        { learner: "ebm", chance: right },
        { learner: "logistic", chance: sure },
      ],
    }).challengers;
    expect(found!.aucDifference.value).toBe(0);
    expect(found!.bars).toContain("calibration");
  });

  test("trees give no reasons that add up: held against the others, never put in their place", () => {
    const { figures, challengers } = compareLearners({
      champion: "ebm",
      labels,
      table,
      said: [
        { learner: "ebm", chance: coarse },
        { learner: "boosting", chance: right },
      ],
    });
    expect(challengers[0]).toMatchObject({ verdict: "better", bars: ["no-reasons"] });
    expect(figures.map(({ learner }) => learner)).toEqual(["ebm", "boosting"]);
  });

  test("favouring one group bars the place", () => {
    const codes = table.columns[2]!.kind === "category" ? table.columns[2]!.codes : new Int32Array(0);
    const uneven = right.map((own, i) => (codes[i] === 1 ? own + 0.2 * (1 - own) : own - 0.14 * own));
    const [found] = compareLearners({
      champion: "ebm",
      labels,
      table,
      said: [
        { learner: "ebm", chance: right },
        { learner: "logistic", chance: uneven },
      ],
    }).challengers;
    expect(found!.bars).toContain("fairness");
  });
});
