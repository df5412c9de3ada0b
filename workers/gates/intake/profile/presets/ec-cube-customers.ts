import type { Preset } from "./preset.ts";

/** EC-CUBE 4, 会員CSV (dtb_csv.csv, csv_type 2). It holds no consent at all. */
export const ecCubeCustomers: Preset = {
  id: "ec-cube-customers",
  source: "EC-CUBE",
  signature: ["会員ID", "お名前(姓)", "お名前(名)", "メールアドレス", "会員ステータス(ID)", "登録日"],
  columns: {
    会員ID: "customer_id",
    "お名前(姓)": "family_name",
    "お名前(名)": "given_name",
    "お名前(セイ)": "family_reading",
    "お名前(メイ)": "given_reading",
    郵便番号: "postal_code",
    "都道府県(名称)": "prefecture",
    住所1: "city",
    住所2: "street",
    メールアドレス: "email",
    TEL: "phone",
    "性別(名称)": "gender",
    誕生日: "birth_date",
    登録日: "registered_on",
  },
  currency: "JPY",
  lacks: ["consent"],
};
