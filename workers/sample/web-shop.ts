import { isoDate } from "../base/calendar.ts";
import type { Language } from "../terms/language.ts";
import { clock, csvLine } from "./cells.ts";
import type { Person } from "./people.ts";
import type { Purchase } from "./purchases.ts";

const headings: Readonly<Record<Language, string>> = {
  ja: "注文番号,会員ID,お名前(姓),お名前(名),お名前(セイ),お名前(メイ),郵便番号,都道府県,市区町村,番地,メールアドレス,電話番号,性別,誕生日,注文合計,販売チャネル,対応状況,受注日,商品コード,商品名,価格,個数",
  en: "Order number,Customer ID,Last name,First name,Last name (kana),First name (kana),Postal code,Prefecture,City,Street,Email,Phone,Gender,Birthday,Order total,Channel,Status,Order date,Product code,Product name,Unit price,Quantity",
};

const genders: Readonly<Record<Language, Readonly<Record<Person["gender"], string>>>> = {
  ja: { female: "女性", male: "男性", unsaid: "" },
  en: { female: "female", male: "male", unsaid: "" },
};

/**
 * The web shop's orders as an EC-CUBE 4 order export cut down by its owner: UTF-8 with a byte order
 * mark, CRLF, one row a line of an order, the order and its buyer repeated on each.
 */
export function webShopCsv(purchases: readonly Purchase[], language: Language): string {
  const rows = purchases
    .filter((purchase) => purchase.at === "web")
    .flatMap((purchase, index) => orderRows(purchase, 10_001 + index, language));
  return `\uFEFF${[headings[language], ...rows].join("\r\n")}\r\n`;
}

function orderRows(purchase: Purchase, order: number, language: Language): readonly string[] {
  const { person, day, second, total } = purchase;
  const moment = `${isoDate(day)} ${clock(second)}`;
  const buyer = [
    `W${String(person.number).padStart(5, "0")}`,
    person.family[language],
    person.given[language],
    person.family.kana,
    person.given.kana,
    `${person.prefecture.postal}-0000`,
    person.prefecture[language],
    person.town[language],
    language === "ja" ? `見本町${person.block}` : `${person.block} Mihoncho`,
    person.email,
    person.phone,
    genders[language][person.gender],
    isoDate(person.birth),
  ];
  const status = language === "ja" ? "発送済み" : "shipped";
  return purchase.lines.map(({ product, quantity }) =>
    csvLine([
      `KM-${String(order)}`,
      ...buyer,
      total,
      language === "ja" ? "ウェブショップ" : "Web shop",
      status,
      moment,
      product.code,
      product[language],
      product.price,
      quantity,
    ]),
  );
}
