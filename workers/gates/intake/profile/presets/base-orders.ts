import type { Preset } from "./preset.ts";

/** BASE, 注文データ. The buyer is 請求先; 配送先 may be somebody else. Rows without 商品ID are options of the item above. */
export const baseOrders: Preset = {
  id: "base-orders",
  source: "BASE",
  signature: [
    "注文ID",
    "注文日時",
    "氏(請求先)",
    "名(請求先)",
    "メールアドレス(請求先)",
    "商品名",
    "合計金額",
  ],
  columns: {
    注文ID: "order_id",
    注文日時: "order_date",
    "氏(請求先)": "family_name",
    "名(請求先)": "given_name",
    "郵便番号(請求先)": "postal_code",
    "都道府県(請求先)": "prefecture",
    "住所(請求先)": "city",
    "住所2(請求先)": "street",
    "電話番号(請求先)": "phone",
    "メールアドレス(請求先)": "email",
    商品名: "product_name",
    価格: "unit_price",
    数量: "quantity",
    合計金額: "order_total",
    発送状況: "order_status",
    商品ID: "product_code",
    購入元: "channel",
  },
  currency: "JPY",
  rules: [
    { rule: "blank", heading: "商品ID", values: [""], columns: ["product_name", "unit_price", "quantity"] },
    { rule: "cancelled", heading: "発送状況", values: ["キャンセル", "キャンセル済み", "注文キャンセル"] },
  ],
  lacks: ["consent", "customer"],
};
