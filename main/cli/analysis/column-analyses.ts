import { logisticDocument } from "../../../workers/analysis/analyse-columns.ts";
import type { Json } from "../../../workers/base/canonical-json.ts";
import type { Outcome } from "../../../workers/base/fault.ts";
import type { JobControl } from "../../../workers/base/job.ts";
import type { DataTable } from "../../../workers/models/design/table.ts";
import type { Language } from "../../../workers/terms/language.ts";
import { entriesOf, numberOf, type SettingKind, type Typed } from "./column-settings.ts";

/** What an analysis of a table's columns is called with: positions of columns by setting, and the other settings. */
export interface ColumnCall {
  readonly table: DataTable;
  /** Columns a setting names; none when it was left out. */
  readonly columns: (name: string) => readonly number[];
  readonly typed: Typed<string>;
  readonly job: JobControl;
}

/** An analysis of a table of any columns. */
export interface ColumnAnalysis {
  readonly model: string;
  readonly summary: Readonly<Record<Language, string>>;
  readonly settings: Readonly<Record<string, SettingKind>>;
  /** Settings it cannot do without. */
  readonly needed: readonly string[];
  run(call: ColumnCall): Outcome<Json>;
}

export const columnAnalyses: readonly ColumnAnalysis[] = [
  {
    model: "logistic",
    summary: {
      ja: "列から「はい」になる確率を求めます(ロジスティック回帰)。",
      en: "Finds the chance of a yes from the other columns (logistic regression).",
    },
    settings: {
      target: "column",
      positive: "texts",
      drop: "columns",
      columns: "columns",
      folds: "whole",
      seed: "whole",
      l2: "number",
    },
    needed: ["target"],
    run: ({ table, columns, typed, job }) => {
      const kept = columns("columns");
      const [target = 0] = columns("target");
      const others = [...table.columns.keys()].filter((at) => kept.length > 0 && !kept.includes(at));
      const positive = entriesOf(typed["positive"]);
      const request = {
        target,
        drop: [...columns("drop"), ...others],
        ...(positive && { positive }),
        ...numbers(typed, ["folds", "seed", "l2"]),
      };
      return logisticDocument(table, request, job);
    },
  },
];

function numbers<N extends string>(typed: Typed<string>, names: readonly N[]): Partial<Record<N, number>> {
  const found: Partial<Record<N, number>> = {};
  for (const name of names) {
    const value = numberOf(typed[name]);
    if (value !== undefined) found[name] = value;
  }
  return found;
}
