import { z975 } from "../../stats/normal.ts";
import { randomStream, type RandomStream } from "../../stats/random.ts";
import { bestCut, type BestCut } from "./best-cut.ts";
import { breakEven } from "./break-even.ts";
import { gainOf, hazardOf, ratioOfResponse, type Cell, type GainTerms } from "./gain.ts";

/** The people of a list, best first, by place. */
export interface WorthPeople {
  /** What they are ranked and cut by, falling; NaN, at the end, for people without one. */
  readonly score: Float64Array;
  /** Chance to buy within the time without being contacted; 0 where nothing is known. */
  readonly chance: Float64Array;
  /** Expected amount of an order. */
  readonly order: Float64Array;
}

/** A number and its 95 % range. */
interface Range {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What the contact does: a measured ratio of hazards, or the share expected to buy because of it. */
export type ContactEffect = Range & { readonly kind: "ratio" | "response" };

export interface WorthInput {
  readonly people: WorthPeople;
  readonly terms: GainTerms;
  readonly fixedCost: number;
  readonly effect: ContactEffect;
  /** Standard error of the logarithm of how much people buy, as the model says it: the same for everybody. */
  readonly modelError: number;
}

export interface Worth {
  readonly value: Range;
  readonly chanceOfGain: number;
  readonly extraBuyers: Range;
  readonly buyersAnyway: number;
  readonly breakEven: ReturnType<typeof breakEven>;
  readonly cut: BestCut & { readonly value: Range };
  readonly gain: readonly (Range & { readonly contacted: number })[];
}

const DRAWS = 1000;
const STEPS = 20;
const CELLS_A_STEP = 5;

/**
 * What contacting a list would bring, against not doing so, with ranges: 1,000 draws of what is not known (the effect within its own
 * range, the model's error, and what chance makes of so many people), all from one seed. The range is of what will come of it, not of
 * its mean alone: about nineteen campaigns of twenty end inside where the inputs' ranges hold. One ratio of hazards for
 * everybody; an effect of a range lop-sided about its value is drawn from two half normals on its own scale (the logarithm of a ratio).
 */
export function worthOf({ people, terms, fixedCost, effect, modelError }: WorthInput): Worth {
  const everybody = people.chance.length;
  const known = cellsOf(people, [0, everybody]).flat();
  const ratio = effect.kind === "ratio" ? effect.value : ratioOfResponse(known, effect.value);
  const gains = people.chance.map(
    (chance, i) => gainOf(hazardOf(chance), people.order[i]!, ratio, terms).mean,
  );
  const cut = bestCut(people.score, gains, fixedCost);
  const steps = stepsOf(everybody, cut.people);
  const draws = draw(cellsOf(people, steps), { terms, fixedCost, effect, modelError });
  const at = steps.slice(1).map((contacted, step) => ({ contacted, ...rangeOf(draws.gain[step]!) }));
  const whole = draws.gain.at(-1) ?? new Float64Array(0);
  const nothing = { value: 0, low: 0, high: 0 };
  return {
    value: at.at(-1) ?? nothing,
    chanceOfGain: whole.reduce((sum, one) => sum + (one > 0 ? 1 : 0), 0) / DRAWS,
    extraBuyers: rangeOf(draws.extra),
    buyersAnyway: people.chance.reduce((sum, chance) => sum + chance, 0),
    breakEven: breakEven(known, terms, fixedCost),
    cut: { ...cut, value: at.find(({ contacted }) => contacted === cut.people) ?? nothing },
    gain: at,
  };
}

/** Where the gain is told: evenly spaced numbers of people, and the cut. */
function stepsOf(people: number, cut: number): number[] {
  const even = Array.from({ length: STEPS + 1 }, (_, step) => Math.round((step * people) / STEPS));
  return [...new Set([...even, cut])].sort((a, b) => a - b);
}

/** People between the steps, in cells of near chances: a mean of chances stands for few that differ. */
function cellsOf({ chance, order }: WorthPeople, steps: readonly number[]): Cell[][] {
  return steps.slice(1).map((stop, step) => {
    const places = Array.from({ length: stop - steps[step]! }, (_, i) => steps[step]! + i);
    places.sort((a, b) => chance[a]! - chance[b]!);
    const cells = steps.length === 2 ? STEPS * CELLS_A_STEP : CELLS_A_STEP;
    return Array.from({ length: cells }, (_, cell) => {
      const edge = (k: number): number => Math.round((k * places.length) / cells);
      return cellOf(places.slice(edge(cell), edge(cell + 1)), chance, order);
    }).filter(({ people }) => people > 0);
  });
}

/** The mean order of a cell is weighted by how likely each buys. */
function cellOf(places: readonly number[], chance: Float64Array, order: Float64Array): Cell {
  let [chances, orders, plain] = [0, 0, 0];
  for (const place of places) {
    chances += chance[place]!;
    orders += chance[place]! * order[place]!;
    plain += order[place]!;
  }
  const people = places.length;
  return {
    people,
    hazard: hazardOf(chances / people),
    order: chances > 0 ? orders / chances : plain / people,
  };
}

function draw(
  steps: readonly (readonly Cell[])[],
  { terms, fixedCost, effect, modelError }: Omit<WorthInput, "people">,
): { readonly gain: readonly Float64Array[]; readonly extra: Float64Array } {
  const random = randomStream(1);
  const gain = steps.map(() => new Float64Array(DRAWS));
  const extra = new Float64Array(DRAWS);
  for (let d = 0; d < DRAWS; d++) {
    const factor = Math.exp(modelError * random.normal());
    const drawn = steps.map((cells) => cells.map((cell) => scaled(cell, factor)));
    const ratio = drawRatio(drawn.flat(), effect, random);
    let [sum, noise, bought, chance] = [-fixedCost, 0, 0, 0];
    drawn.forEach((cells, step) => {
      let own = 0;
      for (const cell of cells) {
        const one = gainOf(cell.hazard, cell.order, ratio, terms);
        sum += cell.people * one.mean;
        own += cell.people * one.variance;
        bought += cell.people * one.extra;
        chance += cell.people * Math.abs(one.extra) * (1 - Math.abs(one.extra));
      }
      noise += Math.sqrt(own) * random.normal();
      gain[step]![d] = sum + noise;
    });
    extra[d] = bought + Math.sqrt(chance) * random.normal();
  }
  return { gain, extra };
}

/** A cell whose people buy so many times as often. */
function scaled(cell: Cell, factor: number): Cell {
  return { ...cell, hazard: factor * cell.hazard };
}

function drawRatio(cells: readonly Cell[], { kind, value, low, high }: ContactEffect, random: RandomStream) {
  const z = random.normal() / z975;
  if (kind === "response")
    return ratioOfResponse(
      cells,
      Math.min(1, Math.max(0, value + (z < 0 ? z * (value - low) : z * (high - value)))),
    );
  const log = Math.log(value);
  return Math.exp(log + (z < 0 ? z * (log - Math.log(low)) : z * (Math.log(high) - log)));
}

/** Mean and central 95 % of draws. */
function rangeOf(draws: Float64Array): Range {
  const sorted = draws.slice().sort();
  const mean = draws.reduce((sum, one) => sum + one, 0) / draws.length;
  return { value: mean, low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}

function quantile(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const [under, over] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return under + (at - Math.floor(at)) * (over - under);
}
