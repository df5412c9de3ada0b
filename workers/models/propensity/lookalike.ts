import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import type { ReviewCheck } from "../../terms/insight.ts";
import type { BehaviourField, SeedReport } from "../../terms/propensity.ts";
import { orderOfEntries } from "../design/order.ts";
import { atLeast, review } from "../review.ts";
import { rounded } from "../validation/checks.ts";
import { pastChecks } from "./answer-checks.ts";
import { answer, heldOutOf, type PropensityOutput } from "./answer.ts";
import type { Past } from "./past.ts";
import { earlyFields, earlyLives, type EarlyLives } from "./early-life.ts";
import { numbersOf, rowsOfTable, withoutFields } from "./field-columns.ts";
import { sumOf } from "./figures.ts";
import type { PersonHistory } from "./person-history.ts";
import { shopRhythm } from "./rhythm.ts";
import { hiddenAmong, namedShare } from "./unlabelled.ts";

const EARLY_DAYS = 30;
const VALUE_DAYS = 180;
/** Part of the customers, the latest to come, that the model is judged on. */
const JUDGED = 1 / 3;

const limits = { seeds: { least: 20, good: 100 } } as const;

/** Who the best are: the share with the highest spend after their first days, or people somebody named. */
type Seed =
  | { readonly kind: "best"; readonly share: number; readonly valueDays?: number }
  | {
      readonly kind: "segment";
      /** 1 for those in it, by person. */
      readonly members: Uint8Array;
      /** Fields the segment asks of. */
      readonly leftOut: readonly BehaviourField[];
    };

interface LookalikeInput {
  readonly history: PersonHistory;
  readonly end: EpochDay;
  readonly earlyDays?: number;
  readonly seed: Seed;
  /** Stops after the judgement. */
  readonly heldOutOnly?: boolean;
}

export interface LookalikeOutput extends PropensityOutput {
  readonly seed: Omit<SeedReport, "segmentId">;
}

/** Those who can be told to be seeds or not, and those to be scored. */
interface Sides {
  /** Rows of `lives`, sorted by the day of the first order. */
  readonly known: Int32Array;
  readonly scored: Int32Array;
  /** Labels of rows, and, of the best, the least spend of a seed. */
  readonly label: (rows: Int32Array) => { readonly labels: Uint8Array; readonly threshold?: number };
}

/**
 * Who among the others is like the best customers. Only the first days of somebody's life are looked at, so that nothing the
 * best are chosen by is a feature; and the best are chosen by spend after those days. Judged on the third of the customers
 * who came last, or, of a segment, on a third drawn like chance. Where the seeds are a segment the rest are not known to be unlike them: the share of all alike that the segment
 * names follows from the seeds held out (Elkan & Noto 2008, equation 2 and estimator e1), under their assumption that the named are
 * a fair draw of all alike.
 * @throws Cancelled
 */
export function lookalike(input: LookalikeInput, job: JobControl): LookalikeOutput {
  const { history, end, seed, earlyDays = EARLY_DAYS } = input;
  job.progress({ phase: "histories", done: 0, total: 100 });
  const lives = earlyLives(history, { days: earlyDays, end }, job);
  const valueDays = seed.kind === "best" ? valueDaysOf(input, job) : 0;
  const sides =
    seed.kind === "best"
      ? bestOf(input, lives, earlyDays, seed.share, valueDays)
      : namedOf(lives, seed.members);
  const cut =
    seed.kind === "best" ? boundary(lives, sides.known) : Math.floor((1 - JUDGED) * sides.known.length);
  const [early, late] = [sides.known.subarray(0, cut), sides.known.subarray(cut)];
  const leftOut = seed.kind === "segment" ? seed.leftOut : [];
  const table = withoutFields(lives.table, leftOut);
  const learning = sides.label(early);
  const all = sides.label(sides.known);
  const pastOf = (rows: Int32Array, labels: Uint8Array): Past => ({
    table: rowsOfTable(table, rows),
    labels,
  });
  const first = pastOf(early, learning.labels);
  const second = pastOf(
    late,
    labelsLike(sides, late, learning.threshold, history, lives, earlyDays, valueDays),
  );
  const scoredTable = rowsOfTable(table, sides.scored);
  const checks: ReviewCheck[] = [
    ...pastChecks(first, second, sides.scored.length),
    atLeast(sumOf(all.labels), limits.seeds, { bad: "lookalike-few-seeds", fine: "lookalike-seeds" }),
  ];
  const personsOf = (rows: Int32Array) => rows.map((row) => lives.person[row]!);
  const asked = {
    first,
    second,
    whole: pastOf(sides.known, all.labels),
    now: { person: personsOf(sides.scored), table: scoredTable },
    plain: numbersOf(second.table, "firstAmount") ?? new Float64Array(late.length),
    suspects: seed.kind === "segment" ? earlyFields : (["source"] as const),
    checks,
    heldOutOnly: input.heldOutOnly,
  };
  const { heldOut, ...told } = answer(asked, job);
  const seedReport = {
    kind: seed.kind,
    people: sumOf(all.labels),
    of: sides.known.length,
    earlyDays,
    tooNew: lives.tooNew,
    leftOut,
    ...(seed.kind === "best" && { valueDays, share: seed.share }),
    // Where nobody spent anything there is no least spend.
    ...(all.threshold !== undefined && Number.isFinite(all.threshold) && { threshold: all.threshold }),
  };
  const dayOf = (rows: Int32Array) => (seed.kind === "best" ? lives.first[rows[0] ?? -1] : undefined) ?? end;
  const days = {
    ...{ horizonDays: valueDays, learntFrom: dayOf(early), judgedFrom: dayOf(late) },
    ...heldOutOf(asked, personsOf(late), heldOut),
  };
  if (seed.kind === "best" || told.review.verdict === "do-not-use")
    return {
      ...told,
      ...days,
      seed: seedReport,
      ...(seed.kind === "best" && {
        forecast: {
          plain: numbersOf(scoredTable, "firstAmount") ?? new Float64Array(sides.scored.length),
          // Until the days whose spend counts are over.
          days: sides.scored.map((row) => lives.first[row]! + earlyDays + valueDays - end),
        },
      }),
    };
  const named = namedShare(heldOut, second.labels);
  const hidden = hiddenAmong(told.scores.chance, named);
  const caveat: ReviewCheck = {
    code: "lookalike-unnamed",
    verdict: "use-with-care",
    details: { share: rounded(named.value), low: rounded(named.low), high: rounded(named.high) },
  };
  return {
    ...told,
    ...days,
    review: review([...told.review.checks, caveat]),
    seed: { ...seedReport, named, hidden },
  };
}

/** Days whose spend counts: what was asked for, or half a year, or what a third of the time holds. */
function valueDaysOf({ history, end, seed }: LookalikeInput, job: JobControl): number {
  const asked = seed.kind === "best" ? seed.valueDays : undefined;
  if (asked !== undefined) return asked;
  const { span } = shopRhythm(history, end, job);
  return Math.max(7, Math.min(VALUE_DAYS, Math.floor(span / 3)));
}

function byFirstDay({ first }: EarlyLives, rows: Int32Array): Int32Array {
  return rows.sort((a, b) => first[a]! - first[b]! || a - b);
}

function bestOf(
  { history, end }: LookalikeInput,
  lives: EarlyLives,
  earlyDays: number,
  share: number,
  valueDays: number,
): Sides {
  const rows = Int32Array.from(lives.person.keys());
  const over = (row: number) => lives.first[row]! + earlyDays + valueDays <= end;
  const spend = (row: number) => spendAfter(history, lives, row, earlyDays, valueDays);
  return {
    known: byFirstDay(lives, rows.filter(over)),
    scored: rows.filter((row) => !over(row)),
    label: (asked) => {
      const spends = Float64Array.from(asked, spend);
      const threshold = thresholdOf(spends, share);
      return { labels: Uint8Array.from(spends, (own) => (own >= threshold ? 1 : 0)), threshold };
    },
  };
}

/**
 * Spend from which somebody is of the best `share`; nobody who spent nothing is. Where many spent the same at the limit, they are all
 * in or all out, whichever comes nearer to the share.
 */
function thresholdOf(spends: Float64Array, share: number): number {
  const sorted = spends.slice().sort();
  const wanted = Math.max(1, Math.round(share * sorted.length));
  const at = sorted[Math.max(0, sorted.length - wanted)] ?? Infinity;
  if (!(at > 0)) return sorted.find((own) => own > 0) ?? Infinity;
  const from = sorted.indexOf(at);
  const above = sorted.lastIndexOf(at) + 1;
  const fewer = sorted.length - above;
  return fewer > 0 && wanted - fewer < sorted.length - from - wanted ? sorted[above]! : at;
}

function spendAfter(
  { start, day, amount }: PersonHistory,
  { person, first }: EarlyLives,
  row: number,
  earlyDays: number,
  valueDays: number,
): number {
  const p = person[row]!;
  const from = first[row]! + earlyDays;
  let sum = 0;
  for (let o = start[p]!; o < start[p + 1]! && day[o]! <= from + valueDays; o++)
    if (day[o]! > from) sum += amount[o]!;
  return sum;
}

/** Who is in a segment today says nothing of a time: the rows are in an order like chance, that of their entries. */
function namedOf(lives: EarlyLives, members: Uint8Array): Sides {
  const inside = (row: number) => members[lives.person[row]!] === 1;
  const labelsOf = (rows: Int32Array) => Uint8Array.from(rows, (row) => (inside(row) ? 1 : 0));
  const rows = Int32Array.from(lives.person.keys());
  return {
    known: orderOfEntries(lives.table, labelsOf(rows)),
    scored: rows.filter((row) => !inside(row)),
    label: (asked) => ({ labels: labelsOf(asked) }),
  };
}

/** Labels of those judged, by the same least spend as of those learnt from. */
function labelsLike(
  sides: Sides,
  rows: Int32Array,
  threshold: number | undefined,
  history: PersonHistory,
  lives: EarlyLives,
  earlyDays: number,
  valueDays: number,
): Uint8Array {
  if (threshold === undefined) return sides.label(rows).labels;
  return Uint8Array.from(rows, (row) =>
    spendAfter(history, lives, row, earlyDays, valueDays) >= threshold ? 1 : 0,
  );
}

/** Where the last third begins, at the turn of a day. */
function boundary({ first }: EarlyLives, sorted: Int32Array): number {
  let at = Math.floor((1 - JUDGED) * sorted.length);
  while (at > 0 && at < sorted.length && first[sorted[at]!] === first[sorted[at - 1]!]) at++;
  return at;
}
