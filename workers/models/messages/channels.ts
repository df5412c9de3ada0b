import type { JobControl } from "../../base/job.ts";
import { wilson } from "../../stats/wilson.ts";
import type { SendingReport } from "../../terms/propensity.ts";
import { checkEvery } from "../cancel.ts";
import { betaPrior, type BetaPrior } from "./rates.ts";
import type { Sends } from "./sends.ts";

/** One-sided 95 %: how sure a channel must be the best of somebody's. */
const SURE = 1.6448536269514722;

/** Channels with their rates, and by person the place of the one that is best for them; -1 where none stands out. */
interface ChannelHabits {
  readonly report: SendingReport["channels"];
  readonly best: Int8Array;
}

/**
 * Which channel reaches whom. Each person's rate on a channel is drawn towards that of everybody on it (Beta-binomial); one is
 * best for a person who got messages on several, where it beats each other one with 95 %. Channels on which nothing is ever
 * opened report no openings and are not compared.
 */
export function channelsOf(
  sends: Sends,
  outcome: Float64Array,
  channels: readonly string[],
  job: JobControl,
): ChannelHabits {
  const people = sends.start.length - 1;
  const best = new Int8Array(people).fill(-1);
  const tallies = channels.map((_, code) => talliesOf(sends, outcome, code, job));
  const totals = tallies.map((own) => ({
    n: own.n.reduce((sum, n) => sum + n, 0),
    hits: own.hits.reduce((sum, n) => sum + n, 0),
  }));
  const measured = [...channels.keys()].filter((code) => totals[code]!.hits > 0);
  const priors = measured.map((code) => {
    const { n, hits } = tallies[code]!;
    return betaPrior([...n.keys()].flatMap((p) => (n[p]! > 0 ? [{ n: n[p]!, hits: hits[p]! }] : [])));
  });
  const winners = new Float64Array(measured.length);
  for (let p = 0; measured.length > 1 && p < people; p++) {
    checkEvery(job, 32 * p);
    const rates = measured.map((code, k) => posterior(tallies[code]!, p, priors[k]!));
    const top = rates.reduce(
      (at, rate, k) => (rate.n > 0 && rate.value > (rates[at]?.value ?? -1) ? k : at),
      -1,
    );
    const rivals = rates.filter((rate, k) => k !== top && rate.n > 0);
    const own = rates[top];
    if (own === undefined || rivals.length === 0) continue;
    const beats = rivals.every(
      (rival) => own.value - rival.value > SURE * Math.hypot(own.spread, rival.spread),
    );
    if (!beats) continue;
    best[p] = measured[top]!;
    winners[top] = winners[top]! + 1;
  }
  return {
    best,
    report: measured.map((code, k) => ({
      channel: channels[code]!,
      sent: totals[code]!.n,
      rate: wilson(totals[code]!.hits, totals[code]!.n),
      people: winners[k]!,
    })),
  };
}

interface PersonTallies {
  readonly n: Int32Array;
  readonly hits: Int32Array;
}

function talliesOf(
  { start, channel }: Sends,
  outcome: Float64Array,
  code: number,
  job: JobControl,
): PersonTallies {
  const people = start.length - 1;
  const [n, hits] = [new Int32Array(people), new Int32Array(people)];
  for (let p = 0; p < people; p++) {
    checkEvery(job, 16 * p);
    for (let s = start[p]!; s < start[p + 1]!; s++) {
      if (channel[s] !== code) continue;
      n[p] = n[p]! + 1;
      if (!Number.isNaN(outcome[s]!)) hits[p] = hits[p]! + 1;
    }
  }
  return { n, hits };
}

function posterior({ n, hits }: PersonTallies, person: number, { prior, mean }: BetaPrior) {
  const all = prior + n[person]!;
  const value = (prior * mean + hits[person]!) / all;
  return { n: n[person]!, value, spread: Math.sqrt((value * (1 - value)) / (all + 1)) };
}
