import type { EpochDay } from "../../../base/calendar.ts";
import {
  messageClassOf,
  type CapState,
  type FrequencyCap,
  type MessageClass,
  type SendingRules,
} from "../../../terms/decision.ts";
import type { ConsentedRequest } from "../../../terms/release.ts";
import type { Workspace } from "../../../workspace.ts";
import { readContacts, todayOf, type Contacts } from "./contacts.ts";
import { firstOf, isOver, pressureDays } from "./pressure.ts";
import { readRules } from "./rules.ts";

/** How often people were contacted, and who had their fill of the class a release belongs to. */
export interface Fill {
  readonly rules: SendingRules;
  readonly contacts: Contacts;
  readonly today: EpochDay;
  readonly class: MessageClass;
  readonly cap: FrequencyCap | undefined;
  readonly withheld: boolean;
  readonly over: (person: number) => boolean;
}

/** Reads the vault's rules and contacts for a release. */
export function fillOf(workspace: Workspace, request: ConsentedRequest): Fill {
  const rules = readRules(workspace.vault.db);
  const one = messageClassOf(request);
  const cap = rules.caps[one];
  const today = todayOf(workspace);
  const from = firstOf(Math.max(pressureDays, cap?.days ?? 0), today);
  const contacts = readContacts(workspace, rules, from);
  const over = (person: number): boolean =>
    cap !== undefined && isOver(cap, contacts.daysOf(person, one), today);
  return { rules, contacts, today, class: one, cap, withheld: request.overCap !== "send", over };
}

/**
 * Takes people who had their fill out of a segment, of those who would leave, and answers how many they are; where they are to go all the
 * same, nobody is taken out.
 */
export function keepOver(fill: Fill, segment: Uint8Array, releasable: Uint8Array): CapState {
  let over = 0;
  if (fill.cap !== undefined)
    for (let person = 0; person < segment.length; person++) {
      if (segment[person] !== 1 || releasable[person] !== 1 || !fill.over(person)) continue;
      over++;
      if (fill.withheld) segment[person] = 0;
    }
  return { class: fill.class, ...(fill.cap && { cap: fill.cap }), over, withheld: fill.withheld };
}
