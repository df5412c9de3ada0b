import { fault, type Outcome } from "../../../../base/fault.ts";
import { ok } from "../../../../base/result.ts";
import { epsilonOfRho, rhoOfEpsilon, rhoOfPure, statedDelta } from "../../../../models/privacy/accountant.ts";
import type { NoisePlan } from "../../../../models/privacy/noisy-table.ts";
import type { AggregateMeasure, PrivacyOption, PrivacyPromise } from "../../../../terms/release.ts";
import type { SegmentDefinition } from "../../../../terms/segment.ts";
import { minorDigits } from "../../money.ts";
import { isCounted } from "../measures.ts";

/** What one release spends, and the noise of each of its measures. */
export interface PrivacyPlan {
  readonly promise: PrivacyPromise;
  /** By measure, in the order asked. */
  readonly noise: readonly NoisePlan[];
}

/** Orders of one person that count where nobody set a bound: a public rule, never taken from the data. */
const usualOrders = 20;

/** Spend of one person that counts where nobody set a bound, in whole units of the currency. */
const usualSpend = (currency: string): number => (currency === "JPY" || currency === "" ? 100_000 : 1_000);

/**
 * Plans the noise of a release. Neighbours are vaults that differ by one person; that person is in one cell, so each measure changes
 * by at most its bound in one cell. The measures share the budget evenly (composition: Bun & Steinke 2016, lemma 1.7 for rho;
 * epsilons of pure differential privacy add up). Fault "bad-arguments" unless exactly one of epsilon and rho is given and people
 * are counted, and when rho is asked of the Laplace mechanism; "privacy-measure" where a measure does not add up over people.
 */
export function privacyPlan(
  option: PrivacyOption,
  asked: readonly AggregateMeasure[],
  currency: string,
): Outcome<PrivacyPlan> {
  const measures = asked.filter(isCounted);
  if (measures.length < asked.length) return fault("privacy-measure");
  const { epsilon, rho, mechanism = "gaussian" } = option;
  if ((epsilon === undefined) === (rho === undefined) || !measures.includes("people"))
    return fault("bad-arguments");
  const ordersBound = option.ordersBound ?? usualOrders;
  const revenueBound = option.revenueBound ?? usualSpend(currency) * 10 ** minorDigits(currency);
  const bounds = {
    ...(measures.includes("orders") && { ordersBound }),
    ...(measures.includes("revenue") && { revenueBound }),
  };
  const spending = spendingOf(mechanism, epsilon, rho);
  if (spending === undefined) return fault("bad-arguments");
  const budget = (mechanism === "laplace" ? spending.epsilon : spending.rho) / measures.length;
  const boundOf = { people: 1, orders: ordersBound, revenue: revenueBound };
  return ok({
    promise: { mechanism, ...spending, ...bounds },
    noise: measures.map((measure) => ({ mechanism, budget, bound: boundOf[measure] })),
  });
}

function spendingOf(
  mechanism: PrivacyPromise["mechanism"],
  epsilon: number | undefined,
  rho: number | undefined,
) {
  if (mechanism === "laplace")
    return epsilon === undefined ? undefined : { epsilon, delta: 0, rho: rhoOfPure(epsilon) };
  const spent = rho ?? rhoOfEpsilon(epsilon ?? 0, statedDelta);
  return { epsilon: epsilon ?? epsilonOfRho(spent, statedDelta), delta: statedDelta, rho: spent };
}

/** Attributes that are of one person alone: no other person's data changes them. */
const ownNumbers: readonly string[] = ["orders", "revenue", "averageOrder"];
const ownChoices: readonly string[] = [
  "prefecture",
  "country",
  "gender",
  "ageBand",
  "channel",
  "source",
  "product",
];

/** Whether who is in a segment is decided person by person, so that one person more changes no one else's place. */
export function isOwnFacts({ groups }: SegmentDefinition): boolean {
  return groups.every(({ anyOf }) =>
    anyOf.every(
      (condition) =>
        (condition.kind === "number" && ownNumbers.includes(condition.attribute)) ||
        (condition.kind === "choice" && ownChoices.includes(condition.attribute)),
    ),
  );
}
