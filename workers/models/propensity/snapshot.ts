import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import type { BehaviourField } from "../../terms/propensity.ts";
import { checkEvery } from "../cancel.ts";
import type { Snapshot } from "./order-features.ts";
import { entryFeatures } from "./entry-features.ts";
import { fieldColumns } from "./field-columns.ts";
import { orderFeatures, type OrderFacts } from "./order-facts.ts";
import type { CodedWords, PersonHistory } from "./person-history.ts";
import type { Put } from "./put.ts";

/** A snapshot of those who may still leave, and how many had gone before. */
export interface ActiveSnapshot extends Snapshot {
  readonly gone: number;
}

interface SnapshotRequest {
  readonly cut: EpochDay;
  /** Who has not ordered for longer counts as gone. */
  readonly activeDays: number;
  /** Counts an order of their usual amount on the day of the cut: what would be, had they ordered. */
  readonly asIfOrdered?: boolean;
}

/**
 * What was known at the end of the day `cut` of everybody who had ordered within `activeDays` before. Nothing dated after the
 * cut is read, so nothing that came later can leak in; blanks where there is nothing to tell. Linear in what is dated.
 * @throws Cancelled
 */
export function activeSnapshot(
  history: PersonHistory,
  { cut, activeDays, asIfOrdered = false }: SnapshotRequest,
  job: JobControl,
): ActiveSnapshot {
  const { start, day, amount, mask } = history;
  const active: number[] = [];
  let gone = 0;
  for (let p = 0; p < mask.length; p++) {
    checkEvery(job, p);
    if (mask[p] !== 1) continue;
    const last = lastOrder(day, amount, start[p]!, start[p + 1]!, cut);
    if (last === undefined) continue;
    if (last > cut - activeDays) active.push(p);
    else gone++;
  }
  const person = Int32Array.from(active);
  const columns = fieldColumns(person.length);
  person.forEach((p, row) => {
    checkEvery(job, row);
    const put = columns.put(row);
    const facts = orderFeatures(history, p, cut, asIfOrdered, put);
    putWords(history, p, facts, put);
    entryFeatures(history, p, cut, put);
  });
  return { person, gone, table: columns.table(wordsOf(history)) };
}

function lastOrder(
  day: Int32Array,
  amount: Float64Array,
  from: number,
  to: number,
  cut: EpochDay,
): EpochDay | undefined {
  let last: EpochDay | undefined;
  for (let o = from; o < to && day[o]! <= cut; o++) if (amount[o]! >= 0) last = day[o]!;
  return last;
}

function putWords({ channel, source }: PersonHistory, person: number, facts: OrderFacts, put: Put): void {
  if (channel !== undefined) {
    put("firstChannel", channel.codes[facts.first]!);
    put("lastChannel", channel.codes[facts.last]!);
  }
  if (source !== undefined) put("source", source.codes[person]!);
}

/** The words of the fields that are categories. */
export function wordsOf({ channel, source }: PersonHistory): ReadonlyMap<BehaviourField, readonly string[]> {
  const entries: readonly (readonly [BehaviourField, CodedWords | undefined])[] = [
    ["firstChannel", channel],
    ["lastChannel", channel],
    ["source", source],
  ];
  return new Map(entries.flatMap(([field, coded]) => (coded === undefined ? [] : [[field, coded.words]])));
}
