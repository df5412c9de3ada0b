import type { EpochDay } from "../../../base/calendar.ts";
import { isoDate, parseIsoDate } from "../../../base/calendar.ts";
import { unwatched } from "../../../base/job.ts";
import { latestLifetime } from "../../../analysis/lifetime-report.ts";
import { lastOrderDay } from "../../../analysis/clock.ts";
import { personScores } from "../../../analysis/person-scores.ts";
import { chanceOfPurchase } from "../../../models/bgnbd/chance-of-purchase.ts";
import { expectedSpend } from "../../../models/gamma-gamma/fit.ts";
import { daysPerUnit, purchaseHistories } from "../../../models/purchase-histories.ts";
import type { WorthPeople } from "../../../models/worth/worth.ts";
import { z975 } from "../../../stats/normal.ts";
import type { CutAttribute, ReleaseWorth } from "../../../terms/decision.ts";
import type { LifetimeReport } from "../../../terms/insight.ts";
import type { Workspace } from "../../../workspace.ts";
import { minorDigits } from "../money.ts";

type Basis = ReleaseWorth["basis"][number];

/** Orders may go on so long after a run before its forecast is not of these people any more. */
const STALE_DAYS = 30;
/** A forecast from a day so long past is none of today. */
const PAST_DAYS = 90;
const unit = "week";

/** What the model says of the people of a list, best first, and how far it may be wrong. */
export interface ForecastPeople {
  readonly people: WorthPeople;
  readonly attribute: CutAttribute;
  readonly modelError: number;
  readonly basis: readonly Basis[];
}

/** What orders of a list are like, without a model. */
export interface OrderSize {
  readonly mean: number;
  /** Squared coefficient of variation. */
  readonly spread: number;
}

/** The lifetime model's forecast for these people over the next days, counted from the run's end, or why there is none. */
export async function forecastPeople(
  workspace: Workspace,
  persons: Int32Array,
  days: number,
  today: EpochDay,
  size: OrderSize,
): Promise<ForecastPeople | { readonly missing: Basis }> {
  const latest = await latestLifetime(workspace);
  const report = latest.ok ? latest.value : null;
  if (report === null) return { missing: { code: "no-model", details: {} } };
  const { purchases, review, end } = report;
  if (purchases === undefined || review.verdict === "do-not-use")
    return { missing: { code: "model-refused", details: { end } } };
  const endDay = parseIsoDate(end) ?? 0;
  const last = lastOrderDay(workspace) ?? endDay;
  if (last - endDay > STALE_DAYS || today - endDay > PAST_DAYS)
    return { missing: { code: "model-old", details: { end, last: isoDate(last) } } };
  const chances = chancesOf(workspace, report, endDay, days, size);
  const scores = personScores(workspace);
  const attribute = report.spend === undefined ? "expectedPurchases" : "lifetimeValue";
  const score = scores[attribute];
  const ranked = persons.slice().sort((a, b) => compareScores(score[a]!, score[b]!) || a - b);
  const pick = (values: Float64Array): Float64Array => Float64Array.from(ranked, (person) => values[person]!);
  const people = { score: pick(score), chance: pick(chances.chance), order: pick(chances.order) };
  const unscored = people.score.filter((one) => Number.isNaN(one)).length;
  const error = modelError(report);
  return {
    people,
    attribute,
    modelError: error.total,
    basis: [
      {
        code: review.verdict === "use" ? "model" : "model-with-care",
        details: { end, people: report.people },
      },
      ...error.basis,
      report.spend === undefined
        ? { code: "mean-order", details: { amount: Math.round(size.mean) } }
        : { code: "spend-model", details: {} },
      ...(unscored === 0 ? [] : [{ code: "unscored" as const, details: { people: unscored } }]),
    ],
  };
}

/** Falling; people without a score last. */
function compareScores(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  return Number.isNaN(b) ? -1 : b - a;
}

/** Chance to buy and expected order of everybody, by person index; 0 and the mean order for people the run did not know. */
function chancesOf(
  workspace: Workspace,
  { purchases, spend, currency }: LifetimeReport,
  end: EpochDay,
  days: number,
  size: OrderSize,
) {
  const { people, orders } = workspace.columns();
  const chance = new Float64Array(people.count);
  const order = new Float64Array(people.count).fill(size.mean);
  if (purchases === undefined) return { chance, order };
  const { mask } = workspace.permitted("profiling");
  const moneyUnit = 10 ** minorDigits(currency);
  const histories = purchaseHistories({ ...orders, mask }, { end, unit, moneyUnit }, unwatched);
  const ahead = days / daysPerUnit[unit];
  for (let i = 0; i < histories.person.length; i++) {
    const person = histories.person[i]!;
    const [x, tx, T] = [histories.frequency[i]!, histories.recency[i]!, histories.T[i]!];
    chance[person] = chanceOfPurchase(purchases.parameters, { x, tx, T }, ahead);
    const expected = spend && expectedSpend(spend.parameters, x, histories.spend[i]!) * moneyUnit;
    if (expected !== undefined && expected > 0) order[person] = expected;
  }
  return { chance, order };
}

/**
 * How far the model may be wrong, on the logarithm of how much people buy: what its parameters leave open (the report's own range)
 * and how far it was off on the quarter it was not shown, at the least what chance makes of so many purchases.
 */
function modelError({ total, holdout }: LifetimeReport): {
  readonly total: number;
  readonly basis: readonly Basis[];
} {
  const parameters =
    total === undefined || total.low <= 0 ? 0 : Math.log(total.high / total.low) / (2 * z975);
  const sum = (of: "actual" | "expected"): number =>
    (holdout?.bins ?? []).reduce((all, bin) => all + bin[of], 0);
  const [actual, expected] = [sum("actual"), sum("expected")];
  const held = actual > 0 && expected > 0;
  const miss = held ? Math.max(Math.abs(Math.log(actual / expected)), 1 / Math.sqrt(actual)) : 0;
  return {
    total: Math.hypot(parameters, miss),
    basis: held
      ? [{ code: "held-out", details: { actual: Math.round(actual), expected: Math.round(expected) } }]
      : [{ code: "parameters", details: {} }],
  };
}
