import { expect, test } from "vitest";
import { unwatched } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import { additiveLogOdds } from "../ebm/additive.ts";
import { learn } from "./learnt.ts";
import { pairShapesOf } from "./pair-shapes.ts";

const random = randomStream(4);
const ROWS = 4000;
const number = Float64Array.from({ length: ROWS }, () => (random.uniform() < 0.05 ? NaN : random.uniform()));
const codes = Int32Array.from({ length: ROWS }, () => random.below(8));
// Yes where a high number meets one of the even levels, or a low number one of the odd: neither says anything alone.
const labels = Uint8Array.from({ length: ROWS }, (_, i) =>
  random.uniform() < (number[i]! > 0.5 === (codes[i]! % 2 === 0) ? 0.8 : 0.2) ? 1 : 0,
);
const levels = Array.from({ length: 8 }, (_, k) => `L${String(k)}`);
const table = {
  rows: ROWS,
  columns: [
    { name: "number", kind: "number" as const, values: number },
    { name: "level", kind: "category" as const, levels, codes },
  ],
};

test("two fields that speak only together: the grid shows it, its cells hold everybody, and it is the model's own", () => {
  const learnt = learn(table, labels, { bins: 32, pairs: 5 }, unwatched)!;
  const [shape] = pairShapesOf<string>(learnt);
  expect(shape!.fields).toEqual(["number", "level"]);
  expect(shape!.cells.flat().reduce((sum, { n }) => sum + n, 0)).toBe(ROWS);
  // Blanks, four bands of a number; four levels and the others together.
  expect([shape!.down.length, shape!.across.length]).toEqual([5, 5]);
  expect(shape!.down[0]).toEqual({});
  expect(shape!.down.at(-1)!.to).toBeUndefined();
  shape!.down.slice(2).forEach(({ from }, k) => expect(from).toBe(shape!.down[k + 1]!.to));
  expect(shape!.across.at(-1)).toEqual({ level: "…" });
  shape!.across.slice(0, 4).forEach(({ level }, j) => {
    const even = Number(level!.slice(1)) % 2 === 0;
    const [low, high] = [shape!.cells[1]![j]!, shape!.cells[4]![j]!];
    expect(even ? high.chance! : low.chance!).toBeGreaterThan(0.65);
    expect(even ? low.chance! : high.chance!).toBeLessThan(0.35);
    expect(Math.abs(high.alone! - 0.5)).toBeLessThan(0.15);
  });
  // One band of people by hand: the mean of what the model says of them.
  const eta = additiveLogOdds(learnt.model, learnt.chances(table).codes);
  const band = shape!.across[0]!.level;
  const rows = [...codes.keys()].filter(
    (i) => `L${String(codes[i])}` === band && number[i]! > shape!.down.at(-1)!.from!,
  );
  const mean = rows.reduce((sum, i) => sum + eta[i]!, 0) / rows.length;
  const cell = shape!.cells.at(-1)![0]!;
  expect(cell.n).toBe(rows.length);
  expect(cell.chance).toBeCloseTo(1 / (1 + Math.exp(-mean)), 9);
});

test("a model without pairs has no grid", () => {
  const learnt = learn(table, labels, { bins: 32, pairs: 5, learner: "logistic" }, unwatched)!;
  expect(pairShapesOf<string>(learnt)).toEqual([]);
});
