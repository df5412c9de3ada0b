import type {
  ChoiceFairness,
  ContactPressure,
  MessageClass,
  SendingCheck,
  SendingEffect,
} from "../../../terms/decision.ts";
import { defaultK } from "../../../terms/release.ts";
import type { Act } from "../../../terms/segment-acts.ts";
import type { Condition } from "../../../terms/segment.ts";
import { scoreAttributes } from "../segments/conditions.ts";
import { topicsOfName } from "../segments/name-topics.ts";

/** What the checks look at: how the people were chosen, and who they are together. */
export interface SendingCase {
  readonly name: string;
  /** Of the segment and of those it stands on. */
  readonly conditions: readonly Condition[];
  readonly class: MessageClass;
  readonly effect: SendingEffect | undefined;
  readonly people: number;
  /** Of them, with at most one order. */
  readonly newcomers: number;
  readonly pressure: ContactPressure;
  readonly fairness: readonly ChoiceFairness[];
}

/** A visit a week ago is still felt as being watched. */
const RECENT_DAYS = 7;
const DEEP_KINDS = 3;
const MANY_SHARE = 0.1;

/**
 * What to think of under the two questions before sending, from nothing but the definition and counts: does the message give away that
 * somebody was watched (visits of these days, opened messages, inquiries, things inferred), does what is used fit the place it reaches
 * people in and how well they know the shop, have they had enough, and is the choice fair.
 */
export function sendingChecks(given: SendingCase): readonly SendingCheck[] {
  const acts = given.conditions.flatMap(actsOf);
  const found: SendingCheck[] = [];
  const feel = (code: SendingCheck["code"], details: SendingCheck["details"] = {}): void => {
    found.push({ question: "feel", code, details });
  };
  const recent = acts.find(({ act, days }) => act.what === "event" && days <= RECENT_DAYS);
  if (recent !== undefined) feel("recent-visits", { days: recent.days });
  if (acts.some(({ act }) => act.what === "message" && act.events.some(isReading))) feel("opened-messages");
  if (given.conditions.some(isInferred)) feel("inferred");
  if (acts.some(({ act }) => act.what === "review" && (act.kinds ?? ["inquiry"]).includes("inquiry")))
    feel("inquiry");
  const webOnly = given.class === "post" || given.class === "sms";
  if (webOnly && acts.some(({ act }) => act.what === "event")) feel("other-place");
  if (given.conditions.some((one) => one.kind === "known" && one.fact === "joined")) feel("joined");
  const kinds = new Set(given.conditions.flatMap(kindsOf)).size;
  if (kinds >= DEEP_KINDS && 2 * given.newcomers > given.people)
    feel("deep-use", { kinds, newcomers: given.newcomers });
  const many = given.pressure.fourOrMore;
  if (many > 0 && many > MANY_SHARE * given.people)
    feel("pressure", { people: many, days: given.pressure.days });
  if (given.people > 0 && given.people < defaultK) feel("few-people", { people: given.people });
  if (topicsOfName(given.name).length > 0) feel("sensitive-name");
  return [...found, ...fairChecks(given)];
}

function fairChecks({ conditions, effect, fairness }: SendingCase): readonly SendingCheck[] {
  const found: SendingCheck[] = [];
  const fair = (code: SendingCheck["code"], details: SendingCheck["details"] = {}): void => {
    found.push({ question: "fair", code, details });
  };
  if (conditions.some(isAboutWho)) fair("attributes");
  for (const { attribute, verdict } of fairness) if (verdict === "look-closer") fair("unfair", { attribute });
  if (effect !== undefined && effect !== "information" && fairness.length === 0) fair("groups-not-named");
  return found;
}

function isReading(event: string): boolean {
  return event === "opened" || event === "clicked";
}

function isInferred(condition: Condition): boolean {
  if (condition.kind === "choice") return condition.attribute === "rfmGroup";
  return condition.kind === "number" && scoreAttributes.has(condition.attribute);
}

/** Who somebody is, and not what they did. */
function isAboutWho(condition: Condition): boolean {
  if (condition.kind !== "choice") return false;
  return ["gender", "ageBand", "prefecture", "country"].includes(condition.attribute);
}

/** The acts a condition asks for, and how many days back at the most. */
function actsOf(condition: Condition): readonly { readonly act: Act; readonly days: number }[] {
  const within =
    "window" in condition && condition.window.kind === "lastDays" ? condition.window.days : Infinity;
  if (condition.kind === "did") return [{ act: condition.act, days: within }];
  if (condition.kind !== "sequence") return [];
  return [condition.first, condition.then].map((act) => ({ act, days: within }));
}

/** Kinds of data a condition looks into. */
function kindsOf(condition: Condition): readonly string[] {
  const acts = actsOf(condition).map(({ act }) => act.what);
  if (acts.length > 0) return acts;
  if (isInferred(condition)) return ["scores"];
  if (isAboutWho(condition)) return ["attributes"];
  return condition.kind === "number" || condition.kind === "choice" ? ["order"] : [];
}
