import type { Reading } from "../../../terms/intake.ts";
import type { Look } from "../../../terms/profile.ts";
import { normalizePostalCode } from "../parse/person.ts";
import { findPersonal } from "../recognise/find-personal.ts";
import type { ColumnTally } from "./column-tally.ts";
import { shapeOf } from "./contents.ts";
import { headingKey } from "./heading-key.ts";
import type { SensitiveKind } from "./sensitive.ts";
import { guessFromHeading } from "./synonyms.ts";

const named: ReadonlyMap<string, Look> = new Map<string, Look>([
  ["full_name", "person-name"],
  ["family_name", "person-name"],
  ["given_name", "person-name"],
  ["full_reading", "reading"],
  ["family_reading", "reading"],
  ["given_reading", "reading"],
  ["street", "address"],
  ["city", "address"],
]);

/** What a counted column looks like: by its values first, by its heading where values alone cannot tell. */
export function lookOf(
  heading: string,
  tally: ColumnTally,
  special: SensitiveKind | undefined,
  { dateOrder, decimalMark }: Reading,
): Look {
  if (special !== undefined) return special;
  const samples = tally.samples();
  const shape = shapeOf(samples, dateOrder, decimalMark);
  const meant = guessFromHeading(heading)?.target ?? "ignore";
  if (shape === "blank") return shape;
  if (meant === "postal_code" && samples.every((text) => normalizePostalCode(text) !== undefined))
    return "postal-code";
  if (shape === "email" || shape === "phone" || shape === "prefecture" || shape === "code") return shape;
  if (shape === "line-user") return "line-user-id";
  if (shape === "postal") return "postal-code";
  if (shape === "date")
    return meant === "birth_date" || /birth|dob|誕生|生年/.test(headingKey(heading)) ? "birth-date" : "date";
  if (shape === "integer" || shape === "decimal") return "number";
  const whole = wholeKind(samples);
  if (whole !== undefined) return whole;
  const byHeading = named.get(meant);
  if (byHeading !== undefined) return byHeading;
  if (tally.looked > 0 && tally.personal / tally.looked > 0.01) return "personal-text";
  return tally.distinct.distinct * 2 < tally.rows - tally.blanks ? "words" : "text";
}

/** A kind most of whose values are nothing but it. */
function wholeKind(samples: readonly string[]): Look | undefined {
  const looked = samples.slice(0, 100);
  for (const kind of ["url", "ip-address", "address"] as const) {
    const hits = looked.filter((text) =>
      findPersonal(text).some((span) => span.kind === kind && span.from < 12),
    );
    if (hits.length > looked.length * 0.7) return kind;
  }
  return undefined;
}
