import type { Preset } from "./preset.ts";

/** スマレジ 取引履歴. Only 取引区分 1 is a sale: 2 to 16 are deposits, points, chips and receipts. A cancelled sale (取消区分 1) is worth nothing. */
export const smaregiTransactions: Preset = {
  id: "smaregi-transactions",
  source: "スマレジ",
  signature: ["取引ID", "取引日時", "取引区分", "取消区分", "合計"],
  columns: {
    取引ID: "order_id",
    取引日時: "order_date",
    取消区分: "order_status",
    合計: "order_total",
    会員ID: "customer_id",
    会員コード: "customer_id",
    店舗名: "channel",
  },
  guessOthers: true,
  currency: "JPY",
  rules: [
    { rule: "keep-only", heading: "取引区分", values: ["1", "通常"] },
    { rule: "cancelled", heading: "取消区分", values: ["1", "取消"] },
  ],
  lacks: ["consent", "email"],
};
