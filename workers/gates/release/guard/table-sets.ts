import type { Columns } from "../../../columns/columns.ts";
import type { AggregateFrame } from "../aggregates/aggregate-table.ts";
import type { SuppressionPattern } from "../aggregates/suppress.ts";
import { personAmounts, type RawTable } from "../aggregates/tabulate.ts";
import { summed, type Telling } from "./told.ts";

/** One number of a table: its cells, and where it stands in a pattern of what is withheld. */
interface TableEntry {
  readonly kind: "cells" | "rowMargins" | "columnMargins" | "total";
  readonly index: number;
  readonly people: number;
  readonly cells: readonly number[];
}

/** What a table tells with some of it withheld, and which entry each told set is. */
export interface TableTelling {
  readonly telling: Telling;
  readonly entries: readonly TableEntry[];
}

/** What a table tells: cells first, so that of numbers that follow from one another the cells are the ones that count. */
export function tableTelling(
  frame: AggregateFrame,
  raw: RawTable,
  pattern: SuppressionPattern,
  amounts: Telling["amounts"],
): TableTelling {
  const inhabited = allEntries(raw).filter(({ people }) => people > 0);
  const entries = inhabited.filter((entry) => !isWithheld(pattern, entry));
  const withheld = inhabited.filter((entry) => entry.kind !== "total" && isWithheld(pattern, entry));
  return {
    entries,
    telling: {
      k: frame.k,
      measures: frame.measures,
      sets: entries.map(({ cells }) => cells),
      withheld: withheld.map(({ cells }) => cells),
      cellOf: raw.cellOf,
      amounts,
    },
  };
}

/** What each person adds to the sums of a table. */
export function tableAmounts(
  columns: Columns,
  { measures }: Pick<AggregateFrame, "measures">,
): Telling["amounts"] {
  return Object.fromEntries(
    summed.filter((sum) => measures.includes(sum)).map((sum) => [sum, personAmounts(columns, sum)]),
  );
}

/** A pattern with one entry more withheld; undefined for the total, without which there is nothing to release. */
export function withholding(
  pattern: SuppressionPattern,
  { kind, index }: TableEntry,
): SuppressionPattern | undefined {
  if (kind === "total") return undefined;
  return { ...pattern, [kind]: pattern[kind].with(index, "complementary") };
}

function isWithheld(pattern: SuppressionPattern, { kind, index }: TableEntry): boolean {
  return pattern.everything || (kind !== "total" && pattern[kind][index] !== undefined);
}

function allEntries({
  rows,
  columns,
  cells,
  rowMargins,
  columnMargins,
  total,
}: RawTable): readonly TableEntry[] {
  const across = [...Array(columns).keys()];
  const down = [...Array(rows).keys()];
  return [
    ...cells.map(({ people }, index) => ({ kind: "cells" as const, index, people, cells: [index] })),
    ...rowMargins.map(({ people }, row) => ({
      kind: "rowMargins" as const,
      index: row,
      people,
      cells: across.map((column) => row * columns + column),
    })),
    ...columnMargins.map(({ people }, column) => ({
      kind: "columnMargins" as const,
      index: column,
      people,
      cells: down.map((row) => row * columns + column),
    })),
    { kind: "total", index: 0, people: total.people, cells: [...cells.keys()] },
  ];
}
