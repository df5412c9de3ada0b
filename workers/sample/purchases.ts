import { civilDate, type EpochDay } from "../base/calendar.ts";
import type { ShopParameters } from "./parameters.ts";
import type { Person } from "./people.ts";
import { products, type Product } from "./products.ts";
import type { Random } from "./random.ts";

export interface BasketLine {
  readonly product: Product;
  readonly quantity: number;
}

/** One purchase: a web order or a receipt of the till. */
export interface Purchase {
  readonly person: Person;
  readonly day: EpochDay;
  /** Seconds since midnight. */
  readonly second: number;
  readonly at: "web" | "till";
  readonly lines: readonly BasketLine[];
  readonly total: number;
}

const WEDNESDAY = 3;

/** Everything everybody bought, by day and time. */
export function makePurchases(
  random: Random,
  people: readonly Person[],
  parameters: ShopParameters,
): readonly Purchase[] {
  const purchases = people.flatMap((person) =>
    person.place === "mail" ? [] : lifeOf(random, person, parameters),
  );
  return purchases.sort((x, y) => x.day - y.day || x.second - y.second || x.person.number - y.person.number);
}

/** One person's purchases: the BG/NBD process, its clock bent by season and campaigns (thinning). */
function lifeOf(random: Random, person: Person, parameters: ShopParameters): Purchase[] {
  const { purchase, spend, lastDay } = parameters;
  const rate = random.gamma(purchase.r, purchase.alpha) / 7;
  const leaving = random.beta(purchase.a, purchase.b);
  const nu = random.gamma(spend.q, spend.v);
  const webShare = person.place === "both" ? 0.2 + 0.6 * random.next() : person.place === "web" ? 1 : 0;
  const highest = highestIntensity(parameters);
  const life: Purchase[] = [];
  let time = firstVisit(random, parameters, highest);
  while (time < lastDay + 1) {
    const at = random.chance(webShare) ? "web" : "till";
    life.push(purchaseAt(random, person, time, at, random.gamma(spend.p, nu), parameters));
    if (random.chance(leaving)) break;
    do time += random.exponential(rate * highest);
    while (time < lastDay + 1 && !random.chance(intensity(Math.floor(time), parameters) / highest));
  }
  return life;
}

/** Newcomers grow steadily and follow the season. */
function firstVisit(random: Random, parameters: ShopParameters, highest: number): number {
  const { firstDay, lastDay, growth } = parameters;
  for (;;) {
    const share = random.next();
    const time = firstDay + share * (lastDay + 1 - firstDay);
    const density =
      ((1 + (growth - 1) * share) / growth) * (intensity(Math.floor(time), parameters) / highest);
    if (random.chance(density)) return time;
  }
}

function purchaseAt(
  random: Random,
  person: Person,
  time: number,
  at: "web" | "till",
  wanted: number,
  parameters: ShopParameters,
): Purchase {
  const day = likedDay(random, Math.floor(time), at, parameters);
  const lines = fillBasket(random, civilDate(day).month, wanted);
  const [opening, hours] = at === "till" ? [10, 8] : [7, 16.5];
  return {
    person,
    day,
    second: Math.floor((opening + hours * random.next()) * 3600),
    at,
    lines,
    total: lines.reduce((sum, line) => sum + line.product.price * line.quantity, 0),
  };
}

/** Moves a purchase to a day of the week people like, within two days and the shop's time. */
function likedDay(random: Random, day: EpochDay, at: "web" | "till", parameters: ShopParameters): EpochDay {
  const days = [-2, -1, 0, 1, 2].map((shift) => day + shift);
  const weights = days.map((one) => {
    if (one < parameters.firstDay || one > parameters.lastDay) return 0;
    // 1970-01-01 was a Thursday.
    const weekday = (one + 4) % 7;
    return at === "till" && weekday === WEDNESDAY ? 0 : (parameters.weekdays[weekday] ?? 1);
  });
  return days[random.weighted(weights)] ?? day;
}

/** Adds what is in season until the basket is about as dear as wanted. */
function fillBasket(random: Random, month: number, wanted: number): readonly BasketLine[] {
  const offered = products.filter((product) => product.months?.includes(month) ?? true);
  const weights = offered.map((product) => product.weight);
  const basket = new Map<Product, number>();
  let total = 0;
  do {
    const product = offered[random.weighted(weights)] ?? random.pick(offered);
    basket.set(product, (basket.get(product) ?? 0) + 1);
    total += product.price;
  } while (total + 600 < wanted && total < 60_000);
  return [...basket].map(([product, quantity]) => ({ product, quantity }));
}

function intensity(day: EpochDay, parameters: ShopParameters): number {
  const season = parameters.season[civilDate(day).month - 1] ?? 1;
  const campaign = parameters.campaigns.find(({ from, days }) => day >= from && day < from + days);
  return season * (campaign?.lift ?? 1);
}

function highestIntensity(parameters: ShopParameters): number {
  return (
    Math.max(...parameters.season) * Math.max(1, ...parameters.campaigns.map((campaign) => campaign.lift))
  );
}
