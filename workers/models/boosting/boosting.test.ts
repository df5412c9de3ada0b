import { describe, expect, test } from "vitest";
import { Cancelled, unwatched } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import { binaryChecks } from "../binning/binary-task.ts";
import { binColumns } from "../binning/bins.ts";
import type { DataColumn } from "../design/table.ts";
import { review } from "../review.ts";
import { auc } from "../validation/auc.ts";
import { boosting } from "./boosting.ts";
import { binTable, boostedLogOdds, fitBoosting, usualBoosting } from "./fit.ts";

const number = (name: string, values: Float64Array): DataColumn => ({ name, kind: "number", values });
const random = randomStream(21);
const n = 3000;
const draw = () => Float64Array.from({ length: n }, () => random.normal());
const [x, a, b, noise] = [draw(), draw(), draw(), draw()];
const eta = x.map((value, i) => Math.sin(2 * value) + 1.5 * Math.sign(a[i]! * b[i]!));
const labels = Uint8Array.from(eta, (own) => (random.uniform() < 1 / (1 + Math.exp(-own)) ? 1 : 0));
const columns = [number("x", x), number("a", a), number("b", b), number("noise", noise)];
const everyRow = Int32Array.from(labels.keys());
const none = new Int32Array(0);
const tableOf = (list: readonly DataColumn[]) =>
  binTable(binColumns({ rows: n, columns: list }, [...list.keys()], everyRow).columns);
const whole = { ...usualBoosting, trees: 40 };

const lossOf = (logOdds: Float64Array) =>
  logOdds.reduce((sum, own, i) => sum + Math.log1p(Math.exp(labels[i] === 1 ? -own : own)), 0) / n;

describe("gradient boosted trees", () => {
  test.each([1, 700, 1400])(
    "one tree of two leaves is the best single cut that leaves %i rows on both sides, tried one by one",
    (leastRows) => {
      const options = { ...usualBoosting, trees: 1, leaves: 2, leastRows, l2: 0, rate: 1 };
      const table = tableOf(columns);
      const fit = fitBoosting(table, labels, everyRow, none, options, unwatched);
      const rate = labels.reduce((sum, y) => sum + y, 0) / n;
      // At the start every row has the same Hessian: the gain of a cut is that of the squared errors.
      const gainOf = (left: (row: number) => boolean) => {
        const sides = [0, 0].map(() => ({ g: 0, h: 0 }));
        labels.forEach((y, i) => {
          const side = sides[left(i) ? 0 : 1]!;
          side.g += y - rate;
          side.h += rate * (1 - rate);
        });
        return sides.reduce((sum, { g, h }) => sum + (h > 0 ? (g * g) / h : 0), 0);
      };
      let most = 0;
      table.codes.forEach((codes, j) => {
        for (let cut = 1; cut < table.bins[j]! - 1; cut++) {
          const left = codes.reduce((sum, bin) => sum + (bin <= cut ? 1 : 0), 0);
          if (Math.min(left, n - left) < leastRows) continue;
          most = Math.max(
            most,
            gainOf((i) => codes[i]! <= cut),
          );
        }
      });
      const values = boostedLogOdds(fit, table);
      const low = Math.min(...values);
      expect(gainOf((i) => values[i] === low)).toBeCloseTo(most, 8);
      expect(new Set(values).size).toBe(2);
    },
  );

  test("each tree lowers the loss on what it learns from", () => {
    const table = tableOf(columns);
    const fit = fitBoosting(table, labels, everyRow, none, whole, unwatched);
    const losses = fit.trees.map((_, k) =>
      lossOf(boostedLogOdds({ ...fit, trees: fit.trees.slice(0, k + 1) }, table)),
    );
    losses.forEach((loss, k) => expect(loss).toBeLessThan(k === 0 ? Math.log(2) + 0.01 : losses[k - 1]!));
  });

  test("the order of a column is all that counts", () => {
    const bent = [number("x", x.map((value) => Math.exp(value))), ...columns.slice(1)]; // prettier-ignore
    const one = boostedLogOdds(
      fitBoosting(tableOf(columns), labels, everyRow, none, whole, unwatched),
      tableOf(columns),
    );
    const other = boostedLogOdds(
      fitBoosting(tableOf(bent), labels, everyRow, none, whole, unwatched),
      tableOf(bent),
    );
    expect(other).toEqual(one);
  });

  test("blanks go where they belong, and categories are put in order", () => {
    const told = x.map((value, i) => (labels[i] === 1 && i % 4 !== 0 ? NaN : value));
    const level: DataColumn = {
      name: "level",
      kind: "category",
      levels: Array.from({ length: 12 }, (_, k) => `l${String(10 + k)}`),
      codes: Int32Array.from(labels, (y, i) => (i % 6) * 2 + (i % 5 === 0 ? 1 - y : y)),
    };
    for (const column of [number("told", told), level]) {
      const table = tableOf([column]);
      const options = { ...usualBoosting, trees: 1, leaves: 2, rate: 1 };
      const found = boostedLogOdds(fitBoosting(table, labels, everyRow, none, options, unwatched), table);
      expect(auc(found, labels).value).toBeGreaterThan(0.75);
    }
  });

  test("without columns all that is known is how often it happens", () => {
    const fit = fitBoosting(tableOf([]), labels, everyRow, none, whole, unwatched);
    expect(fit.trees).toEqual([]);
    const rate = labels.reduce((sum, y) => sum + y, 0) / n;
    expect(fit.start).toBeCloseTo(Math.log(rate / (1 - rate)), 12);
  });

  test("is cancelled between trees", () => {
    const stop = { check: () => { throw new Cancelled(); }, progress: () => undefined }; // prettier-ignore
    expect(() => fitBoosting(tableOf(columns), labels, everyRow, none, whole, stop)).toThrow(Cancelled);
  });
});

describe("from a table", () => {
  const run = (list: readonly DataColumn[], given: Uint8Array) => {
    const table = { rows: given.length, columns: list };
    const output = boosting(
      { table, features: [...list.keys()], labels: given, folds: 3, seed: 1 },
      unwatched,
    );
    return { output, verdict: review(binaryChecks(output.task, output.validation)).verdict };
  };

  test("comes near what the truth itself could tell, and repeats", () => {
    const { output } = run(columns, labels);
    expect(output.validation!.auc.value).toBeGreaterThan(auc(eta, labels).value - 0.05);
    expect(run(columns, labels).output.validation!.auc).toEqual(output.validation!.auc);
  });

  test.each([
    ["one outcome only", columns, new Uint8Array(n)],
    ["two rows", [number("x", x.slice(0, 2))], Uint8Array.of(0, 1)],
    ["blank everywhere", [number("x", new Float64Array(n).fill(NaN))], labels],
    ["noise", [number("noise", noise)], labels],
  ] as const)("%s: not to be used", (_, list, given) => {
    expect(run(list, given).verdict).toBe("do-not-use");
  });
});
