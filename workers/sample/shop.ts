import type { Language } from "../terms/language.ts";
import { mailingList } from "./mail-tool.ts";
import { lettersCsv } from "./letters.ts";
import { shopParameters, type ShopParameters } from "./parameters.ts";
import { makePeople } from "./people.ts";
import { makePurchases } from "./purchases.ts";
import { seededRandom } from "./random.ts";
import { reviewsCsv } from "./reviews.ts";
import { tillCsv } from "./till.ts";
import { webActivityCsv } from "./web-activity.ts";
import { webShopCsv } from "./web-shop.ts";

export interface SampleFile {
  /** File name, as the tool would give it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly kind: "web-shop" | "till" | "mail-tool" | "letters" | "web-activity" | "reviews";
}

/** The seed of the sample vault, of the tour and of the tests. */
export const defaultSeed = 20261121;

const names: Readonly<Record<Language, Readonly<Record<SampleFile["kind"], string>>>> = {
  ja: {
    "web-shop": "ウェブショップ_受注.csv",
    till: "店頭レジ_売上.csv",
    "mail-tool": "メール配信_購読者.csv",
    letters: "メール配信_反応.csv",
    "web-activity": "ウェブショップ_行動.csv",
    reviews: "ウェブショップ_レビュー.csv",
  },
  en: {
    "web-shop": "web-shop-orders.csv",
    till: "till-sales.csv",
    "mail-tool": "mail-subscribers.csv",
    letters: "mail-campaign-activity.csv",
    "web-activity": "web-shop-activity.csv",
    reviews: "web-shop-reviews.csv",
  },
};

/**
 * What three tools of one fictional shop export (parameters.ts says how it is made): its web orders, its
 * till's receipts with seven bad rows, its mailing list with what people agreed to, what became of its
 * letters, who looked at what in the web shop, and reviews. The same people are in all of them under
 * different keys: the web shop and the mail tool share mail addresses, the till shares telephone numbers
 * with both, and the web shop's visitors are cookies until they log in.
 *
 * The same bytes for the same seed and language on every machine; the language changes words, never people.
 */
export function sampleShop(
  seed: number,
  language: Language = "ja",
  parameters: ShopParameters = shopParameters,
): readonly SampleFile[] {
  const random = seededRandom(seed);
  const people = makePeople(random, parameters);
  const purchases = makePurchases(random, people, parameters);
  const utf8 = new TextEncoder();
  const till = tillCsv(random, purchases);
  const { csv: mail, subscribers } = mailingList(random, people, purchases, parameters, language);
  // Streams of their own: what they tell came later, and changes nobody and no purchase.
  const letters = lettersCsv(seededRandom(seed + 1), subscribers, parameters, language);
  const activity = webActivityCsv(seededRandom(seed + 2), purchases, parameters, language);
  const reviews = reviewsCsv(seededRandom(seed + 3), purchases, parameters, language);
  const file = (kind: SampleFile["kind"], bytes: Uint8Array): SampleFile => ({
    name: names[language][kind],
    bytes,
    kind,
  });
  return [
    file("web-shop", utf8.encode(webShopCsv(purchases, language))),
    file("till", till),
    file("mail-tool", utf8.encode(mail)),
    file("letters", utf8.encode(letters)),
    file("web-activity", utf8.encode(activity)),
    file("reviews", utf8.encode(reviews)),
  ];
}
