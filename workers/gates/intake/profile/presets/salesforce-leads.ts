import type { Preset } from "./preset.ts";

/** Salesforce, report of leads. Email Opt Out 1 is a no; 0 is not a yes. */
export const salesforceLeads: Preset = {
  id: "salesforce-leads",
  source: "Salesforce",
  unconfirmed: "japanese",
  signature: [
    ["Last Name", "姓"],
    ["Company", "Company / Account", "会社名"],
    ["Email", "メール"],
    ["Lead Source", "リードソース", "Lead Status", "リード状況"],
  ],
  columns: {
    "Lead ID": "customer_id",
    リードID: "customer_id",
    "First Name": "given_name",
    名: "given_name",
    "Last Name": "family_name",
    姓: "family_name",
    Email: "email",
    メール: "email",
    Phone: "phone",
    "Mobile Phone": "phone",
    電話: "phone",
    "Postal Code": "postal_code",
    "Zip/Postal Code": "postal_code",
    郵便番号: "postal_code",
    "State/Province": "prefecture",
    都道府県: "prefecture",
    City: "city",
    Street: "street",
    Country: "country",
    "Create Date": "registered_on",
    "Email Opt Out": "refusal_email",
    メール送信除外: "refusal_email",
    "Do Not Call": "refusal_phone",
  },
};
