import type { Words } from "../../../i18n/words.ts";

/** What a field is called: by its own name in the map, else as the field of a file it came from. */
export function fieldName(words: Words, { name }: { readonly name: string }): string {
  const own = words.label("mapField", name);
  return own === name ? words.label("field", name) : own;
}
