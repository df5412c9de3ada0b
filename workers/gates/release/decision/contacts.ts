import type { EpochDay } from "../../../base/calendar.ts";
import type { MessageColumns } from "../../../columns/columns.ts";
import { secondsEast } from "../../../columns/entries.ts";
import {
  messageClasses,
  messageClassOf,
  type MessageClass,
  type SendingRules,
} from "../../../terms/decision.ts";
import { consentedWays } from "../../../terms/release.ts";
import type { Workspace } from "../../../workspace.ts";
import { contactDays } from "./contact-days.ts";
import { serviceTest } from "./service-messages.ts";

const MS_PER_DAY = 86_400_000;

/** How often somebody was contacted on or after a day, by person index, as the vault knows. */
export interface Contacts {
  /** Days of contacts of a class, from the first day asked for. */
  daysOf(person: number, one: MessageClass): readonly EpochDay[];
  /** Messages since a day that serve the person and are no advertising. */
  serviceOf(person: number, since: EpochDay): number;
}

/** Decrypts what contacts are counted from, where it is not yet: cheap afterwards. Not inside a change. */
export async function readyContacts(workspace: Workspace): Promise<void> {
  if (!workspace.columns().built.has("messages")) await workspace.vault.prefetch(["messages"]);
}

/** Today, as the days of messages are told. */
export function todayOf(workspace: Workspace): EpochDay {
  return dayOf(workspace.now().getTime(), workspace);
}

function dayOf(time: number, { columns }: Pick<Workspace, "columns">): EpochDay {
  return Math.floor((time + 1000 * secondsEast(columns().orders.currency)) / MS_PER_DAY);
}

/** Counts contacts from `from` up to today: lists that left, by the class they went in, and what the mail tool reports as sent. */
export function readContacts(
  workspace: Workspace,
  { serviceCampaigns }: Pick<SendingRules, "serviceCampaigns">,
  from: EpochDay,
): Contacts {
  const columns = workspace.columns();
  const today = todayOf(workspace);
  const lists = releasedLists(workspace, from, today);
  const sent = sentMessages(columns.messages(), serviceTest(serviceCampaigns), from, today);
  return {
    daysOf: (person, one) =>
      contactDays(lists.get(person)?.[one] ?? [], sent.daysOf(person, one)).filter((day) => day >= from),
    serviceOf: sent.serviceOf,
  };
}

type DaysByClass = Partial<Record<MessageClass, EpochDay[]>>;

function releasedLists(workspace: Workspace, from: EpochDay, today: EpochDay) {
  const { vault } = workspace;
  const lists = new Map<number, DaysByClass>();
  // A day early: days are told by the clock of the vault, moments by that of UTC.
  const since = new Date((from - 1) * MS_PER_DAY).toISOString();
  const releases = vault.db.rows<{ id: number; at: string; purpose: string; platform: string | null }>(
    "SELECT id, at, purpose, platform FROM releases WHERE state = 'released' AND kind = 'consented' AND at >= ? ORDER BY at, id",
    [since],
  );
  const columns = workspace.columns();
  for (const { id, at, purpose, platform } of releases) {
    const way = consentedWays.find((one) => one.purpose === purpose && one.platform === platform);
    const day = dayOf(Date.parse(at), workspace);
    if (way === undefined || day < from || day > today) continue;
    const one = messageClassOf(way);
    const [customers] = vault.db.readColumns(
      `SELECT customer_id FROM release_people WHERE release_id = ${String(id)}`,
      ["int32"],
    );
    for (const customer of customers) {
      const person = columns.indexOf(customer);
      if (person < 0) continue;
      const days = lists.get(person) ?? {};
      (days[one] ??= []).push(day);
      lists.set(person, days);
    }
  }
  return lists;
}

function sentMessages(
  { start, day, event, channel, campaign }: MessageColumns,
  isService: (campaign: string | undefined) => boolean,
  from: EpochDay,
  today: EpochDay,
) {
  const sentCode = event.words.indexOf("sent");
  const service = Uint8Array.from(campaign.words, (name) => (isService(name) ? 1 : 0));
  const classCodes = new Map(messageClasses.map((one) => [one, channel.words.indexOf(one)]));
  const counted = (entry: number): boolean =>
    event.codes[entry] === sentCode && day[entry]! >= from && day[entry]! <= today;
  const serves = (entry: number): boolean => service[campaign.codes[entry]!] === 1;
  const each = function* (person: number): Generator<number> {
    if (sentCode < 0) return;
    for (let entry = start[person]!; entry < start[person + 1]!; entry++) if (counted(entry)) yield entry;
  };
  return {
    daysOf: (person: number, one: MessageClass): EpochDay[] => {
      const code = classCodes.get(one) ?? -1;
      const days: EpochDay[] = [];
      if (code < 0) return days;
      for (const entry of each(person))
        if (channel.codes[entry] === code && !serves(entry)) days.push(day[entry]!);
      return days;
    },
    serviceOf: (person: number, since: EpochDay): number => {
      let count = 0;
      for (const entry of each(person)) if (day[entry]! >= since && serves(entry)) count++;
      return count;
    },
  };
}
