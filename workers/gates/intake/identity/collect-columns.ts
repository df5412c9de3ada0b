import type { IdentityColumn, IdentityKind, IdentityTable } from "../../../models/identity/table.ts";
import type { DateOrder } from "../../../terms/intake.ts";
import { birthKey, birthOf } from "./birth-key.ts";
import type { ColumnLook, IdentityRole } from "./guess-fields.ts";

/** A column of texts kept by code, as it is read row by row. */
export interface TextColumn {
  readonly heading: string;
  readonly levels: string[];
  codes: Int32Array;
}

/** Collects the texts of some columns row by row; a blank is no text. */
export function textCollector(headings: readonly string[]) {
  const columns = headings.map((heading): TextColumn => ({
    heading,
    levels: [],
    codes: new Int32Array(1024),
  }));
  const known = headings.map(() => new Map<string, number>());
  let rows = 0;
  return {
    add: (text: (column: number) => string): void => {
      for (let at = 0; at < columns.length; at++) {
        const column = columns[at]!;
        if (rows === column.codes.length) column.codes = longer(column.codes);
        column.codes[rows] = codeOf(text(at).trim(), known[at]!, column.levels);
      }
      rows++;
    },
    finish: () => ({
      rows,
      columns: columns.map((column) => ({ ...column, codes: column.codes.slice(0, rows) })),
    }),
  };
}

function longer(codes: Int32Array): Int32Array {
  const grown = new Int32Array(2 * codes.length);
  grown.set(codes);
  return grown;
}

function codeOf(text: string, known: Map<string, number>, levels: string[]): number {
  if (text === "") return -1;
  const code = known.get(text);
  if (code !== undefined) return code;
  known.set(text, levels.length);
  return levels.push(text) - 1;
}

/** What guessing looks at. */
export function lookAt({ heading, levels, codes }: TextColumn): ColumnLook {
  return { heading, levels, filled: codes.reduce((sum, code) => sum + (code < 0 ? 0 : 1), 0) };
}

/** The table that identity resolution compares, from texts and what each column is; birth dates in parts become one column. */
export function identityTable(
  columns: readonly TextColumn[],
  roles: readonly IdentityRole[],
  rows: number,
  order: DateOrder,
): IdentityTable {
  const plain = columns.flatMap(({ heading, levels, codes }, at): readonly IdentityColumn[] => {
    const kind = roles[at];
    if (kind === undefined || !isKind(kind)) return [];
    const own = kind === "birth" ? levels.map((level) => birthKey(level, order)) : levels;
    return [{ kind, name: heading || String(at + 1), levels: own, codes }];
  });
  const part = (role: IdentityRole) => columns[roles.indexOf(role)];
  const [year, month, day] = [part("birthYear"), part("birthMonth"), part("birthDay")];
  if (year === undefined) return { rows, columns: plain };
  const text = (column: TextColumn | undefined, row: number) => column?.levels[column.codes[row]!] ?? "";
  const levels: string[] = [];
  const known = new Map<string, number>();
  const codes = Int32Array.from({ length: rows }, (_, row) =>
    codeOf(birthOf(text(year, row), text(month, row), text(day, row)), known, levels),
  );
  const name = [year, month, day].flatMap((one) => (one === undefined ? [] : [one.heading])).join("+");
  return { rows, columns: [...plain, { kind: "birth", name, levels, codes }] };
}

function isKind(role: IdentityRole): role is IdentityKind {
  return role !== "ignore" && role !== "birthYear" && role !== "birthMonth" && role !== "birthDay";
}
