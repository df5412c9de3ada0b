import type { JobControl } from "../../base/job.ts";
import type { Columns } from "../../columns/columns.ts";
import { checkEvery } from "../../models/cancel.ts";
import { happenings, type MessageLog } from "../../models/messages/sends.ts";
import type { MessageEvent } from "../../terms/entries.ts";
import type { PurposeCode } from "../../terms/purpose.ts";
import { visibleFields } from "./visible-fields.ts";

const codes: Readonly<Record<MessageEvent, number>> = {
  sent: happenings.sent,
  delivered: happenings.delivered,
  opened: happenings.opened,
  clicked: happenings.clicked,
  bounced: happenings.bounced,
  complained: happenings.left,
  unsubscribed: happenings.left,
};

interface MessageSource {
  readonly columns: Columns;
  readonly purpose: PurposeCode;
  /** Person index of each row of the run. */
  readonly people: Int32Array;
  /** IANA name of the zone whose hours count. */
  readonly zone: string;
}

/**
 * What happened to the messages of a run's people, under its row numbers, on the clock of a zone. Undefined where the purpose may
 * not look at messages or the vault holds none.
 * @throws Cancelled
 */
export function messageLog(
  { columns, purpose, people, zone }: MessageSource,
  job: JobControl,
): MessageLog | undefined {
  const wanted = ["message_event", "occurred_at", "medium", "campaign"] as const;
  const visible = visibleFields(purpose, wanted);
  if (!visible.includes("message_event") || !visible.includes("occurred_at")) return undefined;
  const { start, at, event, channel, campaign } = columns.messages();
  const rowStart = new Int32Array(people.length + 1);
  people.forEach((person, row) => (rowStart[row + 1] = rowStart[row]! + start[person + 1]! - start[person]!));
  const total = rowStart[people.length]!;
  if (total === 0) return undefined;
  const moments = new Float64Array(new SharedArrayBuffer(8 * total));
  const happening = new Uint8Array(new SharedArrayBuffer(total));
  const [ways, campaigns] = [shared(total), shared(total)];
  const known = event.words.map((word) => codes[word as MessageEvent]);
  const east = zoneClock(zone);
  let next = 0;
  people.forEach((person, row) => {
    checkEvery(job, 16 * row);
    for (let e = start[person]!; e < start[person + 1]!; e++, next++) {
      moments[next] = at[e]! + east(at[e]!);
      happening[next] = known[event.codes[e]!]!;
      ways[next] = visible.includes("medium") ? channel.codes[e]! : 0;
      campaigns[next] = visible.includes("campaign") ? campaign.codes[e]! : -1;
    }
  });
  return {
    start: rowStart,
    at: moments,
    happening,
    channel: ways,
    channels: visible.includes("medium") ? channel.words : ["email"],
    campaign: campaigns,
  };
}

function shared(length: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(4 * length));
}

const QUARTER = 900;

/** Seconds that the clock of a zone is ahead of UTC at a moment; each quarter of an hour is asked for once. */
export function zoneClock(zone: string): (at: number) => number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  const found = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(at / QUARTER);
    const known = found.get(quarter);
    if (known !== undefined) return known;
    const said = new Map(
      parts.formatToParts(quarter * QUARTER * 1000).map(({ type, value }) => [type, Number(value)]),
    );
    const of = (type: Intl.DateTimeFormatPartTypes) => said.get(type) ?? 0;
    const wall = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute")) / 1000;
    const east = wall - quarter * QUARTER;
    found.set(quarter, east);
    return east;
  };
}
