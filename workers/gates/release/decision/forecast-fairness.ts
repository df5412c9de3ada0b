import { keptFairness } from "../../../analysis/fairness/kept.ts";
import type { SendingCheck } from "../../../terms/decision.ts";
import { runName, type FairModel, type FairnessReport } from "../../../terms/model-fairness.ts";
import type { Condition, NumberAttribute } from "../../../terms/segment.ts";
import type { UnfairForecast } from "../../../terms/sending-facts.ts";
import type { Database } from "../../../vault/database.ts";

/** The model behind each score a condition can ask of. */
const modelOfScore: Partial<Readonly<Record<NumberAttribute, FairModel>>> = {
  pAlive: "lifetime",
  expectedPurchases: "lifetime",
  lifetimeValue: "lifetime",
  churnRisk: "churn",
  lookalike: "lookalike",
  lookalikeRank: "lookalike",
  firstPurchase: "firstPurchase",
  renewal: "renewal",
  newProduct: "newProduct",
  openChance: "open",
  clickChance: "click",
};

/**
 * Comparisons of the forecasts a list is chosen by that looked unfair: for each grouping somebody declared, the latest one, also where the
 * model was run anew since and not compared again.
 */
export function unfairForecasts(db: Database, conditions: readonly Condition[]): readonly FairnessReport[] {
  const asked = conditions.flatMap((one) => (one.kind === "number" ? [modelOfScore[one.attribute]] : []));
  return [...new Set(asked)].flatMap((model) => (model === undefined ? [] : unfairComparisons(db, model)));
}

/** Those of one model that looked unfair. */
export function unfairComparisons(db: Database, model: FairModel): readonly FairnessReport[] {
  return keptFairness(db, model).filter(({ verdict }) => verdict === "look-closer");
}

/** What a manifest tells of them. */
export function told(unfair: readonly FairnessReport[]): readonly UnfairForecast[] {
  return unfair.map(({ model, by }) => ({ model, by: by.kind }));
}

/** One thing to think of for each of them. */
export function forecastChecks(unfair: readonly FairnessReport[]): readonly SendingCheck[] {
  return unfair.map(({ model, by, name = "" }) => ({
    question: "fair",
    code: "forecast-unfair",
    details: {
      model: runName(model),
      by: by.kind,
      name,
    },
  }));
}
