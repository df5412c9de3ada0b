import type { JobControl } from "../../base/job.ts";
import { dirichletPrecision, type SparseCounts } from "../../stats/dirichlet.ts";
import { z975 } from "../../stats/normal.ts";
import { wilson } from "../../stats/wilson.ts";
import type { SendingReport } from "../../terms/propensity.ts";
import { checkEvery } from "../cancel.ts";
import { hourOf, MACHINE_SECONDS } from "./clock.ts";
import { shrunkenRates } from "./rates.ts";
import type { Sends } from "./sends.ts";

const HOURS = 24;
/** Openings below which nobody's hours are told, not even everybody's. */
const LEAST_OPENINGS = 50;
/** Hours that must have been tried, each with so many messages, for sendings to tell the best. */
const TRIED = { hours: 3, sent: 50 } as const;
/** One-sided 95 %: how sure an hour (a channel) must be somebody's own. */
const SURE = 1.6448536269514722;

/** Everybody's hours, and each person's own. */
export interface Hours {
  readonly report: Pick<SendingReport, "profile" | "byHour" | "best" | "own" | "everybodys" | "prior">;
  /** By person: the best hour and its share of the person's openings with a range; -1 where nothing is told. */
  readonly hour: Int8Array;
  readonly own: Uint8Array;
  readonly share: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * When people open and click. Each person's openings by hour of the day are a Dirichlet-multinomial draw about everybody's
 * profile, with the precision that makes all people's openings likeliest: somebody with few openings has nearly everybody's
 * hours. An hour is somebody's own only where it beats everybody's best hour with 95 % (normal approximation of the posterior);
 * all others get everybody's. Openings within seconds of the sending are left out: machines load pictures, too.
 *
 * Everybody's best hour is the hour of sending with the best rate where several hours were tried and one stands out; else the hour
 * in which most openings fall.
 * @throws Cancelled
 */
export function hoursOf(sends: Sends, outcome: Float64Array, job: JobControl): Hours {
  const people = sends.start.length - 1;
  const reached = sends.start.reduce((sum, to, p) => sum + (p > 0 && to > sends.start[p - 1]! ? 1 : 0), 0);
  const counts = hourCounts(sends, job);
  const total = counts.count.reduce((sum, n) => sum + n, 0);
  const profile = new Float64Array(HOURS).fill(0.5);
  counts.kind.forEach((hour, e) => (profile[hour] = profile[hour]! + counts.count[e]!));
  const mass = profile.reduce((sum, n) => sum + n, 0);
  const mean = profile.map((n) => n / mass);
  const byHour = sendingRates(sends, outcome);
  const best = bestHour(byHour, mean, total);
  const found = {
    hour: new Int8Array(people).fill(-1),
    own: new Uint8Array(people),
    share: new Float64Array(people).fill(NaN),
    low: new Float64Array(people).fill(NaN),
    high: new Float64Array(people).fill(NaN),
  };
  if (best === undefined || total < LEAST_OPENINGS)
    return { ...found, report: { profile: [], byHour, ...(best && { best }), own: 0, everybodys: reached } };
  const prior = dirichletPrecision(counts, mean);
  let own = 0;
  for (let p = 0; p < people; p++) {
    checkEvery(job, 32 * p);
    if (sends.start[p] === sends.start[p + 1]) continue;
    own += told(counts, p, { prior, mean, everybodys: best.hour }, found);
  }
  const report = {
    profile: Array.from(mean, (_, hour) => wilson(profile[hour]! - 0.5, total)),
    byHour,
    best,
    own,
    everybodys: reached - own,
    prior,
  };
  return { ...found, report };
}

/** Openings (or, without one, clicks) of each person by hour of the day. */
function hourCounts({ start, at, opened }: Sends, job: JobControl): SparseCounts {
  const people = start.length - 1;
  const places = new Int32Array(people + 1);
  const [kind, count]: [number[], number[]] = [[], []];
  const own = new Float64Array(HOURS);
  for (let p = 0; p < people; p++) {
    checkEvery(job, 32 * p);
    own.fill(0);
    for (let s = start[p]!; s < start[p + 1]!; s++)
      if (opened[s]! - at[s]! > MACHINE_SECONDS) own[hourOf(opened[s]!)] = own[hourOf(opened[s]!)]! + 1;
    own.forEach((n, hour) => {
      if (n === 0) return;
      kind.push(hour);
      count.push(n);
    });
    places[p + 1] = kind.length;
  }
  return { start: places, kind: Int32Array.from(kind), count: Float64Array.from(count) };
}

interface Prior {
  readonly prior: number;
  readonly mean: Float64Array;
  readonly everybodys: number;
}

/** Writes one person's best hour; 1 where it is their own. */
function told(
  { start, kind, count }: SparseCounts,
  person: number,
  { prior, mean, everybodys }: Prior,
  found: Omit<Hours, "report">,
): number {
  const weights = mean.map((share) => prior * share);
  for (let e = start[person]!; e < start[person + 1]!; e++)
    weights[kind[e]!] = weights[kind[e]!]! + count[e]!;
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const best = weights.reduce((top, weight, hour) => (weight > weights[top]! ? hour : top), everybodys);
  const [one, other] = [weights[best]!, weights[everybodys]!];
  // Difference of two shares of a Dirichlet distribution: mean and variance.
  const apart = (one - other) / all;
  const spread = Math.sqrt(Math.max(0, (one + other) / all - apart * apart) / (all + 1));
  const own = best !== everybodys && apart > SURE * spread;
  const hour = own ? best : everybodys;
  const share = weights[hour]! / all;
  const half = z975 * Math.sqrt((share * (1 - share)) / (all + 1));
  found.hour[person] = hour;
  found.own[person] = own ? 1 : 0;
  found.share[person] = share;
  found.low[person] = Math.max(0, share - half);
  found.high[person] = Math.min(1, share + half);
  return own ? 1 : 0;
}

/** Share of messages with the outcome by the hour they went out, hours drawn towards all of them together (Beta-binomial). */
function sendingRates({ at }: Sends, outcome: Float64Array): SendingReport["byHour"] {
  const [sent, hits] = [new Float64Array(HOURS), new Float64Array(HOURS)];
  at.forEach((moment, s) => {
    const hour = hourOf(moment);
    sent[hour] = sent[hour]! + 1;
    if (!Number.isNaN(outcome[s]!)) hits[hour] = hits[hour]! + 1;
  });
  const hours = [...sent.keys()].filter((hour) => sent[hour]! > 0);
  const rates = shrunkenRates(hours.map((hour) => ({ hits: hits[hour]!, n: sent[hour]! })));
  return hours.map((hour, k) => ({ hour, sent: sent[hour]!, rate: rates[k]! }));
}

function bestHour(
  byHour: SendingReport["byHour"],
  mean: Float64Array,
  openings: number,
): SendingReport["best"] {
  const tried = byHour.filter(({ sent }) => sent >= TRIED.sent);
  if (tried.length >= TRIED.hours) {
    const sent = tried.reduce((sum, hour) => sum + hour.sent, 0);
    const overall = tried.reduce((sum, { sent: n, rate }) => sum + n * rate.value, 0) / sent;
    const top = tried.reduce((best, hour) => (hour.rate.value > best.rate.value ? hour : best));
    if (top.rate.low > overall) return { hour: top.hour, from: "sendings" };
  }
  if (openings < LEAST_OPENINGS) return undefined;
  const hour = mean.reduce((top, share, at) => (share > mean[top]! ? at : top), 0);
  return { hour, from: "openings" };
}
