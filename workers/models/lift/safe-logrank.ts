import { lnGamma } from "../../stats/gamma.ts";

/** One day after a release: how many of each arm had not bought before it, and how many of those bought on it. */
export interface LiftDay {
  readonly treatedAtRisk: number;
  readonly controlAtRisk: number;
  readonly treated: number;
  readonly control: number;
}

/** What the days so far say about the ratio of the odds to buy on a day, treated to control: 1 is no effect. */
interface SafeRatio {
  /** Mantel-Haenszel over the days; NaN while nobody of the control bought. */
  readonly ratio: number;
  /** 0 and Infinity where the days say nothing about that side. */
  readonly low: number;
  readonly high: number;
  /** The e-value against "no effect": from 1 / alpha it may be said that there is one. */
  readonly evidence: number;
}

const POINTS = 241;
const LARGEST = Math.log(32);
/** Spread of the effects looked for, on the log scale: most campaigns change the odds by less than a factor of two. */
const SPREAD = 0.5;

const logRatios = Float64Array.from({ length: POINTS }, (_, i) => LARGEST * ((2 * i) / (POINTS - 1) - 1));
const logWeights = normalise(logRatios.map((x) => -0.5 * (x / SPREAD) ** 2));

/**
 * A confidence sequence for the effect of a release on first purchases, valid however often and whenever it is looked at: the safe
 * logrank test of ter Schure, Pérez-Ortiz, Ly & Grünwald (2024, "The Safe Logrank Test", New England Journal of Statistics in
 * Data Science 2), ties and all, with a mixture over effects as in the mixture sequential probability ratio test (Robbins 1970; Johari, Koomen,
 * Pekelis & Walsh 2022). On each day the number of treated among those who bought is noncentral hypergeometric, given who was left
 * to buy; for the true ratio the mixture's likelihood ratio is a martingale that starts at 1, so that it ever exceeds 1 / alpha with
 * probability at most alpha (Ville 1939). The interval is the ratios it has not reached 1 / alpha for. It supposes one ratio for all
 * days; of no effect at all it supposes nothing but the random choice of the control.
 *
 * @param alpha one minus the confidence, in (0, 1)
 */
export function safeRatio(days: Iterable<LiftDay>, alpha: number): SafeRatio {
  const logLikelihood = new Float64Array(POINTS);
  let [above, below] = [0, 0];
  for (const day of days) {
    const n = day.treatedAtRisk + day.controlAtRisk;
    const bought = day.treated + day.control;
    // Where one arm is used up, or nobody bought, the day tells nothing.
    if (bought === 0 || day.treatedAtRisk === 0 || day.controlAtRisk === 0) continue;
    above += (day.treated * (day.controlAtRisk - day.control)) / n;
    below += (day.control * (day.treatedAtRisk - day.treated)) / n;
    addDay(logLikelihood, day);
  }
  const mixed = logSumExp(logLikelihood.map((one, i) => one + logWeights[i]!));
  const limit = Math.log(1 / alpha);
  const kept = (i: number): boolean => mixed - logLikelihood[i]! < limit;
  let low = 0;
  while (low < POINTS && !kept(low)) low++;
  let high = POINTS - 1;
  while (high >= 0 && !kept(high)) high--;
  return {
    ratio: below === 0 ? NaN : above / below,
    // The nearest ratio that was refused: the border lies between the two.
    low: low === 0 ? 0 : Math.exp(logRatios[Math.min(low, POINTS) - 1]!),
    high: high === POINTS - 1 ? Infinity : Math.exp(logRatios[high + 1]!),
    evidence: Math.exp(mixed - logLikelihood[(POINTS - 1) / 2]!),
  };
}

/** Adds a day's log likelihood of each ratio, but for what all ratios have in common (Fisher's noncentral hypergeometric law). */
function addDay(logLikelihood: Float64Array, day: LiftDay): void {
  const { treatedAtRisk, controlAtRisk, treated, control } = day;
  const bought = treated + control;
  const least = Math.max(0, bought - controlAtRisk);
  const most = Math.min(treatedAtRisk, bought);
  const ways = Float64Array.from(
    { length: most - least + 1 },
    (_, j) => lnChoose(treatedAtRisk, least + j) + lnChoose(controlAtRisk, bought - least - j),
  );
  const terms = new Float64Array(ways.length);
  for (let i = 0; i < POINTS; i++) {
    const x = logRatios[i]!;
    for (let j = 0; j < terms.length; j++) terms[j] = ways[j]! + (least + j) * x;
    logLikelihood[i] = logLikelihood[i]! + treated * x - logSumExp(terms);
  }
}

function lnChoose(n: number, k: number): number {
  return lnGamma(n + 1) - lnGamma(k + 1) - lnGamma(n - k + 1);
}

function logSumExp(values: Float64Array): number {
  let most = -Infinity;
  for (const value of values) if (value > most) most = value;
  let sum = 0;
  for (const value of values) sum += Math.exp(value - most);
  return most + Math.log(sum);
}

function normalise(logs: Float64Array): Float64Array {
  const total = logSumExp(logs);
  return logs.map((value) => value - total);
}
