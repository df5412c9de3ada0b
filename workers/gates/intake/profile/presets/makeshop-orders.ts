import type { Preset } from "./preset.ts";

/** MakeShop, orders by a template of the shop's own: only the first columns are sure, the others are guessed. 注文時間 is hhmmss. */
export const makeShopOrders: Preset = {
  id: "makeshop-orders",
  source: "MakeShop",
  signature: ["日付", "注文番号", "処理状況", "注文者"],
  columns: {
    日付: "order_date",
    注文番号: "order_id",
    処理状況: "order_status",
    注文者: "full_name",
    "注文者(振り仮名)": "full_reading",
    注文時間: "ignore",
  },
  guessOthers: true,
  currency: "JPY",
  rules: [{ rule: "cancelled", heading: "処理状況", values: ["注文キャンセル", "返送"] }],
  lacks: ["consent"],
};
