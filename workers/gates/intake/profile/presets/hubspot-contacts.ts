import type { Preset } from "./preset.ts";

/** HubSpot, contacts of a view: columns depend on it. Being no marketing contact, or having left all e-mail, is a no; staying silent is not a yes. */
export const hubSpotContacts: Preset = {
  id: "hubspot-contacts",
  source: "HubSpot",
  unconfirmed: "japanese",
  signature: [
    ["Record ID", "レコードID"],
    ["First Name", "名"],
    ["Last Name", "姓"],
    ["Email", "Eメール"],
    ["Lead Status", "リードステータス", "Create Date", "作成日"],
  ],
  columns: {
    "Record ID": "customer_id",
    レコードID: "customer_id",
    "First Name": "given_name",
    名: "given_name",
    "Last Name": "family_name",
    姓: "family_name",
    Email: "email",
    Eメール: "email",
    "Phone Number": "phone",
    電話番号: "phone",
    "Postal Code": "postal_code",
    郵便番号: "postal_code",
    "State/Region": "prefecture",
    "都道府県/地域": "prefecture",
    City: "city",
    "Street Address": "street",
    "Create Date": "registered_on",
    作成日: "registered_on",
    "Unsubscribed from all email": "refusal_email",
    すべてのEメールの配信登録を解除: "refusal_email",
  },
};
