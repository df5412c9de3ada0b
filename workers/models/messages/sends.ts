import type { JobControl } from "../../base/job.ts";
import { checkEvery } from "../cancel.ts";

/** Happenings of messages, as codes of a log. */
export const happenings = { sent: 0, delivered: 1, opened: 2, clicked: 3, bounced: 4, left: 5 } as const;

/** What happened to messages, by person, in order of time: those of person p are `start[p]` to `start[p + 1]`. */
export interface MessageLog {
  readonly start: Int32Array;
  /** Seconds since 1970 on the clock of the wall where hours are told. */
  readonly at: Float64Array;
  readonly happening: Uint8Array;
  /** Codes into `channels`. */
  readonly channel: Int32Array;
  readonly channels: readonly string[];
  /** Codes of campaigns, -1 where none is named. */
  readonly campaign: Int32Array;
}

/** Messages that went out and what became of each, by person, in order of time. */
export interface Sends {
  readonly start: Int32Array;
  readonly at: Float64Array;
  /** Moment of the first opening and of the first click; NaN without one. */
  readonly opened: Float64Array;
  readonly clicked: Float64Array;
  readonly channel: Int32Array;
}

/** A report of a delivery within so many seconds of the sending is of the same message. */
const SAME = 3 * 86_400;
/** An opening so much later is of no message any more. */
const LATEST = 60 * 86_400;

/**
 * Puts openings and clicks to the message they belong to: the latest of the same person, channel and campaign that went out before.
 * Some tools report what they sent, some what arrived, some both: one message of these is one. A click is an opening, too. What
 * bounced did not go out; an outcome of no message known is left out. Linear in what happened.
 * @throws Cancelled
 */
export function sendsOf(log: MessageLog, job: JobControl): Sends {
  const found = new SendList();
  const people = log.start.length - 1;
  const start = new Int32Array(people + 1);
  for (let p = 0; p < people; p++) {
    checkEvery(job, 64 * p);
    takePerson(log, p, found);
    start[p + 1] = found.length;
  }
  return found.sends(start);
}

function takePerson(log: MessageLog, person: number, found: SendList): void {
  const from = found.length;
  const latest = new Map<number, number>();
  const key = (e: number) => log.campaign[e]! * 64 + log.channel[e]!;
  const { start, at, happening } = log;
  for (let e = start[person]!; e < start[person + 1]!; e++) {
    const what = happening[e]!;
    if (what !== happenings.sent && what !== happenings.delivered) continue;
    const known = latest.get(key(e));
    const same = known !== undefined && at[e]! - found.at[known]! <= SAME;
    if (same && what === happenings.delivered && !found.arrived.has(known)) {
      found.arrived.add(known);
      continue;
    }
    latest.set(key(e), found.push(at[e]!, log.channel[e]!, key(e)));
    if (what === happenings.delivered) found.arrived.add(found.length - 1);
  }
  for (let e = start[person]!; e < start[person + 1]!; e++) {
    const what = happening[e]!;
    if (what !== happenings.opened && what !== happenings.clicked && what !== happenings.bounced) continue;
    const to = found.before(from, key(e), at[e]!);
    if (to === undefined) continue;
    if (what === happenings.bounced) found.bounced.add(to);
    else if (at[e]! - found.at[to]! <= LATEST) found.outcome(to, at[e]!, what === happenings.clicked);
  }
}

class SendList {
  readonly at: number[] = [];
  readonly arrived = new Set<number>();
  readonly bounced = new Set<number>();
  private readonly opened: number[] = [];
  private readonly clicked: number[] = [];
  private readonly channel: number[] = [];
  private readonly key: number[] = [];

  get length(): number {
    return this.at.length;
  }

  push(at: number, channel: number, key: number): number {
    this.opened.push(NaN);
    this.clicked.push(NaN);
    this.channel.push(channel);
    this.key.push(key);
    return this.at.push(at) - 1;
  }

  /** The latest message of a key, from the place `from` on, that had gone out by a moment. */
  before(from: number, key: number, at: number): number | undefined {
    for (let s = this.length - 1; s >= from; s--) if (this.key[s] === key && this.at[s]! <= at) return s;
    return undefined;
  }

  outcome(to: number, at: number, click: boolean): void {
    if (!(this.opened[to]! <= at)) this.opened[to] = at;
    if (click && !(this.clicked[to]! <= at)) this.clicked[to] = at;
  }

  sends(start: Int32Array): Sends {
    const kept = Int32Array.from(this.at.keys()).filter((s) => !this.bounced.has(s));
    const places = new Int32Array(start.length);
    let next = 0;
    start.forEach((to, p) => {
      while (next < kept.length && kept[next]! < to) next++;
      places[p] = next;
    });
    const pick = (list: readonly number[]) => Float64Array.from(kept, (s) => list[s]!);
    return {
      start: places,
      at: pick(this.at),
      opened: pick(this.opened),
      clicked: pick(this.clicked),
      channel: Int32Array.from(kept, (s) => this.channel[s]!),
    };
  }
}
