import type { Preset } from "./preset.ts";

/** WooCommerce core, report of orders (Reports/Orders/Controller.php): a name at most, no e-mail address and no customer id. */
export const wooCommerceOrders: Preset = {
  id: "woocommerce-orders",
  source: "WooCommerce",
  unconfirmed: "japanese",
  signature: [
    ["Date", "日付"],
    ["Order #", "注文 #", "注文番号"],
    ["N. Revenue (formatted)", "N. Revenue", "純売上 (書式付き)"],
    ["Status", "ステータス"],
    ["Customer type", "顧客タイプ"],
    ["Product(s)", "商品"],
    ["Net Sales", "純売上高"],
  ],
  columns: {
    Date: "order_date",
    日付: "order_date",
    "Order #": "order_id",
    "注文 #": "order_id",
    注文番号: "order_id",
    "Net Sales": "order_total",
    純売上高: "order_total",
    Status: "order_status",
    ステータス: "order_status",
    Customer: "full_name",
    顧客: "full_name",
    Attribution: "channel",
  },
  rules: [
    {
      rule: "cancelled",
      heading: ["Status", "ステータス"],
      values: ["cancelled", "failed", "refunded", "キャンセル", "失敗", "返金済み"],
    },
  ],
  lacks: ["customer", "email", "consent", "lines"],
};
