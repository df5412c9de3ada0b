import type { Words } from "./words.ts";

/** The word for a stored value of something a table is split by; what is told together stands with a plus between. */
export function valueNames(of: string, values: readonly string[], words: Words, prefix = ""): string {
  return values.map((value) => valueName(of, value, words, prefix)).join(" + ");
}

function valueName(of: string, value: string, words: Words, prefix: string): string {
  if (value === "") return words.label("release", "unknown");
  if (of === "source") return words.label("words", `source.${value}`).replace(/^source\./u, "");
  for (const key of [`${prefix}value.${of}.${value}`, `value.${of}.${value}`]) {
    const label = words.label("release", key);
    if (label !== key) return label;
  }
  return value;
}
