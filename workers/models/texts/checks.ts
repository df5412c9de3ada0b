import type { EpochDay } from "../../base/calendar.ts";
import type { ReviewCheck } from "../../terms/insight.ts";
import type { ToldTexts } from "../propensity/person-history.ts";
import { atLeast } from "../review.ts";

/** Below half, the lexicon does not know this shop's way of speaking. */
const limits = { read: { least: 0, good: 0.5 } } as const;

/** How much of what people wrote up to a day the lexicon could read; none where nobody wrote anything. */
export function textChecks(texts: ToldTexts | undefined, end: EpochDay): ReviewCheck[] {
  let [all, told] = [0, 0];
  texts?.day.forEach((day, e) => {
    if (day > end) return;
    all++;
    if (!Number.isNaN(texts.tone[e]!)) told++;
  });
  if (all === 0) return [];
  const percent = Math.round((100 * told) / all);
  return [
    atLeast(told / all, limits.read, { bad: "texts-read", fine: "texts-read" }, { texts: all, percent }),
  ];
}
