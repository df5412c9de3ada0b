import type { ForecastCode } from "../../../terms/release.ts";
import { cellForms, excelChanges } from "./cell-forms.ts";
import type { CellRule, ImporterRules } from "./importer-rules.ts";
import { SeenKeys } from "./seen-keys.ts";

/** A column as an importer sees it. */
export interface NamedRule {
  readonly name: string | number;
  readonly rule: CellRule;
}

/** SHA-256 of the empty text (FIPS 180-4): a match of everybody who has no value with each other. */
const hashOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

const nothing: readonly ForecastCode[] = [];

/** A judge of the rows of one file, in their order; each kind of finding is named once a row. */
export function rowJudge(
  { matchesBy, key, excel }: ImporterRules,
  columns: readonly NamedRule[],
): (cells: readonly string[]) => readonly ForecastCode[] {
  const placesOf = (name: string): readonly number[] =>
    columns.flatMap((column, place) => (column.name === name ? [place] : []));
  const groups = matchesBy?.map((group) => group.map(placesOf));
  const keyPlace = columns.findIndex(({ name }) => name === key);
  const seen = new SeenKeys();
  return (cells) => {
    let found: Set<ForecastCode> | undefined;
    const add = (code: ForecastCode): void => {
      (found ??= new Set()).add(code);
    };
    if (cells.length !== columns.length) add("cells-missing");
    let filled = false;
    for (let place = 0; place < columns.length; place++) {
      const cell = cells[place] ?? "";
      filled ||= cell !== "";
      judgeCell(columns[place]!.rule, cell, add);
      const changed = excel && cell !== "" ? excelChanges(cell) : undefined;
      if (changed !== undefined) add(changed);
    }
    const matches =
      groups?.some((group) => group.every((places) => places.some((place) => (cells[place] ?? "") !== ""))) ??
      filled;
    if (!matches) add("nothing-to-match");
    const own = cells[keyPlace] ?? "";
    if (own !== "" && !seen.add(own)) add("duplicate");
    return found === undefined ? nothing : [...found];
  };
}

function judgeCell(rule: CellRule, cell: string, add: (code: ForecastCode) => void): void {
  if (cell === "") {
    if (rule.required) add("required-missing");
    return;
  }
  const { fits, code } = cellForms[rule.form];
  if (!fits.test(cell)) add(code);
  else if (rule.form === "sha256" && cell === hashOfNothing) add("hash-of-nothing");
  const { keepsBytes = Infinity, keepsCharacters = Infinity, refusesBeyond = Infinity } = rule;
  if (cell.length > keepsCharacters || (3 * cell.length > keepsBytes && utf8Length(cell) > keepsBytes))
    add("too-long");
  if (cell.length > refusesBeyond) add("beyond-limit");
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
