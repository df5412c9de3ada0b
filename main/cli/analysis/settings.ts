import { parseIsoDate } from "../../../workers/base/calendar.ts";
import { err, ok, type Result } from "../../../workers/base/result.ts";
import { clockUnits, type ClockUnit } from "../../../workers/models/purchase-histories.ts";
import type { Misuse } from "../core/command.ts";

/** What --set name=value may say of an analysis: which column is what, and the clock. */
export interface Settings {
  /** Columns by heading, or by position from 1. */
  readonly customer?: string;
  readonly date?: string;
  /** One column, or two multiplied: `Quantity*UnitPrice`. */
  readonly amount?: string;
  /** The order a row belongs to: rows of one order count once, their amounts added up. */
  readonly order?: string;
  readonly unit?: ClockUnit;
  /** `YYYY-MM-DD`: the clock stops at the end of this day; without it, at the last order. */
  readonly end?: string;
  /** Time ahead, in units. */
  readonly horizon?: number;
  /** Discount rate a year; 0.1 is ten per cent. */
  readonly discount?: number;
}

export type SettingName = keyof Settings;

/** The settings of --set options, of the names one analysis knows. */
export function readSettings(
  typed: readonly string[],
  names: readonly SettingName[],
): Result<Settings, Misuse> {
  const settings: { -readonly [K in SettingName]?: Settings[K] } = {};
  for (const setting of typed) {
    const cut = setting.indexOf("=");
    const name = names.find((one) => one === setting.slice(0, Math.max(0, cut)).trim());
    const value = setting.slice(cut + 1).trim();
    const problem = err<Misuse>({ key: "bad-setting", facts: { setting, expected: names.join(", ") } });
    if (name === undefined || value === "") return problem;
    const parsed = parsers[name](value);
    if (parsed === undefined) return problem;
    Object.assign(settings, { [name]: parsed });
  }
  return ok(settings);
}

const parsers: { readonly [K in SettingName]-?: (value: string) => Settings[K] | undefined } = {
  customer: (value) => value,
  date: (value) => value,
  amount: (value) => value,
  order: (value) => value,
  unit: (value) => clockUnits.find((unit) => unit === value),
  end: (value) => (parseIsoDate(value) === undefined ? undefined : value),
  horizon: (value) => numberBetween(value, Number.MIN_VALUE, 36_500),
  discount: (value) => numberBetween(value, 0, 1),
};

function numberBetween(text: string, least: number, most: number): number | undefined {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  return value >= least && value <= most ? value : undefined;
}
