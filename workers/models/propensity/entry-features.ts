import type { EpochDay } from "../../base/calendar.ts";
import { messageCodes, type CodedLog, type DatedLog, type PersonHistory } from "./person-history.ts";
import type { Put } from "./put.ts";

const RECENT = 90;
const HALF_YEAR = 180;

/** What a person did besides ordering, up to the cut: messages opened, visits and their fall, inquiries. */
export function entryFeatures(
  { messages, visits, inquiries }: PersonHistory,
  person: number,
  cut: EpochDay,
  put: Put,
): void {
  if (messages !== undefined) putMessages(messages, person, cut, put);
  if (visits !== undefined) putVisits(visits, person, cut, put);
  if (inquiries !== undefined) put("inquiries", between(inquiries, person, cut - HALF_YEAR, cut));
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
