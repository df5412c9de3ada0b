import type { Preset } from "./preset.ts";

/** WooCommerce core, report of customers (Reports/Customers/Controller.php). Headings are translated with the shop; the Japanese ones here are not confirmed by a real export. */
export const wooCommerceCustomers: Preset = {
  id: "woocommerce-customers",
  source: "WooCommerce",
  unconfirmed: "japanese",
  signature: [
    ["Name", "名前"],
    ["Username", "ユーザー名"],
    ["Last Active", "最終アクティブ"],
    ["Sign Up", "登録"],
    ["Email", "メール", "メールアドレス"],
    ["Total Spend", "合計支出"],
    "AOV",
  ],
  columns: {
    Name: "full_name",
    名前: "full_name",
    Username: "login_id",
    ユーザー名: "login_id",
    "Sign Up": "registered_on",
    登録: "registered_on",
    Email: "email",
    メール: "email",
    メールアドレス: "email",
    "Country / Region": "country",
    "国 / 地域": "country",
    City: "city",
    市区町村: "city",
    Region: "prefecture",
    都道府県: "prefecture",
    "Postal Code": "postal_code",
    郵便番号: "postal_code",
    "Billing Phone": "phone",
  },
  lacks: ["consent"],
};
