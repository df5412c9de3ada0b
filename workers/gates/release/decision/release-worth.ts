import type { EpochDay } from "../../../base/calendar.ts";
import { plainBreakEven } from "../../../models/worth/break-even.ts";
import type { GainTerms } from "../../../models/worth/gain.ts";
import { worthOf, type ContactEffect, type Worth } from "../../../models/worth/worth.ts";
import type { CutAttribute, ReleaseWorth, WorthTerms } from "../../../terms/decision.ts";
import type { ConsentedRequest } from "../../../terms/release.ts";
import type { Workspace } from "../../../workspace.ts";
import { knownLift } from "./known-lift.ts";
import { forecastPeople, type OrderSize } from "./worth-people.ts";

/** How long an offer works where nothing else is said. */
export const DEFAULT_DAYS = 30;
type Basis = ReleaseWorth["basis"][number];

/**
 * What contacting these people would be worth: with a model that may be used and an effect, told or measured, the expected gain with its
 * range, where the list is best cut, and what it takes to break even; without, only what it takes.
 */
export async function releaseWorth(
  workspace: Workspace,
  request: ConsentedRequest,
  asked: WorthTerms,
  persons: Int32Array,
  today: EpochDay,
): Promise<ReleaseWorth> {
  const days = asked.days ?? DEFAULT_DAYS;
  const fixedCost = asked.fixedCost ?? 0;
  const size = orderSize(workspace, persons);
  if (size === undefined)
    return { days, basis: [{ code: "no-orders", details: {} }], breakEven: {}, gain: [] };
  const terms: GainTerms = {
    costPerContact: asked.costPerContact,
    margin: asked.margin,
    offerCost: asked.offerCost ?? 0,
    discount: asked.discount ?? 0,
    orderSpread: size.spread,
  };
  const forecast = await forecastPeople(workspace, persons, days, today, size);
  if ("missing" in forecast)
    return {
      days,
      basis: [forecast.missing, { code: "mean-order", details: { amount: Math.round(size.mean) } }],
      breakEven: plainBreakEven(persons.length, size.mean, terms, fixedCost),
      gain: [],
    };
  const { people, attribute, modelError, basis } = forecast;
  const { effect, said } = effectOf(workspace, request, asked);
  const worth = worthOf({ people, terms, fixedCost, modelError, effect: effect ?? noEffect });
  const all = [...basis, ...said];
  if (effect === undefined) return { days, basis: all, breakEven: worth.breakEven, gain: [] };
  return { days, basis: all, ...told(worth, people.score, attribute) };
}

/** Stands in where the effect is not known and only the break-even is told. */
const noEffect: ContactEffect = { kind: "ratio", value: 1, low: 1, high: 1 };

function told(
  { value, chanceOfGain, extraBuyers, buyersAnyway, breakEven, cut, gain }: Worth,
  score: Float64Array,
  attribute: CutAttribute,
): Omit<ReleaseWorth, "days" | "basis"> {
  const atLeast = score[cut.people - 1];
  const cutsHere = cut.people < score.length && atLeast !== undefined && !Number.isNaN(atLeast);
  return {
    value,
    chanceOfGain,
    extraBuyers,
    buyersAnyway,
    breakEven,
    ...(cutsHere && { cut: { attribute, atLeast, people: cut.people, value: cut.value } }),
    ...(cut.fewest !== undefined && { fewest: cut.fewest }),
    ...(cut.most !== undefined && { most: cut.most }),
    gain,
  };
}

function effectOf(
  workspace: Workspace,
  request: ConsentedRequest,
  { response, liftOf }: WorthTerms,
): { readonly effect?: ContactEffect; readonly said: readonly Basis[] } {
  if (response !== undefined) {
    const { value, low = value, high = value } = response;
    const details = { value, low, high };
    return {
      effect: { kind: "response", value, low, high },
      said: [
        { code: "response", details },
        { code: "same-ratio", details: {} },
      ],
    };
  }
  const lift = knownLift(workspace, request, liftOf);
  if (lift === undefined) return { said: [{ code: "no-response", details: {} }] };
  const { effect, result } = lift;
  const { releaseId, at } = result.entry;
  const details = {
    release: releaseId,
    at: at.slice(0, 10),
    ratio: effect.value,
    low: effect.low,
    high: effect.high,
  };
  return {
    effect,
    said: [
      { code: "lift", details },
      { code: "same-ratio", details: {} },
    ],
  };
}

/** Mean and spread of the orders of these people, returns left out; undefined where they have none. */
function orderSize(workspace: Workspace, persons: Int32Array): OrderSize | undefined {
  const { start, amount } = workspace.columns().orders;
  let [count, sum, squares] = [0, 0, 0];
  for (const person of persons)
    for (let order = start[person]!; order < start[person + 1]!; order++) {
      const one = amount[order]!;
      if (one <= 0) continue;
      count++;
      sum += one;
      squares += one * one;
    }
  if (count === 0) return undefined;
  const mean = sum / count;
  return { mean, spread: Math.max(0, squares / count / (mean * mean) - 1) };
}
