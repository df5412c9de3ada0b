import type { JobControl } from "../../base/job.ts";
import { nominalLeaves, orderedLeaves, quadrantLeaves, type BinSums } from "./leaf-values.ts";

/** A term being learnt: the bin of each row, and how bins are divided. */
export interface Term {
  /** Bins of the rows learnt from, and of those held out to stop by. */
  readonly codes: Uint8Array;
  readonly heldCodes: Uint8Array;
  readonly bins: number;
  /** `grid`: cells of a pair, `width` to a row. */
  readonly shape: "ordered" | "nominal" | "grid";
  readonly width: number;
}

/** Outcomes and odds of rows; odds are kept in step with the terms. */
export interface Side {
  readonly labels: Uint8Array;
  readonly odds: Float64Array;
}

export interface BoostOptions {
  readonly rate: number;
  readonly mostRounds: number;
  /** Rounds without a gain on the held-out rows after which to stop. */
  readonly patience: number;
}

/** Gain of the held-out log-loss a row that counts as one. */
const GAIN = 1e-6;

/**
 * Cyclic gradient boosting of additive terms (Lou, Caruana & Gehrke 2012): each round gives each term one small tree of
 * Newton steps, until rows held out gain no more. Answers the value of each bin of each term at the best round; the odds of
 * both sides are left there, too. One pass over a column a tree: odds are multiplied by the last term's factor and summed
 * into the next term's bins on the way, so that no exponential is taken a row.
 * @throws Cancelled
 */
export function cyclicBoost(
  terms: readonly Term[],
  learn: Side,
  held: Side,
  options: BoostOptions,
  job: JobControl,
): Float64Array[] {
  const values = terms.map(({ bins }) => new Float64Array(bins));
  const sums = terms.map(({ bins }): BinSums => ({
    gradient: new Float64Array(bins),
    hessian: new Float64Array(bins),
    update: new Float64Array(bins),
  }));
  const factors = terms.map(({ bins }) => new Float64Array(bins).fill(1));
  const start = { learn: learn.odds.slice(), held: held.odds.slice() };
  let best = { loss: logLoss(held), values: values.map((own) => own.slice()), round: 0 };
  const last = terms.length - 1;
  for (let round = 1; round <= options.mostRounds && round - best.round <= options.patience; round++) {
    terms.forEach((term, j) => {
      job.check();
      const before = j === 0 ? last : j - 1;
      const own = sums[j]!;
      own.gradient.fill(0);
      own.hessian.fill(0);
      sumBins(learn, terms[before]!.codes, factors[before]!, term.codes, own);
      newLeaves(term, own, options.rate);
      for (let bin = 0; bin < term.bins; bin++) {
        values[j]![bin] = values[j]![bin]! + own.update[bin]!;
        factors[j]![bin] = Math.exp(own.update[bin]!);
      }
      multiply(held.odds, term.heldCodes, factors[j]!);
    });
    const loss = logLoss(held);
    if (loss < best.loss - GAIN) best = { loss, values: values.map((own) => own.slice()), round };
  }
  learn.odds.set(start.learn);
  held.odds.set(start.held);
  best.values.forEach((own, j) => {
    const factor = own.map(Math.exp);
    multiply(learn.odds, terms[j]!.codes, factor);
    multiply(held.odds, terms[j]!.heldCodes, factor);
  });
  return best.values;
}

function newLeaves({ shape, width }: Term, sums: BinSums, rate: number): void {
  if (shape === "ordered") orderedLeaves(sums, rate);
  else if (shape === "nominal") nominalLeaves(sums, rate);
  else quadrantLeaves(sums, width, rate);
}

/** Brings odds up to date with the last term's factors and sums gradients and Hessians of the log-loss by the next term's bin. */
function sumBins(
  { labels, odds }: Side,
  lastCodes: Uint8Array,
  factor: Float64Array,
  codes: Uint8Array,
  { gradient, hessian }: BinSums,
): void {
  for (let i = 0; i < odds.length; i++) {
    const own = odds[i]! * factor[lastCodes[i]!]!;
    odds[i] = own;
    const p = own / (1 + own);
    const code = codes[i]!;
    gradient[code] = gradient[code]! + labels[i]! - p;
    hessian[code] = hessian[code]! + p * (1 - p);
  }
}

/** Multiplies the odds of rows by the factor of their bins. */
export function multiply(odds: Float64Array, codes: Uint8Array, factor: Float64Array): void {
  for (let i = 0; i < odds.length; i++) odds[i] = odds[i]! * factor[codes[i]!]!;
}

/** Mean log-loss of odds. One logarithm in sixteen rows: their chances' product cannot vanish, each being kept above 1e-15. */
function logLoss({ labels, odds }: Side): number {
  const n = labels.length;
  let [loss, product] = [0, 1];
  for (let i = 0; i < n; i++) {
    const own = odds[i]!;
    product *= Math.max(1e-15, labels[i] === 1 ? own / (1 + own) : 1 / (1 + own));
    if ((i & 15) === 15 || i === n - 1) {
      loss -= Math.log(product);
      product = 1;
    }
  }
  return loss / n;
}
