import type { EpochDay } from "../../../base/calendar.ts";
import {
  messageClasses,
  type ContactPressure,
  type FrequencyCap,
  type MessageClass,
} from "../../../terms/decision.ts";
import type { Contacts } from "./contacts.ts";

/** Days that contact pressure looks back, today among them. */
export const pressureDays = 30;

/** The first of the last `days` days, today among them. */
export function firstOf(days: number, today: EpochDay): EpochDay {
  return today - days + 1;
}

/** Whether one contact more would be more than the cap allows. */
export function isOver(cap: FrequencyCap, days: readonly EpochDay[], today: EpochDay): boolean {
  const from = firstOf(cap.days, today);
  let count = 0;
  for (const day of days) if (day >= from && day <= today) count++;
  return count >= cap.most;
}

/** How often these people were contacted in the last 30 days, and the contacts by class. */
export function pressureOf(
  persons: Int32Array,
  contacts: Contacts,
  today: EpochDay,
): {
  readonly pressure: ContactPressure;
  readonly contacts: Readonly<Record<MessageClass | "service", number>>;
} {
  const from = firstOf(pressureDays, today);
  const byClass = { email: 0, line: 0, sms: 0, post: 0, ads: 0, service: 0 };
  const bands = [0, 0, 0, 0];
  for (const person of persons) {
    let all = 0;
    for (const one of messageClasses) {
      const own = contacts.daysOf(person, one).filter((day) => day >= from).length;
      byClass[one] += own;
      all += own;
    }
    byClass.service += contacts.serviceOf(person, from);
    const band = all === 0 ? 0 : all === 1 ? 1 : all < 4 ? 2 : 3;
    bands[band] = bands[band]! + 1;
  }
  const [none = 0, one = 0, twoOrThree = 0, fourOrMore = 0] = bands;
  return { pressure: { days: pressureDays, none, one, twoOrThree, fourOrMore }, contacts: byClass };
}
