import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import type { ReviewCheck } from "../../terms/insight.ts";
import type { DataTable } from "../design/table.ts";
import { textChecks } from "../texts/checks.ts";
import { pastChecks, spanCheck } from "./answer-checks.ts";
import { answer, heldOutOf, type PropensityOutput } from "./answer.ts";
import type { Past } from "./past.ts";
import { numbersOf } from "./field-columns.ts";
import { leadSnapshot } from "./lead-snapshot.ts";
import { leftAfter, type Snapshot } from "./order-features.ts";
import type { DatedLog, PersonHistory } from "./person-history.ts";
import { regulars } from "./regulars.ts";
import { shopRhythm } from "./rhythm.ts";
import { activeSnapshot } from "./snapshot.ts";

/** Horizons after which somebody who has not ordered is no longer asked about. */
const ACTIVE = 2;

/** The questions about orders to come. */
type OrderQuestion = "firstPurchase" | "renewal" | "newProduct";

interface PropensityInput {
  readonly question: OrderQuestion;
  readonly history: PersonHistory;
  readonly end: EpochDay;
  /** Left out: from the shop's rhythm. */
  readonly horizonDays?: number;
  /** Stops after the judgement. */
  readonly heldOutOnly?: boolean;
}

/** A moment: who was asked about, what was known of them, and, for the past, what then happened. */
interface Moment extends Snapshot {
  readonly happened: Uint8Array;
}

interface OrderAsk {
  readonly history: PersonHistory;
  readonly horizon: number;
  readonly job: JobControl;
}

/** Who is asked about at the end of a day, and what came in the horizon after it. */
type At = (ask: OrderAsk, cut: EpochDay) => Moment;

const moments: Readonly<Record<OrderQuestion, At>> = {
  firstPurchase: ({ history, horizon, job }, cut) => {
    const known = leadSnapshot(history, cut, job);
    return { ...known, happened: flipped(leftAfter(history, known, cut, horizon)) };
  },
  renewal: ({ history, horizon, job }, cut) => {
    const { due, ...known } = regulars(history, { cut, horizon }, job);
    return { ...known, happened: flipped(leftAfter(history, known, cut, due)) };
  },
  newProduct: ({ history, horizon, job }, cut) => {
    const { person, table } = activeSnapshot(history, { cut, activeDays: ACTIVE * horizon }, job);
    return { person, table, happened: newAfter(history.newProducts, person, cut, horizon) };
  },
};

/**
 * Who of those who have never ordered orders for the first time in the days ahead (a lead's chance), whose regular order comes
 * in time (a renewal: within one and a half of their own mean gaps), and who of the active buys something they have never bought
 * (up-sell). Time is cut twice, as for leaving (`churn`): nothing dated after a cut is looked at. Scores are empty when the
 * review says do-not-use.
 * @throws Cancelled
 */
export function propensity(
  { question, history, end, horizonDays, heldOutOnly }: PropensityInput,
  job: JobControl,
): PropensityOutput {
  job.progress({ phase: "histories", done: 0, total: 100 });
  const rhythm = shopRhythm(history, end, job);
  const horizon = horizonDays ?? rhythm.horizon;
  const [learntFrom, judgedFrom] = [end - 2 * horizon, end - horizon];
  const at = (cut: EpochDay) => withoutSingleSource(moments[question]({ history, horizon, job }, cut));
  const [first, second, now] = [at(learntFrom), at(judgedFrom), at(end)];
  const pastOf = ({ table, happened }: Moment): Past => ({ table, labels: happened });
  const checks: ReviewCheck[] = [
    ...(question === "newProduct" && history.newProducts === undefined ? [noLines] : []),
    spanCheck(rhythm.span, horizon),
    ...textChecks(history.texts, end),
    ...pastChecks(pastOf(first), pastOf(second), now.person.length),
  ];
  const asked = {
    first: pastOf(first),
    second: pastOf(second),
    now,
    plain: plainOf(question, second.table),
    suspects: ["source"] as const,
    checks,
    heldOutOnly,
  };
  const { heldOut, ...told } = answer(asked, job);
  const days = { horizonDays: horizon, learntFrom, judgedFrom };
  return {
    ...told,
    ...days,
    ...heldOutOf(asked, second.person, heldOut),
    forecast: { plain: plainOf(question, now.table), days: daysAhead(question, now.table, horizon) },
  };
}

/** Days in which each person's outcome comes or does not: of a renewal, until their own order is late. */
function daysAhead(question: OrderQuestion, table: DataTable, horizon: number): number | Int32Array {
  const due = question === "renewal" ? numbersOf(table, "dueDays") : undefined;
  return due === undefined ? horizon : Int32Array.from(due);
}

const noLines: ReviewCheck = { code: "propensity-no-lines", verdict: "do-not-use", details: {} };

/**
 * The plain rule of each question. First purchase: who showed up last buys first; renewal: who is least late; new product: who
 * bought last.
 */
function plainOf(question: OrderQuestion, table: DataTable): Float64Array {
  const days = (field: "sinceVisit" | "sinceOpened" | "sinceAction" | "knownDays" | "sinceLast") =>
    numbersOf(table, field) ?? new Float64Array(table.rows).fill(NaN);
  if (question === "renewal") {
    const late = numbersOf(table, "sinceLastAgainstGap") ?? new Float64Array(table.rows);
    return late.map((value) => -value);
  }
  if (question === "newProduct") return days("sinceLast").map((value) => -value);
  const signs = [days("sinceVisit"), days("sinceOpened"), days("sinceAction"), days("knownDays")];
  return Float64Array.from({ length: table.rows }, (_, row) => {
    const known = signs.map((sign) => sign[row]!).filter((value) => !Number.isNaN(value));
    return -Math.min(...known, 36_500);
  });
}

/** A source that is the same of everybody tells nothing, and is no news. */
function withoutSingleSource(moment: Moment): Moment {
  const { rows, columns } = moment.table;
  const kept = columns.filter(
    (column) => column.name !== "source" || column.kind !== "category" || column.levels.length > 1,
  );
  return kept.length === columns.length ? moment : { ...moment, table: { rows, columns: kept } };
}

function flipped(labels: Uint8Array): Uint8Array {
  return labels.map((y) => 1 - y);
}

function newAfter(log: DatedLog | undefined, person: Int32Array, cut: EpochDay, horizon: number): Uint8Array {
  return Uint8Array.from(person, (p) => {
    if (log === undefined) return 0;
    for (let e = log.start[p]!; e < log.start[p + 1]!; e++)
      if (log.day[e]! > cut && log.day[e]! <= cut + horizon) return 1;
    return 0;
  });
}
