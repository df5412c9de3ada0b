import type { DataColumn } from "./table.ts";

/** A yes or no of each row: 1, 0, or 2 where blank. */
export interface Outcomes {
  readonly labels: Uint8Array;
  /** The entries that count as yes. */
  readonly positive: readonly string[];
}

export const blankOutcome = 2;

const yes = /^(?:1|y|yes|t|true|on|positive|churned|はい|有|あり|有り|済|○|〇|陽性)$/iu;
const no = /^(?:0|-1|n|no|f|false|off|none|low|negative|いいえ|無|なし|無し|未|×|低|低い|陰性)$/iu;

/**
 * Reads a column as yes or no. `positive` names the entries that mean yes; without it they are guessed: the one known
 * word for yes, or all but the one known word for no, or the later of two in code point order (as R's `glm` does).
 * Undefined when a name is not in the column, or when nothing can be guessed.
 */
export function outcomesOf(column: DataColumn, positive?: readonly string[]): Outcomes | undefined {
  const levels = column.kind === "category" ? column.levels : numberLevels(column.values);
  const wanted = positive === undefined ? guess(levels) : named(levels, positive);
  if (wanted === undefined) return undefined;
  const chosen = new Set(wanted);
  const labels =
    column.kind === "category"
      ? Uint8Array.from(column.codes, (code) =>
          code < 0 ? blankOutcome : chosen.has(column.levels[code]!) ? 1 : 0,
        )
      : Uint8Array.from(column.values, (value) =>
          Number.isNaN(value) ? blankOutcome : chosen.has(String(value)) ? 1 : 0,
        );
  return { labels, positive: wanted };
}

function numberLevels(values: Float64Array): string[] {
  const seen = new Set<number>();
  for (const value of values) {
    if (!Number.isNaN(value)) seen.add(value);
    if (seen.size > 1000) break;
  }
  return [...seen].sort((a, b) => a - b).map(String);
}

function named(levels: readonly string[], positive: readonly string[]): readonly string[] | undefined {
  const found = positive.map((name) =>
    levels.find((level) => level === name || (name.trim() !== "" && Number(level) === Number(name))),
  );
  return found.every((level) => level !== undefined) && found.length > 0 ? found : undefined;
}

function guess(levels: readonly string[]): readonly string[] | undefined {
  // All blank: there is no yes, and no row with a known outcome either.
  if (levels.length === 0) return [];
  const sure = levels.filter((level) => yes.test(level));
  if (sure.length === 1 && levels.length <= 2) return sure;
  const denied = levels.filter((level) => no.test(level));
  if (denied.length === 1 && levels.length <= 10) return levels.filter((level) => level !== denied[0]);
  return levels.length === 2 ? [levels[1]!] : levels.length === 1 ? levels : undefined;
}
