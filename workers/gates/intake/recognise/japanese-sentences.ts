import type { PersonalKind } from "./find-personal.ts";

/** A sentence and what in it is personal. Written for this test; nobody in it exists. */
export interface LabelledSentence {
  readonly text: string;
  readonly spans: readonly (readonly [PersonalKind, string])[];
}

/** Labelled free text as it stands in note columns of shops and tills. */
export const japaneseSentences: readonly LabelledSentence[] = [
  { text: "お届け先は東京都千代田区丸の内1-2-3です。", spans: [["address", "東京都千代田区丸の内1-2-3"]] },
  {
    text: "山田太郎様よりお電話あり。折り返し090-1234-5678まで。",
    spans: [
      ["person", "山田太郎"],
      ["phone", "090-1234-5678"],
    ],
  },
  {
    text: "連絡は０９０－１２３４－５６７８へお願いします。",
    spans: [["phone", "０９０－１２３４－５６７８"]],
  },
  { text: "メールはtaro.yamada@example.co.jpです", spans: [["email", "taro.yamada@example.co.jp"]] },
  {
    text: "〒060-0001 北海道札幌市中央区北一条西2丁目",
    spans: [
      ["postal-code", "〒060-0001"],
      ["address", "北海道札幌市中央区北一条西2丁目"],
    ],
  },
  { text: "カード番号4111 1111 1111 1111で決済希望とのこと", spans: [["card", "4111 1111 1111 1111"]] },
  { text: "マイナンバー 1234 5678 9018 の写しを預かった", spans: [["my-number", "1234 5678 9018"]] },
  { text: "生年月日：1985年4月12日、会員証を再発行", spans: [["birth-date", "1985年4月12日"]] },
  { text: "昭和60年4月12日生のお母様への贈り物", spans: [["birth-date", "昭和60年4月12日生"]] },
  { text: "鈴木さんが再来店。次回は2026年4月12日に予約", spans: [["person", "鈴木"]] },
  { text: "髙橋 花子様へのギフト、のし付き", spans: [["person", "髙橋 花子"]] },
  { text: "注文番号2026-0105-001、商品コードABC-123", spans: [] },
  { text: "サイズはM、色は紺。1,200円引き", spans: [] },
  { text: "お客様都合により返品。皆様へ案内済み。", spans: [] },
  { text: "03-1234-5678にFAX済み", spans: [["phone", "03-1234-5678"]] },
  { text: "自宅は大阪府大阪市北区梅田3丁目1番3号", spans: [["address", "大阪府大阪市北区梅田3丁目1番3号"]] },
  { text: "LINEは使わず、hanako@docomo.ne.jp に送る", spans: [["email", "hanako@docomo.ne.jp"]] },
  {
    text: "佐藤氏の紹介。0120-444-444は代表番号",
    spans: [
      ["person", "佐藤"],
      ["phone", "0120-444-444"],
    ],
  },
  { text: "接続元203.0.113.7から申し込み", spans: [["ip-address", "203.0.113.7"]] },
  { text: "詳細は https://example.jp/order/123 を参照", spans: [["url", "https://example.jp/order/123"]] },
  { text: "郵便番号は150-0001", spans: [["postal-code", "150-0001"]] },
  { text: "在庫3-2024、棚番12-3456", spans: [] },
  { text: "電話0312345678、留守電", spans: [["phone", "0312345678"]] },
  { text: "担当：田中 次回の提案まで待つ", spans: [["person", "田中"]] },
];
