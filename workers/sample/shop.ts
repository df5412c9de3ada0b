import type { Language } from "../terms/language.ts";
import { mailToolCsv } from "./mail-tool.ts";
import { shopParameters } from "./parameters.ts";
import { makePeople } from "./people.ts";
import { makePurchases } from "./purchases.ts";
import { seededRandom } from "./random.ts";
import { tillCsv } from "./till.ts";
import { webShopCsv } from "./web-shop.ts";

export interface SampleFile {
  /** File name, as the tool would give it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly kind: "web-shop" | "till" | "mail-tool";
}

/** The seed of the sample vault, of the tour and of the tests. */
export const defaultSeed = 20261121;

const names: Readonly<Record<Language, Readonly<Record<SampleFile["kind"], string>>>> = {
  ja: {
    "web-shop": "ウェブショップ_受注.csv",
    till: "店頭レジ_売上.csv",
    "mail-tool": "メール配信_購読者.csv",
  },
  en: { "web-shop": "web-shop-orders.csv", till: "till-sales.csv", "mail-tool": "mail-subscribers.csv" },
};

/**
 * What three tools of one fictional shop export (parameters.ts says how it is made): its web orders, its
 * till's receipts with seven bad rows, and its mailing list with what people agreed to. The same people
 * are in all three under different keys: the web shop and the mail tool share mail addresses, the till
 * shares telephone numbers with both.
 *
 * The same bytes for the same seed and language on every machine; the language changes words, never people.
 */
export function sampleShop(seed: number, language: Language = "ja"): readonly SampleFile[] {
  const random = seededRandom(seed);
  const people = makePeople(random, shopParameters);
  const purchases = makePurchases(random, people, shopParameters);
  const utf8 = new TextEncoder();
  const till = tillCsv(random, purchases);
  const mail = mailToolCsv(random, people, purchases, shopParameters, language);
  const file = (kind: SampleFile["kind"], bytes: Uint8Array): SampleFile => ({
    name: names[language][kind],
    bytes,
    kind,
  });
  return [
    file("web-shop", utf8.encode(webShopCsv(purchases, language))),
    file("till", till),
    file("mail-tool", utf8.encode(mail)),
  ];
}
