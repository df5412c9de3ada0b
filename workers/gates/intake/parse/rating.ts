import type { DecimalMark } from "../../../terms/intake.ts";
import { parseNumber } from "./number.ts";

/**
 * A rating from 1 to 5: `4`, `4.5`, `★★★★☆`, `4/5`, `8/10`, `5つ星のうち4.0`, `星4つ`, `4 out of 5 stars`. Undefined when it is none, or a
 * number beyond five that does not say of how many.
 */
export function parseRating(text: string, mark: DecimalMark): number | undefined {
  const word = text.normalize("NFKC").trim();
  const stars = /^([★⭐]+)[☆✩]*$/u.exec(word.replaceAll("\ufe0f", ""));
  if (stars !== null) return within(stars[1]?.match(/[★⭐]/gu)?.length ?? 0);
  const amazon = /^5つ星のうち\s*(\d(?:\.\d+)?)/u.exec(word)?.[1];
  if (amazon !== undefined) return within(Number(amazon));
  const counted = /^星\s*(\d(?:\.\d+)?)\s*(?:つ|個)?$|^(\d(?:\.\d+)?)\s*(?:stars?|点|星)$/iu.exec(word);
  if (counted !== null) return within(Number(counted[1] ?? counted[2]));
  const share = /^(\d+(?:\.\d+)?)\s*(?:\/|out of|of)\s*(\d+)(?:\s*(?:stars?|点))?$/iu.exec(word);
  if (share !== null) {
    const of = Number(share[2]);
    return of === 0 ? undefined : within((Number(share[1]) / of) * 5);
  }
  const number = parseNumber(word, mark);
  return number === undefined ? undefined : within(number);
}

function within(rating: number): number | undefined {
  return rating > 0 && rating <= 5 ? Math.max(1, Math.round(rating * 100) / 100) : undefined;
}
