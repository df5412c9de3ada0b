import type { Figure, FigureColumn } from "../../../terms/figures.ts";
import type { PeopleGroup } from "./protect-groups.ts";

/** A table before anything is withheld: groups of people, and the rows that are figured from them. */
export interface GroupedTable {
  readonly groups: readonly PeopleGroup[];
  /** Whether orders and spend of groups are told. */
  readonly summed: boolean;
  readonly columns: readonly FigureColumn[];
  readonly rows: readonly {
    readonly labels: readonly string[];
    readonly figures: readonly CellOfGroups[];
  }[];
}

/**
 * A figure and the groups it is made of, by number: withheld when one of them is. A text stands for a figure that does not exist
 * whoever is told.
 */
export type CellOfGroups =
  | { readonly of: readonly number[]; readonly figure: () => number | null }
  | Extract<Figure, "later" | "none">;

/** The rows of a table of which some groups are told. */
export function tableRows(
  { rows }: GroupedTable,
  told: readonly boolean[],
): readonly { readonly labels: readonly string[]; readonly figures: readonly Figure[] }[] {
  return rows.map(({ labels, figures }) => ({
    labels,
    figures: figures.map((cell): Figure => {
      if (typeof cell === "string") return cell;
      if (!cell.of.every((group) => told[group])) return "withheld";
      return cell.figure() ?? "none";
    }),
  }));
}

/** A share to four digits; null of nothing. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
}

/** A mean over a group, to 1/unit. */
export function meanOf(people: Int32Array, amounts: Float64Array, unit: number): number | null {
  if (people.length === 0) return null;
  const sum = people.reduce((total, person) => total + amounts[person]!, 0);
  return Math.round((sum / people.length) * unit) / unit;
}
