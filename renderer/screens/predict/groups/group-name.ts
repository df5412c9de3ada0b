import type { CustomerGroup } from "../../../../workers/terms/groups.ts";
import type { Words } from "../../../i18n/words.ts";

/** Traits that make a name. */
const NAMED = 2;

/** What a group is called: by what it has more or less of than everybody, strongest first. */
export function groupName({ traits }: Pick<CustomerGroup, "traits">, words: Words): string {
  if (traits.length === 0) return words.label("groupTrait", "none");
  const parts = traits
    .slice(0, NAMED)
    .map(({ field, direction }) => words.label("groupTrait", `${field}-${direction}`));
  // In Japanese the plain list is joined by blanks, the one with an "and" by commas.
  const type = words.language === "ja" ? "conjunction" : "unit";
  const name = new Intl.ListFormat(words.language, { type, style: "short" }).format(parts);
  return name.charAt(0).toLocaleUpperCase(words.language) + name.slice(1);
}
