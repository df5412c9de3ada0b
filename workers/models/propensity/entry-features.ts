import type { EpochDay } from "../../base/calendar.ts";
import {
  messageCodes,
  type CodedLog,
  type DatedLog,
  type PersonHistory,
  type TimedLog,
  type ToldTexts,
} from "./person-history.ts";
import type { Put } from "./put.ts";

const RECENT = 90;
const HALF_YEAR = 180;

/**
 * What a person did besides ordering, up to the cut: messages opened, visits, log-ins and time of use and their fall, inquiries,
 * and the tone of what they wrote.
 */
export function entryFeatures(
  { messages, visits, inquiries, logins, use, texts }: PersonHistory,
  person: number,
  cut: EpochDay,
  put: Put,
): void {
  if (messages !== undefined) putMessages(messages, person, cut, put);
  if (visits !== undefined) putVisits(visits, person, cut, put);
  if (inquiries !== undefined) put("inquiries", between(inquiries, person, cut - HALF_YEAR, cut));
  if (logins !== undefined) putLogins(logins, person, cut, put);
  if (use !== undefined) putUse(use, person, cut, put);
  if (texts !== undefined) putTexts(texts, person, cut, put);
}

function putLogins(logins: DatedLog, person: number, cut: EpochDay, put: Put): void {
  const { start, day } = logins;
  let last = -1;
  for (let e = start[person]!; e < start[person + 1]! && day[e]! <= cut; e++) last = day[e]!;
  if (last < 0) return;
  const recent = between(logins, person, cut - RECENT, cut);
  put("loginTrend", recent - between(logins, person, cut - 2 * RECENT, cut - RECENT));
  put("sinceLogin", cut - last);
}

/** Minutes of the last three months less those of the three before; blank for who never used anything. */
function putUse({ start, day, seconds }: TimedLog, person: number, cut: EpochDay, put: Put): void {
  let [minutes, any] = [0, false];
  for (let e = start[person]!; e < start[person + 1]! && day[e]! <= cut; e++) {
    any = true;
    if (day[e]! > cut - RECENT) minutes += seconds[e]! / 60;
    else if (day[e]! > cut - 2 * RECENT) minutes -= seconds[e]! / 60;
  }
  if (any) put("useTrend", Math.round(minutes));
}

/** Mean tone of what they wrote lately, of texts that have one, and how many texts speak of leaving. */
function putTexts({ start, day, tone, parting }: ToldTexts, person: number, cut: EpochDay, put: Put): void {
  let [sum, told, leaving] = [0, 0, 0];
  for (let e = start[person]!; e < start[person + 1]! && day[e]! <= cut; e++) {
    if (day[e]! <= cut - HALF_YEAR) continue;
    leaving += parting[e]!;
    if (Number.isNaN(tone[e]!)) continue;
    sum += tone[e]!;
    told++;
  }
  put("tone", told === 0 ? NaN : sum / told);
  put("partingTexts", leaving);
}

function putMessages({ start, day, code }: CodedLog, person: number, cut: EpochDay, put: Put): void {
  let [sent, delivered, opened, lastOpened, gone, any] = [0, 0, 0, -1, 0, false];
  for (let e = start[person]!; e < start[person + 1]! && day[e]! <= cut; e++) {
    any = true;
    const recent = day[e]! > cut - HALF_YEAR;
    if (code[e] === messageCodes.sent && recent) sent++;
    if (code[e] === messageCodes.delivered && recent) delivered++;
    if (code[e] === messageCodes.opened) {
      lastOpened = day[e]!;
      if (recent) opened++;
    }
    if (code[e] === messageCodes.unsubscribed) gone = 1;
  }
  if (!any) return;
  // Some platforms tell of what they sent, some of what arrived.
  const reached = Math.max(sent, delivered);
  put("openedShare", reached === 0 ? NaN : Math.min(1, opened / reached));
  put("sinceOpened", lastOpened < 0 ? NaN : cut - lastOpened);
  put("unsubscribed", gone);
}

function putVisits(visits: DatedLog, person: number, cut: EpochDay, put: Put): void {
  const { start, day } = visits;
  let last = -1;
  for (let e = start[person]!; e < start[person + 1]! && day[e]! <= cut; e++) last = day[e]!;
  if (last < 0) return;
  const recent = between(visits, person, cut - RECENT, cut);
  put("recentVisits", recent);
  put("visitTrend", recent - between(visits, person, cut - 2 * RECENT, cut - RECENT));
  put("sinceVisit", cut - last);
}

/** How many entries lie after the day `after` and up to the day `to`. */
function between({ start, day }: DatedLog, person: number, after: EpochDay, to: EpochDay): number {
  let count = 0;
  for (let e = start[person]!; e < start[person + 1]! && day[e]! <= to; e++) if (day[e]! > after) count++;
  return count;
}
