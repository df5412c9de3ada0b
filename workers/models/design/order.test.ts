import fc from "fast-check";
import { expect, test } from "vitest";
import { orderOfEntries } from "./order.ts";
import type { DataTable } from "./table.ts";

const tableOf = (rows: readonly (readonly [number, number])[]): DataTable => ({
  rows: rows.length,
  columns: [
    { name: "x", kind: "number", values: Float64Array.from(rows, ([x]) => x) },
    { name: "c", kind: "category", levels: ["a", "b", "c"], codes: Int32Array.from(rows, ([, c]) => c) },
  ],
});

test("rows come in the same order however they are turned, blanks among them", () => {
  const row = fc.tuple(
    fc.oneof(fc.constant(NaN), fc.double(), fc.integer()),
    fc.integer({ min: -1, max: 2 }),
  );
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), fc.integer({ min: 0, max: 29 }), (rows, turn) => {
      const turned = [...rows.slice(turn), ...rows.slice(0, turn)].reverse();
      const inOrder = (list: typeof rows) =>
        Array.from(orderOfEntries(tableOf(list)), (at) => list[at]!.map((x) => x + 0));
      expect(inOrder(turned)).toEqual(inOrder(rows));
    }),
  );
});

test("any part of the order is a fair part of the rows, and ties part rows that are alike", () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => [i, i % 3] as const);
  const order = orderOfEntries(tableOf(rows));
  expect(new Set(order).size).toBe(20_000);
  const mean = order.subarray(0, 5000).reduce((sum, row) => sum + row, 0) / 5000;
  expect(Math.abs(mean - 10_000)).toBeLessThan(400);
  const alike = tableOf([
    [1, 0],
    [1, 0],
  ]);
  const labels = (ties: Uint8Array) => Array.from(orderOfEntries(alike, ties), (row) => ties[row]);
  expect(labels(Uint8Array.of(0, 1))).toEqual(labels(Uint8Array.of(1, 0)));
});
