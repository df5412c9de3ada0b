import Encoding from "encoding-japanese";
import { isoDate } from "../base/calendar.ts";
import { clock, csvLine, fullWidth, grouped, reiwaDate, slashDate } from "./cells.ts";
import { halfWidthKana } from "./half-width.ts";
import type { Purchase } from "./purchases.ts";
import type { Random } from "./random.ts";

const HEADINGS = "伝票番号,売上日,時刻,店舗,会員番号,会員名カナ,電話番号,点数,売上金額,支払方法";
const PAYMENTS = ["現金", "クレジット", "電子マネー", "コード決済"];
const REFUND_SHARE = 0.012;
/** Stands for a byte that CP932 does not know until the file is encoded. */
const BAD_BYTE = "\uE000";

/**
 * The till's receipts, in CP932 with CRLF as the till writes them in either language: dates of the
 * western calendar and of 令和, some typed full-width, money grouped, refunds with ▲, names in
 * half-width kana. Seven rows are bad, each in its own way:
 *
 * 1. a date that does not exist, 2. an amount that is no number, 3. a row cut short, 4. a sale with
 * nothing that says who, 5. a byte that no character has, 6. the till's own total row, and 7. at the very end a
 * cell whose quote is never closed.
 */
export function tillCsv(random: Random, purchases: readonly Purchase[]): Uint8Array {
  const rows = receipts(random, purchases);
  const total = purchases.reduce((sum, purchase) => sum + (purchase.at === "till" ? purchase.total : 0), 0);
  const at = (share: number) => Math.floor(rows.length * share);
  const bad: readonly (readonly [number, string])[] = [
    [at(0.11), "R90001,2025/02/30,11:05:00,本店,M00007,,090-0000-0007,2,1944,現金"],
    [at(0.27), "R90002,2025/04/12,13:40:00,本店,M00012,,090-0000-0012,1,abc,現金"],
    [at(0.43), "R90003,2025/06/21,15:2"],
    [at(0.62), "R90004,2025/11/29,16:15:00,本店,,,,3,3024,現金"],
    [at(0.97), `R90005,2026/09/05,10:20:00,本店${BAD_BYTE},M00031,,090-0000-0031,1,864,現金`],
  ];
  const lines = rows.flatMap((row, index) => [
    row,
    ...bad.filter(([after]) => after === index).map(([, line]) => line),
  ]);
  const tail = [
    `合計,,,,,,,,"${grouped(total)}",`,
    'R90006,2026/11/15,17:55:00,"本店,M00044,,090-0000-0044,1,1080,現金',
  ];
  return encodeCp932([HEADINGS, ...lines, ...tail].join("\r\n"));
}

/** A receipt for each purchase at the till, and for a few the refund some days later. */
function receipts(random: Random, purchases: readonly Purchase[]): readonly string[] {
  const sales = purchases.filter((purchase) => purchase.at === "till");
  const lastDay = sales.at(-1)?.day ?? 0;
  const refunds = sales.flatMap((sale) => {
    const day = sale.day + 1 + random.whole(6);
    const price = sale.lines[0]?.product.price ?? sale.total;
    return random.chance(REFUND_SHARE) && day <= lastDay ? [{ ...sale, day, total: -price }] : [];
  });
  return [...sales, ...refunds]
    .sort((x, y) => x.day - y.day || x.second - y.second)
    .map((purchase, index) => receipt(random, purchase, 20_001 + index));
}

function receipt(random: Random, purchase: Purchase, number: number): string {
  const { person, day, second, lines, total } = purchase;
  const date = [slashDate(day), isoDate(day), reiwaDate(day), fullWidth(slashDate(day))][
    random.weighted([86, 5, 6, 3])
  ];
  const yen = grouped(Math.abs(total));
  const plain =
    [String(Math.abs(total)), yen, `￥${yen}`, fullWidth(yen)][random.weighted([50, 40, 6, 4])] ?? yen;
  const phone = [person.phone, person.phone.replaceAll("-", ""), fullWidth(person.phone)][
    random.weighted([85, 11, 4])
  ];
  return csvLine([
    `R${String(number)}`,
    date ?? slashDate(day),
    clock(second),
    "本店",
    `M${String(person.number).padStart(5, "0")}`,
    halfWidthKana(`${person.family.kana} ${person.given.kana}`),
    phone ?? person.phone,
    lines.reduce((sum, line) => sum + line.quantity, 0),
    total < 0 ? `▲${yen}` : plain,
    random.pick(PAYMENTS),
  ]);
}

function encodeCp932(text: string): Uint8Array {
  const parts = text
    .split(BAD_BYTE)
    .map((part) => Encoding.convert(Encoding.stringToCode(part), { from: "UNICODE", to: "SJIS" }));
  return Uint8Array.from(parts.flatMap((part, index) => (index === 0 ? part : [0xff, ...part])));
}
