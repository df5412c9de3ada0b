import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import { bgnbdModel, probabilityAlive, type BgnbdParameters } from "../bgnbd/expectations.ts";
import { fitBgnbd } from "../bgnbd/fit.ts";
import { checkEvery } from "../cancel.ts";
import type { HeldOutPeople } from "../fairness/held-out.ts";
import { purchaseHistories, type ClockUnit, type OrderTable } from "../purchase-histories.ts";
import { repeatPurchaseFamilies } from "../repeat-families.ts";
import { expectedAhead, type PurchaseHistory } from "../repeat-purchase.ts";
import { review } from "../review.ts";
import { dataChecks } from "./checks.ts";

/**
 * Chance of at least one purchase within `t` after T. The rate of a customer who still is one is Gamma(r + x, alpha + T), and who is one
 * stays it until the next purchase: P(alive) (1 - ((alpha + T) / (alpha + T + t))^(r + x)) (after Fader, Hardie & Lee 2005, section 4).
 */
export function chanceOfPurchase(parameters: BgnbdParameters, history: PurchaseHistory, t: number): number {
  const { r, alpha } = parameters;
  const [shape, rate] = [r + history.x, alpha + history.T];
  return probabilityAlive(parameters, history) * -Math.expm1(-shape * Math.log1p(t / rate));
}

interface LifetimeHeldOutInput extends OrderTable {
  readonly end: EpochDay;
  readonly unit: ClockUnit;
}

interface LifetimeHeldOutOutput {
  /** The last day that the fit was shown; absent where the rest alone is too thin for a fit. */
  readonly judgedFrom?: EpochDay;
  readonly heldOut?: HeldOutPeople;
}

/**
 * What the lifetime model says of each customer without the last quarter of the time, and whether they bought in it: the check of
 * `heldOutQuarter` person by person. People are put in order by the purchases expected. @throws Cancelled
 */
export function lifetimeHeldOut(input: LifetimeHeldOutInput, job: JobControl): LifetimeHeldOutOutput {
  const { end: until, unit } = input;
  const after = purchaseHistories(input, { end: until, unit }, job);
  if (after.person.length === 0) return {};
  const first = after.firstDay.reduce((least, day) => Math.min(least, day));
  const { end, ahead } = repeatPurchaseFamilies.bgnbd.heldOut({ end: until, unit }, first);
  if (!(ahead > 0)) return {};
  const before = purchaseHistories(input, { end, unit }, job);
  if (review(dataChecks(before, unit)).verdict === "do-not-use") return {};
  const { parameters, converged } = fitBgnbd(before, job);
  if (!converged) return {};
  const model = bgnbdModel(parameters);
  const n = before.person.length;
  const [chance, rank, outcome] = [new Float64Array(n), new Float64Array(n), new Uint8Array(n)];
  for (let i = 0, later = 0; i < n; i++) {
    checkEvery(job, i);
    // Both lists are in the order of persons, and whoever bought before has a history after.
    while (after.person[later]! < before.person[i]!) later++;
    const history = { x: before.frequency[i]!, tx: before.recency[i]!, T: before.T[i]! };
    chance[i] = chanceOfPurchase(parameters, history, ahead);
    rank[i] = expectedAhead(model, history, ahead);
    outcome[i] = after.frequency[later]! > history.x ? 1 : 0;
  }
  return { judgedFrom: end, heldOut: { person: Int32Array.from(before.person), chance, rank, outcome } };
}
