import type { EpochDay } from "../../base/calendar.ts";
import type { FeatureRun } from "../../gates/use/feature-run.ts";
import type { PropensityOutput } from "../../models/propensity/answer.ts";
import type { Question, SeedReport, SendingReport } from "../../terms/propensity.ts";
import type { BestSpend, FeatureScope, ForecastOutcome } from "../../terms/track-record.ts";
import { keepForecast, type RunStored } from "../track-record/keep-forecast.ts";
import { nextMessageDays } from "../track-record/outcomes.ts";

interface Kept extends RunStored {
  readonly question: Question;
  /** The last day that was known. */
  readonly end: EpochDay;
  readonly seed?: SeedReport;
  readonly sending?: SendingReport;
}

/** What is counted, in how many days, over whom, and from which spend somebody is of the best. */
interface Counted {
  readonly outcome: ForecastOutcome;
  readonly horizonDays: number;
  readonly scope: Omit<FeatureScope, "question">;
  readonly best?: BestSpend;
}

/** Horizons after which somebody who has not ordered is no longer asked about, as the questions have it. */
const ACTIVE = 2;

/**
 * What of an answer can be counted once its time has come: an order of somebody who never ordered or who is due, a product bought
 * for the first time, a spend as high as that of the best, the next e-mail opened or clicked. Undefined for look-alikes of a
 * segment: who is like a list somebody made has no day on which it shows.
 */
function countedOf(
  { question, seed, sending }: Kept,
  { horizonDays }: Pick<PropensityOutput, "horizonDays">,
): Counted | undefined {
  switch (question) {
    case "firstPurchase":
    case "renewal":
      return { outcome: "order", horizonDays, scope: { activeDays: horizonDays } };
    case "newProduct":
      return { outcome: "new-product", horizonDays, scope: { activeDays: ACTIVE * horizonDays } };
    case "open":
    case "click": {
      const scope = { activeDays: nextMessageDays, ...(sending && { zone: sending.zone }) };
      return { outcome: question === "open" ? "opened" : "clicked", horizonDays: nextMessageDays, scope };
    }
    case "lookalike": {
      if (seed?.threshold === undefined || seed.valueDays === undefined) return undefined;
      const { threshold, earlyDays, valueDays } = seed;
      const scope = { activeDays: valueDays, earlyDays, newDays: earlyDays + valueDays };
      return {
        outcome: "best-spend",
        horizonDays: valueDays,
        scope,
        best: { threshold, earlyDays, valueDays },
      };
    }
  }
}

/**
 * Keeps what an answer said, to be held against what happens, and how those it learnt from were spread over each field; nothing
 * where the answer must not be used or cannot be counted.
 */
export function keepQuestion(kept: Kept, run: FeatureRun, output: PropensityOutput): void {
  const { scores, expected, histogram, features = [], forecast } = output;
  const counted = countedOf(kept, output);
  if (counted === undefined || expected === undefined) return;
  const { question, end } = kept;
  const { outcome, horizonDays, scope, best } = counted;
  // Of messages nobody knows when the next one goes out.
  const days = outcome === "opened" || outcome === "clicked" ? undefined : forecast?.days;
  keepForecast(kept, run.customersOf(scores.person), {
    model: question,
    outcome,
    from: end,
    horizonDays,
    people: scores.person.length,
    expected,
    bands: histogram,
    ...(best && { best }),
    scope: { ...scope, question },
    features,
    said: scores.chance,
    ...(forecast && { plain: forecast.plain }),
    ...(days !== undefined && typeof days !== "number" && { days }),
  });
}
