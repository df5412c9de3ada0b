import type { Delimiter } from "../../../terms/intake.ts";
import type { RepairRule } from "../../../terms/quarantine.ts";
import { splitText } from "../read/read-records.ts";

/** Where a rule works: how cells are parted and how many there should be. */
interface RowShape {
  readonly delimiter: Delimiter;
  readonly width: number;
}

/** A row's text after a rule; the same text where the rule has nothing to do in it, or the row cannot be split into cells. */
export function repaired(raw: string, rule: RepairRule, shape: RowShape): string {
  if (rule.kind === "again") return raw;
  if (rule.kind === "unquote") return raw.replaceAll('"', "");
  if (rule.kind === "replace" && rule.column === undefined) return raw.replaceAll(rule.find, rule.with);
  const cells = cellsOf(raw, shape.delimiter);
  if (cells === undefined) return raw;
  const changed = changedCells(cells, rule, shape.width);
  return changed === undefined ? raw : rowOf(changed, shape.delimiter);
}

function changedCells(
  cells: readonly string[],
  rule: Exclude<RepairRule, { kind: "again" | "unquote" }>,
  width: number,
): readonly string[] | undefined {
  switch (rule.kind) {
    case "pad":
      return cells.length < width
        ? [...cells, ...Array.from({ length: width - cells.length }, () => "")]
        : undefined;
    case "join": {
      if (cells.length <= width || width === 0) return undefined;
      const rest = cells.slice(width - 1).filter((cell) => cell.trim() !== "");
      return [...cells.slice(0, width - 1), rest.join(" ")];
    }
    case "replace": {
      const { column = -1, find } = rule;
      if (cells[column]?.includes(find) !== true) return undefined;
      return cells.map((cell, index) => (index === column ? cell.replaceAll(find, rule.with) : cell));
    }
    case "fill":
      if (cells[rule.column]?.trim() !== "") return undefined;
      return cells.map((cell, index) => (index === rule.column ? rule.value : cell));
  }
}

function cellsOf(raw: string, delimiter: Delimiter): readonly string[] | undefined {
  const { rows, bad } = splitText(raw, delimiter);
  return rows.length === 1 && bad.length === 0 ? rows[0] : undefined;
}

function rowOf(cells: readonly string[], delimiter: Delimiter): string {
  if (delimiter === "space") return cells.join(" ");
  return cells
    .map((cell) =>
      cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
    )
    .join(delimiter);
}
