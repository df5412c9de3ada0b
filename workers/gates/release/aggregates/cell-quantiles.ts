import type { Columns } from "../../../columns/columns.ts";
import type { AggregateMeasure } from "../../../terms/release.ts";
import { isQuantile } from "./measures.ts";
import { partOf, toldQuantiles, type ToldQuantiles } from "./quantiles.ts";
import { personAmounts, type RawTable } from "./tabulate.ts";

/**
 * Quantiles of the cells of a table. Cells have people of their own; margins do not, so no quantile of a margin is told: it could be put
 * beside those of its cells.
 */
export interface CellQuantiles {
  readonly cells: readonly ToldQuantiles[];
  /** Of each person index the part of their cell, numbered through all cells; -1 outside the mask. */
  readonly partOf: Int32Array;
  /** The numbers of the parts of each cell in which there is somebody. */
  readonly parts: readonly (readonly number[])[];
  readonly people: Int32Array;
}

/** The quantiles that may be told of each cell; undefined where none is asked. */
export function cellQuantiles(
  columns: Columns,
  raw: RawTable,
  measures: readonly AggregateMeasure[],
  k: number,
): CellQuantiles | undefined {
  const asked = measures.filter(isQuantile);
  if (asked.length === 0) return undefined;
  const amounts = personAmounts(columns, "revenue");
  const members = raw.cells.map((): number[] => []);
  for (let person = 0; person < raw.cellOf.length; person++) members[raw.cellOf[person]!]?.push(person);
  const cells = members.map((people) =>
    toldQuantiles(
      Float64Array.from(people, (person) => amounts[person]!),
      asked,
      k,
    ),
  );
  const first: number[] = [];
  let count = 0;
  for (const { edges } of cells) {
    first.push(count);
    count += edges.length + 1;
  }
  const people = new Int32Array(count);
  const part = raw.cellOf.map((cell, person) => {
    if (cell < 0) return -1;
    const at = first[cell]! + partOf(amounts[person]!, cells[cell]!.edges);
    people[at] = people[at]! + 1;
    return at;
  });
  const parts = cells.map(({ edges }, cell) =>
    Array.from({ length: edges.length + 1 }, (_, at) => first[cell]! + at).filter((at) => people[at]! > 0),
  );
  return { cells, partOf: part, parts, people };
}
