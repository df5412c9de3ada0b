import { parseIsoDate, type EpochDay } from "../base/calendar.ts";

/**
 * The sample shop: 茶舗くもい (Kumoi Tea), a fictional tea and sweets shop in Kyoto with a web shop, a till
 * and a mail tool. Every number it is made from stands here. Nobody in it exists: mail addresses end
 * in example.jp (RFC 2606), telephone numbers hold 0000 where a real one has its exchange.
 *
 * People buy as Fader, Hardie and Lee (2005, "Counting your customers the easy way", section 3) say they
 * do: a rate a week from a gamma distribution, and after each purchase a chance to leave for good from a
 * beta distribution. What they spend follows Fader and Hardie's gamma-gamma model (2013, note 025).
 * The year's season, campaigns and weekdays bend that process, as they do in a real shop.
 */
export interface ShopParameters {
  readonly people: number;
  readonly firstDay: EpochDay;
  readonly lastDay: EpochDay;
  /** Purchases a week: gamma with shape `r` and rate `alpha`; leaving after a purchase: beta with `a`, `b`. */
  readonly purchase: { readonly r: number; readonly alpha: number; readonly a: number; readonly b: number };
  /** Yen an order: gamma with shape `p` and rate nu, nu itself gamma with shape `q` and rate `v`. */
  readonly spend: { readonly p: number; readonly q: number; readonly v: number };
  /** How many times more newcomers the last day has than the first. */
  readonly growth: number;
  /** Purchases by month, January first; 1 is an ordinary month. */
  readonly season: readonly number[];
  /** Purchases by day of the week, Sunday first; the till rests on Wednesdays. */
  readonly weekdays: readonly number[];
  readonly campaigns: readonly Campaign[];
  /** Where people buy: shares that add up to 1. `mail` is on the mailing list and has bought nothing. */
  readonly places: {
    readonly web: number;
    readonly till: number;
    readonly both: number;
    readonly mail: number;
  };
  /** Share of people with a row in the mail tool, by where they buy. */
  readonly subscribed: { readonly web: number; readonly till: number; readonly both: number };
  /** What people say: shares of yes and no, the rest left the box blank. */
  readonly consent: Readonly<Record<"email" | "ads" | "postal" | "profiling", YesNo>>;
  /** Share of those who said yes to mail and later took it back. */
  readonly withdrawn: number;
  /** What becomes of a letter of the mail tool: shares of those sent, and clicks of those opened. */
  readonly letters: {
    readonly bounced: number;
    readonly opened: number;
    readonly clicked: number;
    /** Months before the last day over which the mail tool keeps what became of letters. */
    readonly months: number;
  };
  /** Days before the last one over which the web shop keeps who looked at what, and strangers who look around on a day. */
  readonly web: { readonly days: number; readonly strangers: number };
  /** Share of web purchases that are reviewed. */
  readonly reviewed: number;
}

export interface Campaign {
  readonly from: EpochDay;
  readonly days: number;
  /** Factor on purchases and newcomers while it runs. */
  readonly lift: number;
}

interface YesNo {
  readonly yes: number;
  readonly no: number;
}

export const shopParameters: ShopParameters = {
  people: 1200,
  firstDay: day("2024-11-01"),
  lastDay: day("2026-11-15"),
  purchase: { r: 0.8, alpha: 7.5, a: 0.7, b: 3.2 },
  spend: { p: 5, q: 4.5, v: 2400 },
  growth: 1.8,
  season: [0.95, 1.05, 1.05, 0.95, 1.3, 0.85, 1.15, 0.75, 0.85, 1, 1.05, 1.5],
  weekdays: [1.35, 0.85, 0.85, 0.7, 0.9, 1.05, 1.5],
  campaigns: [
    { from: day("2025-05-01"), days: 14, lift: 1.7 },
    { from: day("2025-11-21"), days: 7, lift: 1.8 },
    { from: day("2026-05-01"), days: 14, lift: 1.7 },
  ],
  places: { web: 0.42, till: 0.28, both: 0.22, mail: 0.08 },
  subscribed: { web: 0.85, till: 0.4, both: 0.9 },
  consent: {
    email: { yes: 0.62, no: 0.18 },
    ads: { yes: 0.36, no: 0.4 },
    postal: { yes: 0.44, no: 0.26 },
    profiling: { yes: 0.3, no: 0.04 },
  },
  withdrawn: 0.14,
  letters: { bounced: 0.008, opened: 0.34, clicked: 0.22, months: 12 },
  web: { days: 120, strangers: 4 },
  reviewed: 0.06,
};

function day(text: string): EpochDay {
  return parseIsoDate(text) ?? 0;
}
