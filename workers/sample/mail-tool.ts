import { isoDate, type EpochDay } from "../base/calendar.ts";
import type { Language } from "../terms/language.ts";
import { clock, csvLine } from "./cells.ts";
import type { ShopParameters } from "./parameters.ts";
import type { Person } from "./people.ts";
import type { Purchase } from "./purchases.ts";
import type { Random } from "./random.ts";

type Answer = "yes" | "no" | "blank";
type Topic = keyof ShopParameters["consent"];

const headings: Readonly<Record<Language, string>> = {
  ja: "メールアドレス,氏名,電話番号,登録日,メール配信同意,広告連携同意,郵送DM同意,購買分析同意,同意日時,同意文言",
  en: "Email,Full name,Phone,Registered on,Email consent,Ads consent,Postal consent,Profiling consent,Consent time,Consent wording",
};

const answers: Readonly<Record<Language, Readonly<Record<Answer, string>>>> = {
  ja: { yes: "同意する", no: "同意しない", blank: "" },
  en: { yes: "granted", no: "denied", blank: "" },
};

/** Somebody on the mailing list. */
export interface Subscriber {
  readonly person: Person;
  /** Whether they said yes to letters when they joined. */
  readonly agreed: boolean;
  readonly joined: EpochDay;
  /** When they took the yes back. */
  readonly left?: { readonly day: EpochDay; readonly second: number };
}

/** The mail tool's list of subscribers, as a file and as its own memory. */
interface MailingList {
  readonly csv: string;
  readonly subscribers: readonly Subscriber[];
}

/** What people were asked; the second text came with the shop's new privacy notice. */
const wordings: Readonly<Record<Language, readonly [string, string]>> = {
  ja: [
    "茶舗くもいからのお知らせを受け取ります。(2024年版)",
    "茶舗くもいが、新茶や催しのお知らせをお送りすること、選んだ項目に個人情報を使うこと（広告では米国の会社への提供を含みます）に同意します。(2025年10月版)",
  ],
  en: [
    "I would like to hear from Kumoi Tea. (2024)",
    "I agree that Kumoi Tea sends me news of tea and events, and uses my data for the items I ticked (for advertising, with companies in the United States). (October 2025)",
  ],
};

const NEW_WORDING_FROM = 20_362; // 2025-10-01

/**
 * The mail tool's subscribers, in UTF-8 without a mark and with LF: one row each time somebody said
 * something, so a person who took a yes back has two rows. A blank answer says nothing either way.
 */
export function mailingList(
  random: Random,
  people: readonly Person[],
  purchases: readonly Purchase[],
  parameters: ShopParameters,
  language: Language,
): MailingList {
  const joined = firstDays(purchases);
  const entries = people.flatMap((person) => {
    const subscribes = person.place === "mail" || random.chance(parameters.subscribed[person.place]);
    const span = parameters.lastDay - parameters.firstDay;
    const day = joined.get(person.number) ?? parameters.firstDay + random.whole(span);
    return subscribes ? [entryOf(random, person, day, parameters, language)] : [];
  });
  const lines = entries.flatMap(({ rows }) => rows);
  return {
    csv: `${[headings[language], ...lines].join("\n")}\n`,
    subscribers: entries.map(({ subscriber }) => subscriber),
  };
}

interface Entry {
  readonly rows: readonly string[];
  readonly subscriber: Subscriber;
}

function entryOf(
  random: Random,
  person: Person,
  day: EpochDay,
  parameters: ShopParameters,
  language: Language,
): Entry {
  const said = (topic: Topic): Answer => {
    const { yes, no } = parameters.consent[topic];
    return (["yes", "no", "blank"] as const)[random.weighted([yes, no, 1 - yes - no])] ?? "blank";
  };
  const first = {
    email: said("email"),
    ads: said("ads"),
    postal: said("postal"),
    profiling: said("profiling"),
  };
  const row = (saidOn: EpochDay, now: Readonly<Record<Topic, Answer>>) => {
    const silent = Object.values(now).every((answer) => answer === "blank");
    const second = 8 * 3600 + random.whole(14 * 3600);
    const line = csvLine([
      random.chance(0.05) ? person.email.toUpperCase() : person.email,
      language === "ja" ? `${person.family.ja} ${person.given.ja}` : `${person.given.en} ${person.family.en}`,
      person.place === "till" || random.chance(0.5) ? person.phone : "",
      isoDate(day),
      answers[language][now.email],
      answers[language][now.ads],
      answers[language][now.postal],
      answers[language][now.profiling],
      silent ? "" : `${isoDate(saidOn)} ${clock(second)}`,
      silent ? "" : wordings[language][saidOn >= NEW_WORDING_FROM ? 1 : 0],
    ]);
    return { line, second };
  };
  const { line } = row(day, first);
  const agreed = first.email === "yes";
  const later = day + 20 + random.whole(300);
  if (!agreed || !random.chance(parameters.withdrawn) || later > parameters.lastDay)
    return { rows: [line], subscriber: { person, agreed, joined: day } };
  const last = row(later, { ...first, email: "no", ads: first.ads === "yes" ? "no" : first.ads });
  return {
    rows: [line, last.line],
    subscriber: { person, agreed, joined: day, left: { day: later, second: last.second } },
  };
}

function firstDays(purchases: readonly Purchase[]): ReadonlyMap<number, EpochDay> {
  const days = new Map<number, EpochDay>();
  for (const { person, day } of purchases) if (!days.has(person.number)) days.set(person.number, day);
  return days;
}
