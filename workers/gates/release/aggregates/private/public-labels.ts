import { isoMonth, monthIndex } from "../../../../base/calendar.ts";
import type { AggregateDimension } from "../../../../terms/release.ts";
import { prefectures } from "../../../intake/parse/prefectures.ts";

/** Months of a first order that get a line of their own, this month included; older ones are not told apart. */
const months = 36;

const ages = ["0-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80-89", "90+"];

/**
 * The lines of a dimension that anybody could write down without seeing the data, "" for everything else last; undefined for a
 * dimension whose lines are made of the data (channels, countries, sources) or whose value for one person depends on the
 * others (RFM groups are fifths of all).
 */
export function publicLabels(dimension: AggregateDimension, today: Date): readonly string[] | undefined {
  if (dimension === "prefecture") return [...prefectures.map(([name]) => name), ""];
  if (dimension === "gender") return ["female", "male", "other", "unknown", ""];
  if (dimension === "ageBand") return [...ages, ""];
  if (dimension === "firstOrderMonth") {
    const last = monthIndex(Math.floor(today.getTime() / 86_400_000));
    return [...Array.from({ length: months }, (_, at) => isoMonth(last - months + 1 + at)), ""];
  }
  return undefined;
}
