import { useMemo } from "react";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";

/** The word for a stored value of a choice attribute or dimension; "" is "unknown". */
export function useValueLabel(): (attribute: string, value: string) => string {
  const words = useWords();
  const format = useFormat();
  return useMemo(() => {
    const one = (attribute: string, value: string): string => {
      if (value === "") return words.release("unknown");
      if (attribute === "firstOrderMonth") return format.month(value);
      if (attribute === "source") return words.label("source", value);
      const key = `value.${attribute}.${value}`;
      const named = words.release(key);
      return named === key ? value : named;
    };
    // Values told as one have a line each.
    return (attribute, value) =>
      value
        .split("\n")
        .map((part) => one(attribute, part))
        .join(" + ");
  }, [words, format]);
}
