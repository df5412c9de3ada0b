import { isoDate } from "../base/calendar.ts";
import type { Language } from "../terms/language.ts";
import { csvLine } from "./cells.ts";
import type { ShopParameters } from "./parameters.ts";
import type { Purchase } from "./purchases.ts";
import type { Random } from "./random.ts";

const headings: Readonly<Record<Language, string>> = {
  ja: "投稿日,評価,レビュー本文,商品名,商品コード,メールアドレス",
  en: "Review date,Rating,Review,Product name,Product code,Email",
};

/** What people write, by stars from one to five. `…` stands for a telephone number they should not have written down. */
const texts: Readonly<Record<Language, readonly (readonly string[])[]>> = {
  ja: [
    [
      "届いた箱がつぶれていて残念でした。",
      "湿気ていました。連絡をください。電話は…です。",
      "味が薄く、二度と買いません。",
    ],
    ["香りが弱く、期待したほどではありませんでした。", "配送が遅く、贈り物に間に合いませんでした。"],
    ["可もなく不可もなく。普段のお茶としては十分です。", "少し甘すぎますが、家族は喜びました。"],
    [
      "香りがよく、来客に出すと喜ばれます。",
      "甘みがあって飲みやすいです。また頼みます。",
      "包装が丁寧でした。",
    ],
    [
      "毎年楽しみにしています。香りが違います。",
      "母の日に贈ってとても喜ばれました。",
      "店員さんの説明どおりに淹れたら、とてもおいしかったです。",
      "どら焼きの皮がふわふわで最高です。",
    ],
  ],
  en: [
    [
      "The box was crushed when it arrived.",
      "It was damp. Please call me, my phone number is ….",
      "Weak taste, never again.",
    ],
    ["Less aroma than I had hoped for.", "It came late and missed the birthday it was meant for."],
    ["Neither good nor bad. Fine as a daily tea.", "A little too sweet, but the family liked it."],
    ["Lovely aroma, guests like it.", "Sweet and easy to drink. I will order again.", "Wrapped with care."],
    [
      "I look forward to it every year. The aroma is special.",
      "A gift for Mother's Day, and she loved it.",
      "Brewed as the shop explained, and it was delicious.",
      "The dorayaki are wonderfully fluffy.",
    ],
  ],
};

const STARS = [4, 6, 12, 33, 45];

/**
 * What buyers of the web shop wrote some days after a purchase, in UTF-8 with CRLF: most are content, some give stars and no word, and a
 * few write down a telephone number.
 */
export function reviewsCsv(
  random: Random,
  purchases: readonly Purchase[],
  parameters: ShopParameters,
  language: Language,
): string {
  const rows = purchases.flatMap(({ person, at, day, lines }) => {
    const posted = day + 3 + random.whole(12);
    if (at !== "web" || !random.chance(parameters.reviewed) || posted > parameters.lastDay) return [];
    const stars = random.weighted(STARS);
    const text = random.pick(texts[language][stars] ?? [""]).replace("…", person.phone);
    const { product } = random.pick(lines);
    const silent = random.chance(0.15);
    return [
      {
        posted,
        line: csvLine([
          isoDate(posted),
          stars + 1,
          silent ? "" : text,
          product[language],
          product.code,
          random.chance(0.85) ? person.email : "",
        ]),
      },
    ];
  });
  const sorted = rows.toSorted((a, b) => a.posted - b.posted).map(({ line }) => line);
  return `${[headings[language], ...sorted].join("\r\n")}\r\n`;
}
