import type { EpochDay } from "../../../base/calendar.ts";

/** A mail tool's report comes with the days on which a released list was sent: up to so many days after it left, they are one contact. */
export const sentWithin = 14;

/**
 * The days on which somebody was contacted in one class. A list they were in counts from the day it left, and what the mail tool says
 * was sent counts, too; a list and the sending it was made for are one contact, on the day of the sending: each list takes
 * the earliest sending not taken yet, of its own day or of the 14 after.
 *
 * @param lists days of released lists, rising
 * @param sent days of sendings, rising
 */
export function contactDays(lists: readonly EpochDay[], sent: readonly EpochDay[]): EpochDay[] {
  const days: EpochDay[] = [];
  let next = 0;
  for (const list of lists) {
    while (next < sent.length && sent[next]! < list) days.push(sent[next++]!);
    if (next < sent.length && sent[next]! <= list + sentWithin) days.push(sent[next++]!);
    else days.push(list);
  }
  for (; next < sent.length; next++) days.push(sent[next]!);
  return days;
}
