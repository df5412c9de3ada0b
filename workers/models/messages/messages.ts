import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import type { ReviewCheck } from "../../terms/insight.ts";
import type { SendingReport } from "../../terms/propensity.ts";
import type { DataTable } from "../design/table.ts";
import { pastChecks } from "../propensity/answer-checks.ts";
import { answer, heldOutOf, type PropensityOutput } from "../propensity/answer.ts";
import { numbersOf } from "../propensity/field-columns.ts";
import type { PersonHistory } from "../propensity/person-history.ts";
import { atMost } from "../review.ts";
import { rounded } from "../validation/checks.ts";
import { channelsOf } from "./channels.ts";
import { dayOf, MACHINE_SECONDS } from "./clock.ts";
import { hoursOf, type Hours } from "./hours.ts";
import { betaPrior } from "./rates.ts";
import { messageRows, nextRows, type RowsAsked } from "./send-features.ts";
import { sendsOf, type MessageLog, type Sends } from "./sends.ts";

/** Days after which a message that was not opened will not be. */
const MATURE = 7;
/** Who got no message for longer is not asked about. */
const REACHED = 365;
/** Messages of one person that are learnt from, the latest. */
const EACH = 6;
/** Days whose messages tell what messages are like now. */
const LATELY = 90;
/** Part of the time that the model is judged on. */
const JUDGED = 1 / 3;

interface MessagesInput {
  readonly question: "open" | "click";
  readonly history: PersonHistory;
  readonly log?: MessageLog;
  readonly end: EpochDay;
  /** Stops after the judgement. */
  readonly heldOutOnly?: boolean;
}

/** When and how to reach people, and who is likely to look. */
export interface MessagesOutput extends PropensityOutput {
  readonly sending: Omit<SendingReport, "zone">;
  /** Habits of everybody in the log, by person; the channel is a place in `channels` or -1. */
  readonly habits: Omit<Hours, "report"> & { readonly channel: Int8Array };
  readonly channels: readonly string[];
}

/**
 * Who opens (or clicks) the next e-mail, at which hour, and on which channel people are best reached. Each message is a row that
 * knows what had happened before it went out and nothing after; the model learns from the earlier two thirds of the time, is
 * judged on one message a person from the last third, and is compared with each person's own past rate, drawn towards
 * everybody's. What went out in the last week has not had its time and is not counted.
 * @throws Cancelled
 */
export function messages(
  { question, history, log, end, heldOutOnly }: MessagesInput,
  job: JobControl,
): MessagesOutput {
  job.progress({ phase: "histories", done: 0, total: 100 });
  const known = upTo(log ?? nothing(history.mask.length), end);
  const all = sendsOf(known, job);
  const outcomeOf = (sends: Sends) => (question === "open" ? sends.opened : sends.clicked);
  const channels = channelsOf(all, outcomeOf(all), known.channels, job);
  const mails = ofChannel(all, known.channels.indexOf("email"));
  const { report, ...hours } = hoursOf(mails, outcomeOf(mails), job);
  const share = machineShare(mails);
  const mature = end - MATURE;
  const cut = boundary(mails, mature);
  const prior = betaPrior(talliesBefore(mails, outcomeOf(mails), cut));
  const asked = { sends: mails, log: known, history, question, prior };
  const rows = (window: RowsAsked["window"]) => messageRows({ ...asked, window }, job);
  // Learnt from: what had its time before the judged part begins.
  const first = rows({ after: -Infinity, to: cut - MATURE, each: EACH });
  const second = rows({ after: cut, to: mature, each: 1 });
  const now = nextRows({ ...asked, window: { after: end - REACHED, to: end, each: 1 } }, end, job);
  const rate = question === "open" ? "openRate" : "clickRate";
  const told = answer(
    {
      first,
      second,
      whole: rows({ after: -Infinity, to: mature, each: EACH }),
      now,
      compared: rows({ after: end - LATELY, to: end, each: EACH }).table,
      plain: numbersOf(second.table, rate) ?? new Float64Array(0),
      suspects: [],
      checks: [
        ...(mails.at.length === 0 ? [noMessages] : pastChecks(first, second, now.person.length)),
        ...(question === "open" && share !== undefined ? [machineCheck(share)] : []),
      ],
      heldOutOnly,
    },
    job,
  );
  const { heldOut, ...figures } = told;
  return {
    ...figures,
    ...heldOutOf({ second, heldOutOnly }, second.person, heldOut),
    forecast: { plain: numbersOf(now.table, rate) ?? new Float64Array(now.person.length), days: MATURE },
    horizonDays: MATURE,
    learntFrom: Math.min(
      end,
      mails.at.reduce((least, at) => Math.min(least, dayOf(at)), Infinity),
    ),
    judgedFrom: Number.isFinite(cut) ? cut : end,
    sending: {
      ...report,
      channels: channels.report,
      ...(share !== undefined && { machineShare: share }),
    },
    habits: { ...hours, channel: channels.best },
    channels: known.channels,
  };
}

/** E-mails of the last days up to `end` as the question knows them, a row a message. @throws Cancelled */
export function latestMessages(
  { question, history, log, end }: Required<Pick<MessagesInput, "question" | "history" | "log" | "end">>,
  job: JobControl,
): DataTable {
  const known = upTo(log, end);
  const mails = ofChannel(sendsOf(known, job), known.channels.indexOf("email"));
  const prior = betaPrior(talliesBefore(mails, question === "open" ? mails.opened : mails.clicked, end));
  const window = { after: end - LATELY, to: end, each: EACH };
  return messageRows({ sends: mails, log: known, history, question, prior, window }, job).table;
}

const noMessages: ReviewCheck = { code: "messages-none", verdict: "do-not-use", details: {} };

/** Up to a tenth of openings within seconds says nothing; above, opening has lost part of its meaning. */
function machineCheck(share: number): ReviewCheck {
  return atMost(
    rounded(share),
    { good: 0.1, most: Infinity },
    { bad: "messages-machine", fine: "messages-machine" },
    { percent: Math.round(100 * share) },
  );
}

function nothing(people: number): MessageLog {
  return {
    start: new Int32Array(people + 1),
    at: new Float64Array(0),
    happening: new Uint8Array(0),
    channel: new Int32Array(0),
    channels: [],
    campaign: new Int32Array(0),
  };
}

/** What had happened by the end of a day. */
function upTo(log: MessageLog, end: EpochDay): MessageLog {
  const kept: number[] = [];
  const start = new Int32Array(log.start.length);
  for (let p = 0; p + 1 < log.start.length; p++) {
    for (let e = log.start[p]!; e < log.start[p + 1]!; e++) if (dayOf(log.at[e]!) <= end) kept.push(e);
    start[p + 1] = kept.length;
  }
  if (kept.length === log.at.length) return log;
  return {
    ...log,
    start,
    at: Float64Array.from(kept, (e) => log.at[e]!),
    happening: Uint8Array.from(kept, (e) => log.happening[e]!),
    channel: Int32Array.from(kept, (e) => log.channel[e]!),
    campaign: Int32Array.from(kept, (e) => log.campaign[e]!),
  };
}

function ofChannel(sends: Sends, code: number): Sends {
  const kept: number[] = [];
  const start = new Int32Array(sends.start.length);
  for (let p = 0; p + 1 < sends.start.length; p++) {
    for (let s = sends.start[p]!; s < sends.start[p + 1]!; s++) if (sends.channel[s] === code) kept.push(s);
    start[p + 1] = kept.length;
  }
  const pick = (list: Float64Array) => Float64Array.from(kept, (s) => list[s]!);
  return {
    start,
    at: pick(sends.at),
    opened: pick(sends.opened),
    clicked: pick(sends.clicked),
    channel: Int32Array.from(kept, () => code),
  };
}

/** The day after which the last third of the time begins; NaN without messages. */
function boundary({ at }: Sends, mature: EpochDay): number {
  const days = at.reduce((least, one) => Math.min(least, dayOf(one)), Infinity);
  return Number.isFinite(days) ? Math.floor(mature - (mature - days) * JUDGED) : NaN;
}

function talliesBefore({ start, at }: Sends, outcome: Float64Array, cut: number) {
  const tallies: { n: number; hits: number }[] = [];
  for (let p = 0; p + 1 < start.length; p++) {
    let [n, hits] = [0, 0];
    for (let s = start[p]!; s < start[p + 1]!; s++) {
      if (!(dayOf(at[s]!) <= cut - MATURE)) continue;
      n++;
      if (dayOf(outcome[s]!) <= cut) hits++;
    }
    if (n > 0) tallies.push({ n, hits });
  }
  return tallies;
}

function machineShare({ at, opened }: Sends): number | undefined {
  let [all, quick] = [0, 0];
  opened.forEach((moment, s) => {
    if (Number.isNaN(moment)) return;
    all++;
    if (moment - at[s]! <= MACHINE_SECONDS) quick++;
  });
  return all === 0 ? undefined : quick / all;
}
