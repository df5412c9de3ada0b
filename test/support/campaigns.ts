import { randomStream, type RandomStream } from "../../workers/stats/random.ts";
import {
  contactedChance,
  hazardOf,
  ratioOfResponse,
  type GainTerms,
} from "../../workers/models/worth/gain.ts";
import { worthOf, type ContactEffect, type WorthPeople } from "../../workers/models/worth/worth.ts";

const terms: GainTerms = {
  costPerContact: 100,
  margin: 0.5,
  offerCost: 300,
  discount: 0.1,
  orderSpread: 0.25,
};
const modelError = 0.15;

/** A list whose chances come from a beta distribution, best first. */
export function campaignList(people: number, seed: number): WorthPeople {
  const random = randomStream(seed);
  const chance = Float64Array.from({ length: people }, () => random.beta(1, 9))
    .sort()
    .reverse();
  return { score: chance.slice(), chance, order: chance.map(() => 2000 + 4000 * random.uniform()) };
}

/** What came of a campaign: whoever buys uncontacted buys contacted, too, and some more do. */
function happened(people: WorthPeople, ratio: number, factor: number, seed: number): number {
  const random = randomStream(seed);
  let gain = 0;
  people.chance.forEach((said, i) => {
    const chance = contactedChance(hazardOf(said), factor);
    const contacted = contactedChance(hazardOf(said), factor * ratio);
    const u = random.uniform();
    // A gamma amount of squared coefficient of variation 1 / 4.
    const amount = (people.order[i]! * random.gamma(4)) / 4;
    gain -= terms.costPerContact;
    if (u < contacted) gain -= terms.offerCost + terms.discount * amount;
    if (u >= chance && u < contacted) gain += terms.margin * amount;
    if (u >= contacted && u < chance) gain -= terms.margin * amount;
  });
  return gain;
}

/** Of so many simulated campaigns, how many came to what their range had foretold. */
export function campaignsInside(kind: ContactEffect["kind"], campaigns: number): number {
  let inside = 0;
  for (let campaign = 0; campaign < campaigns; campaign++) {
    const random = randomStream(1000 + campaign);
    const people = campaignList(250, campaign);
    const { truth, effect } = kind === "ratio" ? ratioSeen(random) : responseSeen(random);
    const factor = Math.exp(modelError * random.normal());
    const cells = [...people.chance].map((one) => ({ people: 1, hazard: factor * hazardOf(one), order: 0 }));
    const ratio = kind === "ratio" ? truth : ratioOfResponse(cells, Math.max(0, truth));
    const { low, high } = worthOf({ people, terms, fixedCost: 0, effect, modelError }).value;
    const gain = happened(people, ratio, factor, 7000 + campaign);
    if (gain >= low && gain <= high) inside++;
  }
  return inside;
}

interface Seen {
  readonly truth: number;
  readonly effect: ContactEffect;
}

function ratioSeen(random: RandomStream): Seen {
  const truth = Math.exp(0.5 + 0.3 * random.normal());
  const value = truth * Math.exp(0.2 * random.normal());
  const wide = Math.exp(1.96 * 0.2);
  return { truth, effect: { kind: "ratio", value, low: value / wide, high: value * wide } };
}

function responseSeen(random: RandomStream): Seen {
  const truth = 0.06 + 0.01 * random.normal();
  const value = Math.max(0.001, truth + 0.01 * random.normal());
  return {
    truth,
    effect: { kind: "response", value, low: Math.max(0, value - 0.0196), high: value + 0.0196 },
  };
}
