import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import { checkEvery } from "../cancel.ts";
import { entryFeatures } from "./entry-features.ts";
import { fieldColumns } from "./field-columns.ts";
import type { Snapshot } from "./order-features.ts";
import { neverKnown, type DatedLog, type PersonHistory } from "./person-history.ts";
import type { Put } from "./put.ts";
import { wordsOf } from "./snapshot.ts";

const RECENT = 90;

/**
 * What was known at the end of the day `cut` of everybody the shop knew by then (registered, or seen doing something) who had
 * never ordered. Nothing dated after the cut is read.
 * @throws Cancelled
 */
export function leadSnapshot(history: PersonHistory, cut: EpochDay, job: JobControl): Snapshot {
  const { start, day, amount, mask } = history;
  const leads: number[] = [];
  const since: number[] = [];
  for (let p = 0; p < mask.length; p++) {
    checkEvery(job, p);
    if (mask[p] !== 1) continue;
    const known = firstKnown(history, p);
    if (known > cut) continue;
    let ordered = false;
    for (let o = start[p]!; o < start[p + 1]! && day[o]! <= cut; o++) ordered ||= amount[o]! >= 0;
    if (ordered) continue;
    leads.push(p);
    since.push(known);
  }
  const person = Int32Array.from(leads);
  const columns = fieldColumns(person.length);
  person.forEach((p, row) => {
    checkEvery(job, row);
    const put = columns.put(row);
    put("knownDays", cut - since[row]!);
    entryFeatures(history, p, cut, put);
    if (history.actions !== undefined) putActions(history.actions, p, cut, put);
    if (history.source !== undefined) put("source", history.source.codes[p]!);
  });
  return { person, table: columns.table(wordsOf(history)) };
}

/** The first day anything of a person is known; Infinity where nothing is. */
function firstKnown({ since, visits, actions, inquiries, messages }: PersonHistory, person: number): number {
  const registered = since?.[person] ?? neverKnown;
  let first = registered === neverKnown ? Infinity : registered;
  for (const log of [visits, actions, inquiries, messages])
    if (log !== undefined && log.start[person]! < log.start[person + 1]!)
      first = Math.min(first, log.day[log.start[person]!]!);
  return first;
}

function putActions({ start, day }: DatedLog, person: number, cut: EpochDay, put: Put): void {
  let [recent, last] = [0, NaN];
  for (let e = start[person]!; e < start[person + 1]! && day[e]! <= cut; e++) {
    if (day[e]! > cut - RECENT) recent++;
    last = day[e]!;
  }
  put("recentActions", recent);
  put("sinceAction", cut - last);
}
