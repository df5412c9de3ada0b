import { err, ok, type Result } from "../../../workers/base/result.ts";
import type { FilePreview } from "../../../workers/terms/intake.ts";
import { columnIndex } from "../core/column-map.ts";
import type { Misuse } from "../core/command.ts";

/** How the value of a setting is read. */
export type SettingKind =
  /** One column by heading or position from 1. */
  | "column"
  /** Columns with commas between; `+` also parts them where no heading has it. */
  | "columns"
  /** Entries with commas between. */
  | "texts"
  /** A whole number from 0. */
  | "whole"
  | "number"
  | readonly string[];

/** Settings of one analysis as they were typed: name to text, every name known. */
export type Typed<N extends string> = Readonly<Partial<Record<N, string>>>;

/** The settings of --set options; every one is name=value, of the given names. */
export function typedSettings<N extends string>(
  given: readonly string[],
  kinds: Readonly<Record<N, SettingKind>>,
): Result<Typed<N>, Misuse> {
  const names = Object.keys(kinds).filter((name): name is N => name in kinds);
  const typed: Partial<Record<N, string>> = {};
  for (const setting of given) {
    const cut = setting.indexOf("=");
    const name = names.find((one) => one === setting.slice(0, Math.max(0, cut)).trim());
    const value = setting.slice(cut + 1).trim();
    if (name === undefined || value === "" || !readable(kinds[name], value))
      return err({ key: "bad-setting", facts: { setting, expected: names.join(", ") } });
    typed[name] = value;
  }
  return ok(typed);
}

function readable(kind: SettingKind, value: string): boolean {
  if (kind === "whole") return /^\d{1,9}$/.test(value);
  if (kind === "number") return numberOf(value) !== undefined;
  return typeof kind === "string" || kind.includes(value.toLowerCase());
}

/** A number of at least 0, or undefined. */
export function numberOf(value: string | undefined): number | undefined {
  return value !== undefined && /^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? Number(value) : undefined;
}

/** Entries with commas between. */
export function entriesOf(value: string | undefined): readonly string[] | undefined {
  const entries = value?.split(",").map((entry) => entry.trim()) ?? [];
  return entries.length === 0 ? undefined : entries.filter((entry) => entry !== "");
}

/** Positions of the columns a setting names; none when it was left out. */
export function columnsOf(
  preview: FilePreview,
  name: string,
  value: string | undefined,
): Result<readonly number[], Misuse> {
  if (value === undefined) return ok([]);
  const whole = columnIndex(preview, value);
  if (whole !== undefined) return ok([whole]);
  const parts = value.split(value.includes(",") ? "," : "+").map((part) => part.trim());
  const found = parts.map((part) => columnIndex(preview, part));
  const absent = found.indexOf(undefined);
  if (absent >= 0) {
    const columns = preview.columns.map(({ heading }, index) => heading || String(index + 1)).join(", ");
    return err({ key: "unknown-column", facts: { name, column: parts[absent], columns } });
  }
  return ok(found.filter((at) => at !== undefined));
}
