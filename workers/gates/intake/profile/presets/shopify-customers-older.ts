import type { Preset } from "./preset.ts";

/** Shopify, "Export customers" of the older kind: no customer id, one address without "Default". */
export const shopifyCustomersOlder: Preset = {
  id: "shopify-customers-older",
  source: "Shopify",
  signature: [
    "First Name",
    "Last Name",
    "Email",
    ["Accepts Email Marketing", "Accepts Marketing"],
    "Address1",
    "Total Spent",
    "Total Orders",
  ],
  without: ["Customer ID"],
  columns: {
    "First Name": "given_name",
    "Last Name": "family_name",
    Email: "email",
    "Accepts Email Marketing": "consent_email",
    "Accepts Marketing": "consent_email",
    "Accepts SMS Marketing": "consent_sms",
    Address1: "street",
    City: "city",
    Province: "prefecture",
    Country: "country",
    Zip: "postal_code",
    Phone: "phone",
  },
};
