import type { Columns } from "../../../columns/columns.ts";
import type { AggregateFrame } from "../aggregates/aggregate-table.ts";
import type { CellQuantiles } from "../aggregates/cell-quantiles.ts";
import { toldBy } from "../aggregates/measures.ts";
import type { SuppressionPattern } from "../aggregates/suppress.ts";
import { personAmounts, type RawTable } from "../aggregates/tabulate.ts";
import { summed, type Telling } from "./told.ts";

/** One number of a table: its cells, and where it stands in a pattern of what is withheld. "parts": a part of a cell between quantiles. */
interface TableEntry {
  readonly kind: "parts" | "cells" | "rowMargins" | "columnMargins" | "total";
  readonly index: number;
  readonly people: number;
  readonly cells: readonly number[];
}

/** What a table tells with some of it withheld, and which entry each told set is. */
export interface TableTelling {
  readonly telling: Telling;
  readonly entries: readonly TableEntry[];
}

/**
 * What a table tells: cells first, so that of numbers that follow from one another the cells are the ones that count. A quantile counts as
 * if the exact number of people below, within and above its rounding had been told, which is more than it tells: what is safe
 * beside those counts is safe beside the quantile.
 */
export function tableTelling(
  frame: AggregateFrame,
  raw: RawTable,
  pattern: SuppressionPattern,
  amounts: Telling["amounts"],
  quantiles?: CellQuantiles,
): TableTelling {
  const inhabited = allEntries(raw, quantiles).filter(({ people }) => people > 0);
  const entries = inhabited.filter((entry) => !isWithheld(pattern, entry));
  const withheld = inhabited.filter(
    (entry) => entry.kind !== "total" && entry.kind !== "parts" && isWithheld(pattern, entry),
  );
  const told = toldBy(frame.measures);
  return {
    entries,
    telling: {
      k: frame.k,
      measures: (["people", "orders", "revenue"] as const).filter((one) => told.includes(one)),
      sets: entries.map(({ cells }) => cells),
      withheld: withheld.map(({ cells }) => cells),
      cellOf: quantiles?.partOf ?? raw.cellOf,
      amounts,
    },
  };
}

/** What each person adds to the sums of a table. */
export function tableAmounts(
  columns: Columns,
  { measures }: Pick<AggregateFrame, "measures">,
): Telling["amounts"] {
  const told = toldBy(measures);
  return Object.fromEntries(
    summed.filter((sum) => told.includes(sum)).map((sum) => [sum, personAmounts(columns, sum)]),
  );
}

/** A pattern with one entry more withheld; undefined for the total, without which there is nothing to release. */
export function withholding(
  pattern: SuppressionPattern,
  { kind, index }: TableEntry,
): SuppressionPattern | undefined {
  if (kind === "total") return undefined;
  if (kind === "parts")
    return { ...pattern, withoutQuantiles: new Set([...(pattern.withoutQuantiles ?? []), index]) };
  return { ...pattern, [kind]: pattern[kind].with(index, "complementary") };
}

function isWithheld(pattern: SuppressionPattern, { kind, index }: TableEntry): boolean {
  if (pattern.everything) return true;
  if (kind === "parts")
    return pattern.cells[index] !== undefined || pattern.withoutQuantiles?.has(index) === true;
  return kind !== "total" && pattern[kind][index] !== undefined;
}

function allEntries(
  { rows, columns, cells, rowMargins, columnMargins, total }: RawTable,
  quantiles: CellQuantiles | undefined,
): readonly TableEntry[] {
  const across = [...Array(columns).keys()];
  const down = [...Array(rows).keys()];
  // In parts where there are quantiles: then a set of cells is the set of all their parts.
  const of = (list: readonly number[]): readonly number[] =>
    quantiles === undefined ? list : list.flatMap((cell) => quantiles.parts[cell]!);
  return [
    ...cells.map(({ people }, index) => ({ kind: "cells" as const, index, people, cells: of([index]) })),
    ...rowMargins.map(({ people }, row) => ({
      kind: "rowMargins" as const,
      index: row,
      people,
      cells: of(across.map((column) => row * columns + column)),
    })),
    ...columnMargins.map(({ people }, column) => ({
      kind: "columnMargins" as const,
      index: column,
      people,
      cells: of(down.map((row) => row * columns + column)),
    })),
    { kind: "total", index: 0, people: total.people, cells: of([...cells.keys()]) },
    ...(quantiles?.parts ?? []).flatMap((parts, cell) =>
      parts.length < 2
        ? []
        : parts.map((part) => ({
            kind: "parts" as const,
            index: cell,
            people: quantiles!.people[part]!,
            cells: [part],
          })),
    ),
  ];
}
