import { splitFullName } from "../../release/writers/normalise.ts";

const sets = [
  { full: "full_name", family: "family_name", given: "given_name" },
  { full: "full_reading", family: "family_reading", given: "given_reading" },
] as const;
type NameField = (typeof sets)[number]["full" | "family" | "given"];
type Names = Readonly<Partial<Record<NameField, string | null>>>;

/**
 * What else of a name has to change so that the whole and its parts go on saying the same: `wanted` are the fields put right, `stored`
 * what the vault holds. A whole that cannot be taken apart leaves no parts behind; a whole that never was one is not made up.
 */
export function agreeingNames(stored: Names, wanted: Names): Names {
  const followed: Partial<Record<NameField, string | null>> = {};
  for (const { full, family, given } of sets) {
    const changedPart = wanted[family] !== undefined || wanted[given] !== undefined;
    if (wanted[full] !== undefined && !changedPart) {
      if ((stored[family] ?? stored[given] ?? null) === null) continue;
      const parts = wanted[full] === null ? undefined : splitFullName(wanted[full]);
      followed[family] = parts?.family ?? null;
      followed[given] = parts?.given ?? null;
    } else if (changedPart && wanted[full] === undefined && (stored[full] ?? null) !== null) {
      const part = (name: NameField): string =>
        wanted[name] ?? (wanted[name] === null ? "" : (stored[name] ?? ""));
      followed[full] = joinedLike(
        stored[full] ?? "",
        stored,
        { family: part(family), given: part(given) },
        given,
      );
    }
  }
  return followed;
}

/** Family and given name in the order and with the space that the whole had before. */
function joinedLike(
  before: string,
  stored: Names,
  parts: { readonly family: string; readonly given: string },
  given: NameField,
): string | null {
  const held = stored[given] ?? "";
  const givenFirst =
    held !== "" && before.startsWith(held)
      ? true
      : /^[\p{Script=Latin}\p{Script=Common}]+$/u.test(`${parts.family}${parts.given}`) && held === "";
  const space = /\s/u.test(before) || givenFirst ? " " : "";
  const ordered = givenFirst ? [parts.given, parts.family] : [parts.family, parts.given];
  const text = ordered.filter((part) => part !== "").join(space);
  return text === "" ? null : text;
}
