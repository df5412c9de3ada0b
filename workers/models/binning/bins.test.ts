import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DataColumn, DataTable } from "../design/table.ts";
import { binColumns, binOf } from "./bins.ts";

const table = (...columns: DataColumn[]): DataTable => ({
  rows: columns[0]!.kind === "number" ? columns[0]!.values.length : columns[0]!.codes.length,
  columns,
});
const everyRow = (count: number) => Int32Array.from({ length: count }, (_, i) => i);
const numbers = (values: readonly number[]): DataColumn => ({
  name: "x",
  kind: "number",
  values: Float64Array.from(values),
});

describe("bins", () => {
  test("keep the order of numbers, blanks apart, and are even where values differ", () => {
    const value = fc.oneof(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), fc.integer({ min: 0, max: 4 }));
    fc.assert(
      fc.property(fc.array(fc.option(value), { minLength: 2, maxLength: 80 }), (list) => {
        const values = list.map((entry) => entry ?? NaN);
        fc.pre(new Set(values).size > 1);
        const [column] = binColumns(table(numbers(values)), [0], everyRow(values.length), 8).columns;
        expect(column!.bins).toBeLessThanOrEqual(9);
        values.forEach((a, i) => {
          expect(column!.codes[i]).toBe(binOf(a, column!.cuts));
          expect(column!.codes[i] === 0).toBe(Number.isNaN(a));
          values.forEach((b, j) => {
            if (a < b) expect(column!.codes[i]!).toBeLessThanOrEqual(column!.codes[j]!);
            if (a === b) expect(column!.codes[i]).toBe(column!.codes[j]);
          });
        });
      }),
    );
    const even = binColumns(table(numbers(everyRow(1000) as unknown as number[])), [0], everyRow(1000), 10);
    const counts = new Array<number>(11).fill(0);
    for (const code of even.columns[0]!.codes) counts[code]!++;
    expect(counts).toEqual([0, ...new Array<number>(10).fill(100)]);
  });

  test("a bin for each of few values, with the edge between them", () => {
    const [column] = binColumns(table(numbers([3, 1, 1, NaN, 2])), [0], everyRow(5)).columns;
    expect([...column!.cuts]).toEqual([1.5, 2.5]);
    expect([...column!.codes]).toEqual([3, 1, 1, 0, 2]);
  });

  test("levels have a bin each, the rarest one together; columns that say nothing are named", () => {
    const words = (name: string, codes: readonly number[]): DataColumn => ({
      name,
      kind: "category",
      levels: Array.from({ length: 40 }, (_, i) => `w${String(i).padStart(2, "0")}`),
      codes: Int32Array.from(codes),
    });
    const rows = everyRow(60);
    const level = words(
      "level",
      Array.from(rows, (i) => (i < 50 ? i % 3 : i % 10)),
    );
    const id = words(
      "id",
      Array.from(rows, (i) => (i < 40 ? i : -1)),
    );
    const one = words(
      "one",
      Array.from(rows, () => 5),
    );
    const found = binColumns(table(level, id, one), [0, 1, 2], rows, 4);
    expect(found).toMatchObject({ identifiers: ["id"], constant: ["one"], pooled: ["level"] });
    expect(found.columns[0]!.labels).toEqual(["", "w00", "w01", "w02", "…"]);
    expect(found.columns[0]!.codes[55]).toBe(4);
  });
});
