import { civilDate, epochDay, isoDate, type EpochDay } from "../base/calendar.ts";
import type { Language } from "../terms/language.ts";
import { clock, csvLine } from "./cells.ts";
import type { Subscriber } from "./mail-tool.ts";
import type { ShopParameters } from "./parameters.ts";
import type { Random } from "./random.ts";

type Happening = "sent" | "bounced" | "opened" | "clicked" | "unsubscribed";

const headings: Readonly<Record<Language, string>> = {
  ja: "メールアドレス,配信結果,配信日時,配信名",
  en: "Email,Message event,Time,Campaign",
};

const words: Readonly<Record<Language, Readonly<Record<Happening, string>>>> = {
  ja: { sent: "送信", bounced: "不達", opened: "開封", clicked: "クリック", unsubscribed: "配信停止" },
  en: {
    sent: "sent",
    bounced: "bounced",
    opened: "opened",
    clicked: "clicked",
    unsubscribed: "unsubscribed",
  },
};

/** What the shop writes about in each month, January first. */
const subjects: Readonly<Record<Language, readonly string[]>> = {
  ja: [
    "初釜のお茶",
    "寒い日のほうじ茶",
    "桜餅はじめました",
    "桜の茶会",
    "新茶のご案内",
    "水出しの季節",
    "お中元の詰合せ",
    "夏の冷茶",
    "栗羊羹の便り",
    "秋の玉露",
    "お歳暮のご案内",
    "年の瀬のお茶",
  ],
  en: [
    "New year's tea",
    "Hojicha for cold days",
    "Sakuramochi is here",
    "Tea under the cherries",
    "First flush",
    "Cold brew season",
    "Summer gifts",
    "Iced tea in summer",
    "Chestnut yokan",
    "Gyokuro in autumn",
    "Winter gifts",
    "Tea for the year's end",
  ],
};

interface Row {
  readonly day: EpochDay;
  readonly second: number;
  readonly person: number;
  readonly line: string;
}

/**
 * What became of the mail tool's monthly letters, in UTF-8 with LF, by time: sent to whoever stood at yes that morning, opened and
 * clicked by some, bounced from an address for good after the first time. Who took the yes back did so as the list of subscribers says.
 */
export function lettersCsv(
  random: Random,
  subscribers: readonly Subscriber[],
  parameters: ShopParameters,
  language: Language,
): string {
  const days = letterDays(parameters);
  const rows = subscribers
    .filter(({ agreed }) => agreed)
    .flatMap((subscriber) => rowsOf(random, subscriber, days, parameters, language))
    .sort((a, b) => a.day - b.day || a.second - b.second || a.person - b.person);
  return `${[headings[language], ...rows.map(({ line }) => line)].join("\n")}\n`;
}

/** The tenth of each of the last months. */
function letterDays({ lastDay, letters }: ShopParameters): readonly EpochDay[] {
  const { year, month } = civilDate(lastDay);
  return Array.from({ length: letters.months }, (_, index) => {
    const months = year * 12 + month - 1 - (letters.months - 1 - index);
    return epochDay(Math.floor(months / 12), (months % 12) + 1, 10) ?? lastDay;
  }).filter((day) => day <= lastDay);
}

function rowsOf(
  random: Random,
  { person, joined, left }: Subscriber,
  days: readonly EpochDay[],
  parameters: ShopParameters,
  language: Language,
): readonly Row[] {
  const { bounced, opened, clicked } = parameters.letters;
  // Some open nearly everything, most little: a share of each person's own.
  const own = random.beta(2 * opened, 2 * (1 - opened));
  const rows: Row[] = [];
  const add = (happening: Happening, day: EpochDay, second: number, letter: EpochDay): void => {
    const cells = [
      person.email,
      words[language][happening],
      `${isoDate(day)} ${clock(second)}`,
      subjectOf(letter, language),
    ];
    rows.push({ day, second, person: person.number, line: csvLine(cells) });
  };
  for (const day of days) {
    if (day <= joined || (left !== undefined && left.day <= day)) continue;
    const second = 9 * 3600 + random.whole(600);
    add("sent", day, second, day);
    if (random.chance(bounced)) {
      add("bounced", day, second + 5, day);
      break;
    }
    if (!random.chance(own)) continue;
    const opening = second + 60 + Math.floor(random.exponential(1 / 9000));
    const on = day + Math.floor(opening / 86_400);
    if (on > parameters.lastDay || (left !== undefined && on >= left.day)) continue;
    add("opened", on, opening % 86_400, day);
    if (random.chance(clicked) && (opening % 86_400) + 90 < 86_400)
      add("clicked", on, (opening % 86_400) + 20 + random.whole(70), day);
  }
  const letter = left === undefined ? undefined : days.findLast((day) => day <= left.day);
  if (left !== undefined && letter !== undefined) add("unsubscribed", left.day, left.second, letter);
  return rows;
}

function subjectOf(day: EpochDay, language: Language): string {
  const { year, month } = civilDate(day);
  const subject = subjects[language][month - 1] ?? "";
  return language === "ja"
    ? `${String(year)}年${String(month)}月 ${subject}`
    : `${subject} (${isoDate(day).slice(0, 7)})`;
}
