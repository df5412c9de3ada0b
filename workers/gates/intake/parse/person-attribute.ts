import { civilDate, type EpochDay } from "../../../base/calendar.ts";
import type { DateOrder } from "../../../terms/intake.ts";
import type { personColumns } from "../../../terms/person-columns.ts";
import { parseDate } from "./date.ts";
import { ageBand, displayText, normalizeCountry, normalizeGender, normalizePostalCode } from "./person.ts";
import { storedPrefecture } from "./postal-prefecture.ts";

/**
 * What is said of a person as the vault keeps it, the same at intake and in a correction; a date of birth as the age band on `today`.
 * Undefined for what cannot be read.
 */
export function storedAttribute(
  target: (typeof personColumns)[number] | "birth_date" | "gender",
  text: string,
  dateOrder: DateOrder,
  today: EpochDay,
): string | undefined {
  switch (target) {
    case "postal_code":
      return normalizePostalCode(text);
    case "prefecture":
      return storedPrefecture(text);
    case "country":
      return normalizeCountry(text);
    case "gender":
      return normalizeGender(text);
    case "birth_date": {
      const birth = parseDate(text, dateOrder);
      return birth.kind === "day" ? ageBand(civilDate(birth.day), civilDate(today)) : undefined;
    }
    default:
      return displayText(text) || undefined;
  }
}
