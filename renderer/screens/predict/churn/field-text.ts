import type { BehaviourField, PropensityScore } from "../../../../workers/terms/propensity.ts";
import type { Format } from "../../../i18n/format.ts";
import type { Words } from "../../../i18n/words.ts";

type Kind = "days" | "count" | "difference" | "money" | "times" | "share" | "yes" | "level" | "hour" | "tone";

const kinds: Readonly<Record<BehaviourField, Kind>> = {
  sinceLast: "days",
  sinceFirst: "days",
  orders: "count",
  recentOrders: "count",
  orderTrend: "difference",
  meanAmount: "money",
  lastAgainstMean: "times",
  gap: "days",
  gapSpread: "days",
  sinceLastAgainstGap: "times",
  returns: "count",
  discountShare: "share",
  breadth: "count",
  firstChannel: "level",
  lastChannel: "level",
  source: "level",
  openedShare: "share",
  sinceOpened: "days",
  unsubscribed: "yes",
  recentVisits: "count",
  visitTrend: "difference",
  sinceVisit: "days",
  inquiries: "count",
  loginTrend: "difference",
  sinceLogin: "days",
  useTrend: "difference",
  tone: "tone",
  partingTexts: "count",
  sinceNew: "days",
  firstAmount: "money",
  earlyAmount: "money",
  earlyOrders: "count",
  earlyBreadth: "count",
  earlySecond: "days",
  earlyDiscount: "share",
  earlyVisits: "count",
  earlyOpened: "count",
  visitsBefore: "count",
  knownDays: "days",
  recentActions: "count",
  sinceAction: "days",
  dueDays: "days",
  openRate: "share",
  clickRate: "share",
  messagesBefore: "count",
  sinceMessage: "days",
  unopenedRun: "count",
  sendHour: "hour",
  weekday: "level",
};

/** An entry of a field as a person would write it: 143 days, 2.1 times, ¥4,200. Blanks have a word of their own. */
export function entryText(
  field: BehaviourField,
  value: number | string | undefined,
  currency: string,
  { format, words }: { readonly format: Format; readonly words: Words },
): string {
  if (value === undefined || value === "") return words.label("churnEntry", "blank");
  if (field === "weekday") return words.label("weekday", String(value));
  if (typeof value === "string") return words.label("source", value);
  switch (kinds[field]) {
    case "days":
      return words.label("churnEntry", "days", { days: format.count(value), count: Math.round(value) });
    case "count":
      return format.count(value);
    case "difference":
      return format.difference(value);
    case "money":
      return format.money(Math.round(value), currency);
    case "times":
      return words.label("churnEntry", "times", { times: format.decimal(value, 1) });
    case "share":
      return format.percent(value);
    case "yes":
      return words.label("churnEntry", value > 0 ? "yes" : "no");
    case "tone":
      return words.label("churnEntry", value >= 0.2 ? "content" : value <= -0.2 ? "discontent" : "mixed", {
        tone: format.decimal(value, 2),
      });
    case "hour":
      return words.label("churnEntry", "hour", { hour: format.count(value) });
    case "level":
      return String(value);
  }
}

/** People out of a hundred that a part of a chance makes, with its sign. */
export function outOfHundred(part: number, format: Format): string {
  return format.difference(Math.round(100 * part));
}

/**
 * What is not named beside the reasons, in people out of a hundred. The parts are shown as whole people, and so their roundings
 * belong here: everything that is read adds up to the chance that is read.
 */
export function othersOutOfHundred(
  { chance, base, reasons }: Pick<PropensityScore, "chance" | "base" | "reasons">,
  format: Format,
): string {
  const whole = (share: number): number => Math.round(100 * share);
  const named = reasons.reduce((sum, { adds }) => sum + whole(adds), 0);
  return format.difference(whole(chance) - whole(base) - named);
}
