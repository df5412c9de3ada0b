import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cancelJob, Cancelled, jobControl, newJobTicket, unwatched } from "../../base/job.ts";
import { anonymise, type AnonymityTask } from "./anonymise.ts";
import { DiversityJudge, fulfils, type Demands } from "./diversity.ts";
import { hierarchyOfPaths, type Hierarchy } from "./hierarchy.ts";
import type { Requirement } from "./judge-node.ts";
import { measure } from "./measures.ts";
import { Grouping, type Microdata } from "./microdata.ts";
import { penaltiesOf, type LossMeasure } from "./penalties.ts";
import { generalise } from "./search.ts";

function hierarchy(paths: readonly (readonly string[])[]): Hierarchy {
  const made = hierarchyOfPaths(paths);
  if (!made.ok) throw new Error(made.error.problem);
  return made.value;
}

const halves = hierarchy([["a", "ab", "*"], ["b", "ab", "*"], ["c", "cd", "*"], ["d", "cd", "*"]]); // prettier-ignore
const thirds = hierarchy([
  ["0", "*"],
  ["1", "*"],
  ["2", "*"],
]);
const chain = hierarchy([
  ["0", "0", "low", "*"],
  ["1", "1+2", "low", "*"],
  ["2", "1+2", "low", "*"],
  ["3", "3", "high", "*"],
]);

const plain = { k: 2, suppress: 0, diversity: "distinct", c: 3 } as const;
const task: AnonymityTask = { ...plain, method: "full-domain", loss: "ncp" };

/** A table from strings of digits, a digit a column. */
function table(rows: readonly string[], sensitive = 0, ranked = false): Microdata {
  const shapes = [halves, thirds, chain];
  const column = (at: number) => Int32Array.from(rows, (row) => Number(row[at]));
  return {
    rows: rows.length,
    quasi: shapes.map((shape, at) => ({ name: String(at), codes: column(at), hierarchy: shape })),
    sensitive: sensitive === 0 ? [] : [{ name: "s", codes: column(3), values: sensitive, ranked }],
  };
}

/** The least loss over all nodes, worked out row by row from the definitions alone. */
function leastLoss(data: Microdata, requirement: Requirement, of: LossMeasure): number {
  const heights = data.quasi.map((column) => column.hierarchy.levels.length);
  let least = Infinity;
  for (let a = 0; a < heights[0]!; a++)
    for (let b = 0; b < heights[1]!; b++)
      for (let c = 0; c < heights[2]!; c++) least = Math.min(least, lossAt(data, requirement, of, [a, b, c]));
  return least;
}

function lossAt(
  data: Microdata,
  requirement: Requirement,
  of: LossMeasure,
  levels: readonly number[],
): number {
  const classes = new Map<string, number[]>();
  for (let row = 0; row < data.rows; row++) {
    const key = data.quasi
      .map((column, at) => column.hierarchy.levels[levels[at]!]!.of[column.codes[row]!])
      .join();
    classes.set(key, [...(classes.get(key) ?? []), row]);
  }
  const good = (rows: readonly number[]) =>
    rows.length >= requirement.k &&
    data.sensitive.every((column) =>
      fulfils(
        new DiversityJudge(column).judge(Int32Array.from(rows), 0, rows.length, requirement),
        requirement,
      ),
    );
  const kept = [...classes.values()].filter(good).flat();
  const out = data.rows - kept.length;
  if (out > Math.floor(requirement.suppress * data.rows + 1e-9) || kept.length === 0) return Infinity;
  const stays = new Set(kept);
  let sum = 0;
  for (const [at, column] of data.quasi.entries()) {
    const { levels: penalties, suppressed } = penaltiesOf(column, of);
    for (let row = 0; row < data.rows; row++)
      sum += (stays.has(row) ? penalties[levels[at]!]! : suppressed)[column.codes[row]!]!;
  }
  return sum / (data.quasi.length * data.rows);
}

const digit = (most: number) => fc.integer({ min: 0, max: most }).map(String);
const someRows = fc.array(
  fc.tuple(digit(3), digit(2), digit(3), digit(2)).map((row) => row.join("")),
  { minLength: 1, maxLength: 40 },
);
const someRequirement: fc.Arbitrary<Requirement> = fc.record(
  {
    k: fc.integer({ min: 1, max: 6 }),
    suppress: fc.constantFrom(0, 0, 0.1, 0.3),
    diversity: fc.constantFrom("distinct" as const, "entropy" as const, "recursive" as const),
    c: fc.constantFrom(1, 2, 3),
    l: fc.constantFrom(1.5, 2, 3),
    t: fc.constantFrom(0.1, 0.25, 0.5),
  },
  { requiredKeys: ["k", "suppress", "diversity", "c"] },
);

describe("the search", () => {
  test("finds the least loss of all nodes, for any table, requirement and measure", () => {
    fc.assert(
      fc.property(
        someRows,
        someRequirement,
        fc.constantFrom("ncp" as const, "precision" as const, "entropy" as const),
        fc.boolean(),
        (rows, requirement, of, ranked) => {
          const data = table(rows, 3, ranked);
          const { found, nodes } = generalise(data, requirement, of, unwatched);
          const least = leastLoss(data, requirement, of);
          expect(nodes).toBe(24);
          if (found === undefined) expect(least).toBe(Infinity);
          else {
            expect(found.standing.loss).toBeCloseTo(least, 10);
            const made = {
              classOf: found.classOf,
              classes: found.classes,
              level: (at: number) => found.levels[at]!,
            };
            const measures = measure(data, made, requirement.k);
            expect(measures.losses[of]).toBeCloseTo(least, 10);
            expect(measures.smallest).toBeGreaterThanOrEqual(requirement.k);
            expect(measures.suppressed).toBe(found.standing.suppressed);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  test("looks at a part of the nodes only", () => {
    const rows = Array.from(
      { length: 400 },
      (_, at) => `${String(at % 4)}${String((at * 7) % 3)}${String((at >> 3) % 4)}`,
    );
    const { nodes, judged, found } = generalise(table(rows), { ...plain, k: 30 }, "ncp", unwatched);
    expect(found?.standing.fulfilled).toBe(true);
    expect(judged).toBeLessThan(nodes / 2);
  });

  test("what nobody can meet is said, and leaving rows out is a way", () => {
    expect(anonymise(table(["000"]), task, unwatched)).toBeUndefined();
    const odd = table(["000", "000", "000", "000", "323"]);
    expect(anonymise(odd, { ...task, suppress: 0.2 }, unwatched)?.levels).toEqual([0, 0, 0]);
    expect(anonymise(odd, task, unwatched)?.levels).toEqual([2, 1, 3]);
  });

  test("stops when asked to", () => {
    const ticket = newJobTicket("anonymity");
    cancelJob(ticket);
    expect(() =>
      anonymise(
        table(["000", "111"]),
        task,
        jobControl(ticket, () => undefined),
      ),
    ).toThrow(Cancelled);
  });
});

describe("Mondrian", () => {
  test("every class fulfils what is asked and loses no more than one level a column", () => {
    fc.assert(
      fc.property(someRows, fc.integer({ min: 1, max: 4 }), (rows, k) => {
        const data = table(rows, 3);
        const own = anonymise(data, { ...task, k, l: 2, method: "mondrian" }, unwatched);
        const levels = anonymise(data, { ...task, k, l: 2 }, unwatched);
        expect(own === undefined).toBe(levels === undefined);
        if (own === undefined) return;
        expect(own.measures.smallest).toBeGreaterThanOrEqual(k);
        expect(own.measures.suppressed).toBe(0);
        expect(own.sensitive[0]?.distinct).toBeGreaterThanOrEqual(2);
        for (let one = 0; one < own.recoded.classes; one++)
          for (const [at, { hierarchy: shape }] of data.quasi.entries())
            expect(shape.levels[own.recoded.level(at, one)]!.labels).toContain(own.labelOf(at, one));
      }),
      { numRuns: 200 },
    );
  });
});

describe("grouping", () => {
  test("columns whose labels together pass what a double can hold are told apart all the same", () => {
    const columns = Array.from({ length: 9 }, (_, at) =>
      Int32Array.of(0, at === 3 ? 999_999 : 0, 0, at === 8 ? 1 : 0),
    );
    const maps = columns.map(() => ({
      of: Int32Array.from({ length: 1_000_000 }, (_, at) => at),
      labels: 1_000_000,
    }));
    const grouping = new Grouping(4);
    grouping.group(4, columns, maps);
    expect([grouping.classes, ...grouping.classOf]).toEqual([3, 0, 1, 0, 2]);
  });
});

describe("diversity", () => {
  const judge = (codes: readonly number[], values: number, demands: Demands, ranked = false) =>
    new DiversityJudge({ name: "s", codes: Int32Array.from(codes), values, ranked }).judge(
      Int32Array.from(codes.keys()),
      0,
      codes.length,
      demands,
    );

  test("t-closeness: the worked example of Li, Li & Venkatasubramanian (2007), section 5.1", () => {
    // Salaries 3k to 11k, once each; classes {3k, 4k, 5k} and {6k, 8k, 11k}: 0.375 and 0.167 by rank.
    const column = {
      name: "salary",
      codes: Int32Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8]),
      values: 9,
      ranked: true,
    };
    const ranked = new DiversityJudge(column);
    const demands = { diversity: "distinct", c: 3, t: 1 } as const;
    expect(ranked.judge(Int32Array.of(0, 1, 2), 0, 3, demands).distance).toBeCloseTo(0.375, 12);
    expect(ranked.judge(Int32Array.of(3, 5, 8), 0, 3, demands).distance).toBeCloseTo(1 / 6, 12);
    const equal = new DiversityJudge({ ...column, ranked: false });
    expect(equal.judge(Int32Array.of(0, 1, 2), 0, 3, demands).distance).toBeCloseTo(2 / 3, 12);
  });

  test("entropy and recursive l-diversity by their definitions (Machanavajjhala et al. 2007)", () => {
    // Counts 4, 2, 1, 1: entropy 1.75 bits; 4 < c (2 + 1 + 1) holds from c > 1 for l = 2, 4 < c (1 + 1) from c > 2 for l = 3.
    const codes = [0, 0, 0, 0, 1, 1, 2, 3];
    const demands = { diversity: "recursive", c: 1, l: 2 } as const;
    expect(judge(codes, 4, demands).effective).toBeCloseTo(2 ** 1.75, 12);
    expect(judge(codes, 4, demands).recursive).toBe(false);
    expect(judge(codes, 4, { ...demands, c: 1.01 }).recursive).toBe(true);
    expect(judge(codes, 4, { ...demands, c: 2, l: 3 }).recursive).toBe(false);
    expect(judge(codes, 4, { ...demands, c: 2.01, l: 3 }).recursive).toBe(true);
    expect(judge(codes, 4, demands).distinct).toBe(4);
  });
});
