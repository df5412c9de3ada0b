import { monthIndex, type EpochDay } from "../base/calendar.ts";
import type { JobControl } from "../base/job.ts";
import { lnBeta } from "../stats/gamma.ts";
import { quantile } from "../stats/describe.ts";
import { randomStream, type RandomStream } from "../stats/random.ts";
import { eachPurchase, type OrderTable } from "./purchase-histories.ts";
import { checkEvery } from "./cancel.ts";

/** A share and the 95 % range of what it may be. */
export interface RangedRate {
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/** Customers by the month of their first purchase, and how many bought again within the window. */
export interface CohortRate extends RangedRate {
  /** Months since January of year 0. */
  readonly period: number;
  readonly size: number;
  readonly repeated: number;
}

/** Repeat rates that even a small shop can trust. */
export interface CohortRates {
  /** A customer counts as coming back who buys again within this many days of the first purchase. */
  readonly windowDays: number;
  /** Customers seen for at least the window; the younger ones are left out, so that all had the same time. */
  readonly people: number;
  /** The rate of all cohorts together. */
  readonly overall: RangedRate;
  readonly cohorts: readonly CohortRate[];
}

export interface CohortRatesInput extends OrderTable {
  readonly end: EpochDay;
}

const WINDOWS = [180, 90, 60, 30] as const;
const DRAWS = 2000;
const SEED = 20_260;

/**
 * The share of each monthly cohort that buys again, shrunk towards the share of all: cohorts' rates are
 * Beta(mean, precision) over cohorts, repeat customers binomial, and mean and precision are averaged over
 * their posterior on a grid (Gelman et al. 2013, "Bayesian Data Analysis", section 5.3). A cohort of three
 * says what all say, one of three thousand speaks for itself. The window is the longest of 180, 90, 60 and 30
 * days that half of all customers have been seen for; undefined where not even 30 days have. Deterministic.
 */
export function cohortRates(input: CohortRatesInput, job: JobControl): CohortRates | undefined {
  const customers = secondPurchases(input, job);
  const windowDays = WINDOWS.find(
    (days) => 2 * customers.filter(({ seen }) => seen >= days).length >= Math.max(1, customers.length),
  );
  if (windowDays === undefined) return undefined;
  const cohorts = new Map<number, { size: number; repeated: number }>();
  let people = 0;
  for (const { period, seen, wait } of customers) {
    if (seen < windowDays) continue;
    people++;
    const cohort = cohorts.get(period) ?? { size: 0, repeated: 0 };
    cohort.size++;
    if (wait <= windowDays) cohort.repeated++;
    cohorts.set(period, cohort);
  }
  const list = [...cohorts].sort(([one], [other]) => one - other).map(([period, of]) => ({ period, ...of }));
  return { windowDays, people, ...shrunken(list, job) };
}

interface Waiting {
  readonly period: number;
  /** Days from the first purchase to the end. */
  readonly seen: number;
  /** Days from the first purchase to the second; Infinity without. */
  readonly wait: number;
}

function secondPurchases(input: CohortRatesInput, job: JobControl): Waiting[] {
  const { end, mask, start } = input;
  const customers: Waiting[] = [];
  for (let p = 0; p < start.length - 1; p++) {
    checkEvery(job, p);
    if (mask[p] !== 1) continue;
    const days: number[] = [];
    eachPurchase(input, p, end, (day) => {
      if (days.length < 2) days.push(day);
    });
    const [first, second = Infinity] = days;
    if (first !== undefined)
      customers.push({ period: monthIndex(first), seen: end - first, wait: second - first });
  }
  return customers;
}

interface Counted {
  readonly period: number;
  readonly size: number;
  readonly repeated: number;
}

function shrunken(list: readonly Counted[], job: JobControl): Pick<CohortRates, "overall" | "cohorts"> {
  const stream = randomStream(SEED);
  const grid = posterior(list, job);
  const draws = Array.from({ length: DRAWS }, () => drawFrom(grid, stream));
  const ranged = (rates: readonly number[]): RangedRate => ({
    rate: rates.reduce((sum, rate) => sum + rate / rates.length, 0),
    low: quantile(rates, 0.025),
    high: quantile(rates, 0.975),
  });
  const rateOf = (repeated: number, size: number) =>
    ranged(draws.map(({ a, b }) => stream.beta(a + repeated, b + size - repeated)));
  return {
    overall: ranged(draws.map(({ a, b }) => a / (a + b))),
    cohorts: list.map((cohort) => {
      job.check();
      return { ...cohort, ...rateOf(cohort.repeated, cohort.size) };
    }),
  };
}

interface Cell {
  readonly a: number;
  readonly b: number;
  /** Probability up to and with this cell. */
  cumulative: number;
}

const MEANS = 60;
const PRECISIONS = 40;

/**
 * Posterior of the cohorts' mean rate and of their precision a + b. The mean is uniform beforehand; the
 * precision has the density 10 / (10 + precision)^2, half of it below ten people's worth.
 */
function posterior(list: readonly Counted[], job: JobControl): Cell[] {
  const cells: Cell[] = [];
  const logs: number[] = [];
  // Evenly in the logarithm of the odds, where rates of a few per mille are as well told apart as those of a half.
  for (let i = 0; i < MEANS; i++) {
    job.check();
    const mean = 1 / (1 + Math.exp(8 - (16 * (i + 0.5)) / MEANS));
    for (let k = 0; k < PRECISIONS; k++) {
      const precision = Math.exp((k / (PRECISIONS - 1)) * Math.log(10_000));
      const [a, b] = [mean * precision, (1 - mean) * precision];
      let log = Math.log(mean * (1 - mean)) + Math.log(precision) - 2 * Math.log(10 + precision);
      for (const { size, repeated } of list) log += lnBeta(a + repeated, b + size - repeated) - lnBeta(a, b);
      cells.push({ a, b, cumulative: 0 });
      logs.push(log);
    }
  }
  const largest = logs.reduce((most, log) => Math.max(most, log), -Infinity);
  let sum = 0;
  cells.forEach((cell, i) => (cell.cumulative = sum += Math.exp(logs[i]! - largest)));
  for (const cell of cells) cell.cumulative /= sum;
  return cells;
}

function drawFrom(cells: readonly Cell[], stream: RandomStream): Cell {
  const level = stream.uniform();
  let [low, high] = [0, cells.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cells[middle]!.cumulative < level) low = middle + 1;
    else high = middle;
  }
  return cells[low]!;
}
