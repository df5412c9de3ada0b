import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  dominantShare,
  isSensitive,
  rivalShare,
  suppress,
  type Entry,
  type ProtectedTable,
} from "./suppress.ts";

const k = 10;

function counts(people: number): Entry {
  return { people, sums: [] };
}

/** A table of counts with all margins; one row makes it one-dimensional. */
function tableOf(cells: readonly (readonly Entry[])[]): ProtectedTable {
  const rows = cells.length;
  const columns = cells[0]!.length;
  const flat = cells.flat();
  const merge = (entries: readonly Entry[]): Entry => ({
    people: entries.reduce((sum, entry) => sum + entry.people, 0),
    sums: (entries[0]?.sums ?? []).map((_, s) => ({
      magnitude: entries.reduce((sum, entry) => sum + entry.sums[s]!.magnitude, 0),
      largest: Math.max(...entries.map((entry) => entry.sums[s]!.largest)),
      second: entries
        .flatMap((entry) => [entry.sums[s]!.largest, entry.sums[s]!.second])
        .toSorted((a, b) => b - a)[1]!,
    })),
  });
  const columnOf = (column: number) => cells.map((row) => row[column]!);
  return {
    rows,
    columns,
    cells: flat,
    rowMargins: rows === 1 ? [] : cells.map(merge),
    columnMargins: rows === 1 ? [] : Array.from({ length: columns }, (_, column) => merge(columnOf(column))),
    total: merge(flat),
  };
}

/** What a reader knows: equations over the unknown cells, each with its known sum. */
interface Knowledge {
  /** Positions of unknown cells. */
  readonly unknown: readonly number[];
  readonly equations: readonly { readonly over: readonly number[]; readonly sum: number }[];
}

/** An attacker's view, written without any regard to how `suppress` works: every published total less the published cells under it. */
function attackerView(table: ProtectedTable, pattern: ReturnType<typeof suppress>): Knowledge {
  const unknown = table.cells.flatMap((_, index) => (pattern.cells[index] === undefined ? [] : [index]));
  const groups: { cells: number[]; people: number }[] = [
    { cells: table.cells.map((_, index) => index), people: table.total.people },
  ];
  for (let row = 0; row < table.rowMargins.length; row++)
    if (pattern.rowMargins[row] === undefined)
      groups.push({
        cells: Array.from({ length: table.columns }, (_, column) => row * table.columns + column),
        people: table.rowMargins[row]!.people,
      });
  for (let column = 0; column < table.columnMargins.length; column++)
    if (pattern.columnMargins[column] === undefined)
      groups.push({
        cells: Array.from({ length: table.rows }, (_, row) => row * table.columns + column),
        people: table.columnMargins[column]!.people,
      });
  const hidden = new Set(unknown);
  return {
    unknown,
    equations: groups.map(({ cells, people }) => ({
      over: cells.filter((cell) => hidden.has(cell)),
      sum: people - cells.reduce((sum, cell) => sum + (hidden.has(cell) ? 0 : table.cells[cell]!.people), 0),
    })),
  };
}

/** Reduced row echelon form with exact small rationals kept as doubles; rows end in the known sum. */
function eliminate({ unknown, equations }: Knowledge): number[][] {
  const place = new Map(unknown.map((cell, index) => [cell, index]));
  const matrix = equations.map(({ over, sum }) => {
    const row = Array.from({ length: unknown.length + 1 }, () => 0);
    for (const cell of over) row[place.get(cell)!] = 1;
    row[unknown.length] = sum;
    return row;
  });
  let top = 0;
  for (let column = 0; column < unknown.length && top < matrix.length; column++) {
    const pivot = matrix.findIndex((row, index) => index >= top && Math.abs(row[column]!) > 1e-9);
    if (pivot < 0) continue;
    [matrix[top], matrix[pivot]] = [matrix[pivot]!, matrix[top]!];
    const head = matrix[top]!;
    const scale = head[column]!;
    for (let c = 0; c < head.length; c++) head[c] = head[c]! / scale;
    for (const [index, row] of matrix.entries()) {
      const factor = row[column]!;
      if (index === top || factor === 0) continue;
      for (let c = 0; c < row.length; c++) row[c] = row[c]! - factor * head[c]!;
    }
    top++;
  }
  return matrix.slice(0, top);
}

/** The value of a 0/1 combination of unknown cells if the equations determine it. */
function derive(reduced: readonly number[][], chosen: readonly boolean[]): number | undefined {
  const rest = [...chosen.map(Number), 0];
  for (const row of reduced) {
    const pivot = row.findIndex((value) => Math.abs(value) > 1e-9);
    const factor = rest[pivot]!;
    if (Math.abs(factor) > 1e-9) for (let c = 0; c < rest.length; c++) rest[c] = rest[c]! - factor * row[c]!;
  }
  return rest.slice(0, -1).every((value) => Math.abs(value) < 1e-6) ? -rest.at(-1)! : undefined;
}

/** Whether some table of whole numbers from 1 agrees with what is known and has at least `least` in the target: by trying all. */
function couldHold({ unknown, equations }: Knowledge, target: number, least: number): boolean {
  const cells = [target, ...unknown.filter((cell) => cell !== target)];
  const left = equations.map((equation) => equation.sum);
  const of = cells.map((cell) => equations.flatMap(({ over }, e) => (over.includes(cell) ? [e] : [])));
  const needed = cells.map((_, index) =>
    equations.map(({ over }) => cells.slice(index + 1).filter((cell) => over.includes(cell)).length),
  );
  const fill = (index: number): boolean => {
    if (index === cells.length) return left.every((rest) => rest === 0);
    const limit = Math.min(...of[index]!.map((e) => left[e]! - needed[index]![e]!));
    const closing = of[index]!.find((e) => needed[index]![e] === 0);
    const from = Math.max(index === 0 ? least : 1, closing === undefined ? 1 : left[closing]!);
    for (let n = from; n <= (closing === undefined ? limit : Math.min(limit, left[closing]!)); n++) {
      for (const e of of[index]!) left[e] = left[e]! - n;
      const found = fill(index + 1);
      for (const e of of[index]!) left[e] = left[e]! + n;
      if (found) return true;
    }
    return false;
  };
  return fill(0);
}

const cell = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 9 }) },
  { weight: 4, arbitrary: fc.integer({ min: 10, max: 60 }) },
);
const matrix = (rows: number, columns: number) =>
  fc.array(fc.array(cell.map(counts), { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  });
const populated = (cells: readonly (readonly Entry[])[]) =>
  cells.every((row) => row.some((entry) => entry.people > 0)) &&
  cells[0]!.every((_, column) => cells.some((row) => row[column]!.people > 0));
const anyTable = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
  .chain(([rows, columns]) => matrix(rows, columns))
  .filter(populated)
  .map(tableOf);
const smallTable = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 2, max: 3 }))
  .chain(([rows, columns]) =>
    fc.array(
      fc.array(fc.integer({ min: 0, max: 7 }).map(counts), { minLength: columns, maxLength: columns }),
      {
        minLength: rows,
        maxLength: rows,
      },
    ),
  )
  .filter(populated)
  .map(tableOf);

describe("suppression", () => {
  test("withholds exactly the small cells when nothing can be derived from the rest", () => {
    // Together 11: to a reader who knows that neither is empty, each of the two could hold ten.
    const pattern = suppress(tableOf([[3, 8, 40, 12].map(counts)]), k);
    expect(pattern.cells).toEqual(["primary", "primary", undefined, undefined]);
    expect(pattern.everything).toBe(false);
  });

  test("adds the cheapest complement when one small cell could be had by subtraction", () => {
    const pattern = suppress(tableOf([[3, 50, 12, 40].map(counts)]), k);
    expect(pattern.cells).toEqual(["primary", undefined, "complementary", undefined]);
  });

  test("two withheld cells of fewer than k people together are not enough", () => {
    const pattern = suppress(tableOf([[3, 4, 12, 40].map(counts)]), k);
    expect(pattern.cells).toEqual(["primary", "primary", "complementary", undefined]);
  });

  test("ten single people in a row that totals ten are not given away by the total", () => {
    const pattern = suppress(tableOf([[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 90].map(counts)]), k);
    expect(pattern.cells.at(-1)).toBe("complementary");
  });

  test("publishes zeros", () => {
    const pattern = suppress(
      tableOf(
        [
          [0, 15],
          [15, 0],
        ].map((row) => row.map(counts)),
      ),
      k,
    );
    expect(pattern.cells).toEqual([undefined, undefined, undefined, undefined]);
  });

  test("a population smaller than k gives nothing, not even its total", () => {
    expect(suppress(tableOf([[4, 5].map(counts)]), k).everything).toBe(true);
  });

  test("every small entry is withheld, every zero published", () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const pattern = suppress(table, k);
        for (const [index, entry] of table.cells.entries()) {
          if (isSensitive(entry, k)) expect(pattern.cells[index]).toBe("primary");
          if (entry.people === 0 && !pattern.everything) expect(pattern.cells[index]).toBeUndefined();
        }
        for (const [index, entry] of table.rowMargins.entries())
          if (isSensitive(entry, k)) expect(pattern.rowMargins[index]).toBe("primary");
        for (const [index, entry] of table.columnMargins.entries())
          if (isSensitive(entry, k)) expect(pattern.columnMargins[index]).toBe("primary");
      }),
      { numRuns: 300 },
    );
  });

  test("an attacker with linear algebra derives no group of 1 to k - 1 people", () => {
    let attacked = 0;
    fc.assert(
      fc.property(anyTable, (table) => {
        const pattern = suppress(table, k);
        if (pattern.everything) return;
        const view = attackerView(table, pattern);
        if (view.unknown.length > 11) return;
        const reduced = eliminate(view);
        for (let subset = 1; subset < 1 << view.unknown.length; subset++) {
          const derived = derive(
            reduced,
            view.unknown.map((_, index) => (subset & (1 << index)) !== 0),
          );
          if (derived === undefined) continue;
          attacked++;
          expect(derived).toBeGreaterThanOrEqual(k);
        }
      }),
      { numRuns: 700 },
    );
    expect(attacked).toBeGreaterThan(300);
  });

  test("for every withheld cell the published numbers leave room for k people, zeros being known", () => {
    let withheld = 0;
    fc.assert(
      fc.property(smallTable, (table) => {
        const pattern = suppress(table, 4);
        if (pattern.everything) return;
        const view = attackerView(table, pattern);
        if (view.unknown.length > 6) return;
        for (const target of view.unknown) {
          withheld++;
          expect(couldHold(view, target, 4)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
    expect(withheld).toBeGreaterThan(200);
  });

  test("without complementary suppression the same attacker succeeds", () => {
    const table = tableOf([[3, 50, 40].map(counts)]);
    const naive = { cells: ["primary", undefined, undefined], rowMargins: [], columnMargins: [] } as const;
    const view = attackerView(table, { ...naive, everything: false });
    expect(derive(eliminate(view), [true])).toBe(3);
  });

  test("a sum that one person dominates is withheld, and stays hidden in what can be derived", () => {
    const entry = (people: number, magnitude: number, largest: number): Entry => ({
      people,
      sums: [{ magnitude, largest, second: 0 }],
    });
    const cells = [entry(12, 1000, 900), entry(15, 100, 20), entry(30, 5000, 300), entry(40, 6000, 400)];
    const pattern = suppress(tableOf([cells]), k);
    expect(pattern.cells[0]).toBe("primary");
    const derivable = cells.filter((_, index) => pattern.cells[index] !== undefined);
    const sum = derivable.reduce((total, { sums }) => total + sums[0]!.magnitude, 0);
    expect(900).toBeLessThanOrEqual(dominantShare * sum);
    expect(pattern.cells[3]).toBeUndefined();
  });

  test("a sum whose second largest could work the largest out is withheld, and two cells do not tell of their two largest", () => {
    const entry = (people: number, magnitude: number, largest: number, second: number): Entry => ({
      people,
      sums: [{ magnitude, largest, second }],
    });
    expect(isSensitive(entry(20, 1000, 500, 451), k)).toBe(true);
    expect(isSensitive(entry(20, 1000, 500, 450), k)).toBe(false);
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 10, maxLength: 14 }), {
          minLength: 3,
          maxLength: 7,
        }),
        fc.array(fc.integer({ min: 100, max: 3000 }), { minLength: 3, maxLength: 7 }),
        (small, large) => {
          const people = small.map((own, at) => [...own, large[at] ?? 1].toSorted((a, b) => b - a));
          const cells = people.map((own) =>
            entry(
              own.length,
              own.reduce((sum, x) => sum + x, 0),
              own[0]!,
              own[1]!,
            ),
          );
          const pattern = suppress(tableOf([cells]), k);
          if (pattern.everything) return;
          const hidden = people.flatMap((own, at) => (pattern.cells[at] === undefined ? [] : own));
          if (!pattern.cells.includes("primary")) return;
          const [first = 0, second = 0] = hidden.toSorted((a, b) => b - a);
          const rest = hidden.reduce((sum, x) => sum + x, 0) - first - second;
          expect(rest).toBeGreaterThanOrEqual(rivalShare * first - 1e-9);
        },
      ),
      { numRuns: 400 },
    );
  });

  test("a table of 20 by 20 is done and keeps its total", () => {
    const random = fc.sample(fc.array(fc.integer({ min: 0, max: 14 }), { minLength: 400, maxLength: 400 }), {
      numRuns: 1,
      seed: 7,
    })[0]!;
    const rows = Array.from({ length: 20 }, (_, row) => random.slice(row * 20, row * 20 + 20).map(counts));
    const pattern = suppress(tableOf(rows), k);
    expect(pattern.everything).toBe(false);
    expect(pattern.cells.filter((state) => state === undefined).length).toBeGreaterThan(100);
  });
});
