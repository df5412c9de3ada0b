import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Input } from "../../../contract.ts";
import { adviseOffers } from "../../../models/worth/compare-offers.ts";
import type { ReleaseWorth } from "../../../terms/decision.ts";
import type { OfferComparison, OfferSide } from "../../../terms/offers.ts";
import type { Workspace } from "../../../workspace.ts";
import { selectSent } from "./decide.ts";
import { pressureOf } from "./pressure.ts";
import { DEFAULT_DAYS, releaseWorth } from "./release-worth.ts";

type Asked = Input<"compareOffers">;
interface Side {
  readonly persons: Int32Array;
  readonly side: Omit<OfferSide, "shared" | "behind">;
}

/**
 * Offers side by side before any of them leaves: what each would be worth, what a contact costs, what it takes to lose nothing, whom they
 * share and how often those were contacted; and which of them to make, where there is evidence enough. Nothing is written.
 */
export async function compareOffers(
  workspace: Workspace,
  { offers, days = DEFAULT_DAYS }: Asked,
): Promise<Outcome<OfferComparison>> {
  const sides: Side[] = [];
  for (const offer of offers) {
    const found = await sideOf(workspace, offer, days);
    if (!found.ok) return found;
    sides.push(found.value);
  }
  const { ahead, ...advice } = adviseOffers(
    sides.map(({ side: { worth } }) => ({
      ...(worth?.value && { value: worth.value }),
      assumed: worth !== undefined && restsOnOneNumber(worth),
      neverPays: worth !== undefined && worth.breakEven.response === undefined && knowsOrders(worth),
    })),
  );
  const { people, orders } = workspace.columns();
  const masks = sides.map(({ persons }) => {
    const mask = new Uint8Array(people.count);
    for (const person of persons) mask[person] = 1;
    return mask;
  });
  return ok({
    currency: orders.currency,
    days,
    advice,
    offers: sides.map(({ side, persons }, place) => ({
      ...side,
      shared: masks.map((mask) => persons.reduce((sum, person) => sum + mask[person]!, 0)),
      ...(ahead[place] && { behind: ahead[place] }),
    })),
  });
}

async function sideOf(
  workspace: Workspace,
  { request, worth: asked }: Asked["offers"][number],
  days: number,
): Promise<Outcome<Side>> {
  const found = await selectSent(workspace, request);
  if (!found.ok) return found;
  const { sent: persons, selected } = found.value;
  const { fill, cap, segment } = selected;
  const people = persons.length;
  const cost = asked.costPerContact * people + (asked.fixedCost ?? 0);
  const worth =
    people === 0
      ? undefined
      : await releaseWorth(workspace, request, { ...asked, days }, persons, fill.today);
  return ok({
    persons,
    side: {
      segment: segment.name,
      people,
      ...(people > 0 && { costPerContact: cost / people }),
      cost,
      ...(worth && { worth }),
      cap,
      pressure: pressureOf(persons, fill.contacts, fill.today).pressure,
    },
  });
}

/** The effect is the sender's own number, given without a range: it says what they hope, not what is known. */
function restsOnOneNumber({ basis }: ReleaseWorth): boolean {
  return basis.some(({ code, details }) => code === "response" && details["low"] === details["high"]);
}

function knowsOrders({ basis }: ReleaseWorth): boolean {
  return basis.every(({ code }) => code !== "no-orders");
}
