import { isoDate, type EpochDay } from "../base/calendar.ts";
import type { Language } from "../terms/language.ts";
import { clock, csvLine } from "./cells.ts";
import type { ShopParameters } from "./parameters.ts";
import { products } from "./products.ts";
import type { Purchase } from "./purchases.ts";
import type { Random } from "./random.ts";

const headings: Readonly<Record<Language, string>> = {
  ja: "日時,イベント,ページURL,メールアドレス,クッキーID,滞在秒数",
  en: "Time,Event,Page URL,Email,Cookie ID,Seconds",
};

const words: Readonly<Record<Language, Readonly<Record<"view" | "login", string>>>> = {
  ja: { view: "ページ閲覧", login: "ログイン" },
  en: { view: "page_view", login: "login" },
};

const SITE = "https://shop.example.jp";

interface Visit {
  readonly day: EpochDay;
  /** When it ends. */
  readonly second: number;
  readonly cookie: string;
  /** Address of who logged in. */
  readonly email?: string;
  readonly pages: readonly string[];
}

interface Row {
  readonly day: EpochDay;
  readonly second: number;
  readonly line: string;
}

/**
 * Who looked at what in the web shop during its last days, in UTF-8 with LF, by time: before each purchase a visit that ends in a
 * log-in, now and then one some days earlier that does not, and strangers. A browser is a cookie; only the row of a log-in says whose.
 */
export function webActivityCsv(
  random: Random,
  purchases: readonly Purchase[],
  parameters: ShopParameters,
  language: Language,
): string {
  const from = parameters.lastDay - parameters.web.days;
  const bought = purchases
    .filter(({ at, day }) => at === "web" && day > from)
    .flatMap((purchase) => visitsOf(random, purchase, from));
  const strange = Array.from({ length: parameters.web.days }, (_, index) => from + 1 + index).flatMap((day) =>
    Array.from({ length: random.whole(2 * parameters.web.strangers + 1) }, () => strangerOn(random, day)),
  );
  const rows = [...bought, ...strange]
    .flatMap((visit) => rowsOf(random, visit, language))
    .sort((a, b) => a.day - b.day || a.second - b.second || (a.line < b.line ? -1 : 1));
  return `${[headings[language], ...rows.map(({ line }) => line)].join("\n")}\n`;
}

function visitsOf(
  random: Random,
  { person, day, second, lines }: Purchase,
  from: EpochDay,
): readonly Visit[] {
  const cookie = `kumoi.${String(person.number).padStart(5, "0")}.${random.chance(0.8) ? "1" : "2"}`;
  const seen = lines.map(({ product }) => `/products/${product.code}`);
  const bought: Visit = { day, second, cookie, email: person.email, pages: ["/", ...seen, "/cart"] };
  const before = day - 1 - random.whole(6);
  return random.chance(0.3) && before > from
    ? [{ day: before, second, cookie, pages: ["/", ...seen.slice(0, 2)] }, bought]
    : [bought];
}

function strangerOn(random: Random, day: EpochDay): Visit {
  const cookie = `kumoi.x${String(day)}.${String(random.whole(100_000)).padStart(5, "0")}`;
  const pages = Array.from({ length: 1 + random.whole(3) }, () => `/products/${random.pick(products).code}`);
  return { day, second: 3600 * 8 + random.whole(3600 * 14), cookie, pages: ["/", ...pages] };
}

function rowsOf(
  random: Random,
  { day, second, cookie, email, pages }: Visit,
  language: Language,
): readonly Row[] {
  const stays = pages.map(() => 8 + random.whole(90));
  let at = Math.max(0, second - stays.reduce((sum, stay) => sum + stay, 30));
  const row = (event: "view" | "login", page: string, stay: number | ""): Row => ({
    day,
    second: at,
    line: csvLine([
      `${isoDate(day)} ${clock(at)}`,
      words[language][event],
      `${SITE}${page}`,
      event === "login" ? (email ?? "") : "",
      cookie,
      stay,
    ]),
  });
  const rows = pages.map((page, index) => {
    const stay = stays[index] ?? 8;
    const seen = row("view", page, stay);
    at += stay;
    return seen;
  });
  return email === undefined ? rows : [...rows, row("login", "/login", "")];
}
