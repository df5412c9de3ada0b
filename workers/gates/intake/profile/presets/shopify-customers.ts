import type { Preset } from "./preset.ts";

/** Shopify, "Export customers", since addresses are called default. Ids, postal codes and telephone numbers may begin with an apostrophe. */
export const shopifyCustomers: Preset = {
  id: "shopify-customers",
  source: "Shopify",
  signature: [
    "Customer ID",
    "First Name",
    "Last Name",
    "Email",
    "Accepts Email Marketing",
    "Total Spent",
    "Total Orders",
  ],
  columns: {
    "Customer ID": "customer_id",
    "First Name": "given_name",
    "Last Name": "family_name",
    Email: "email",
    "Accepts Email Marketing": "consent_email",
    "Accepts SMS Marketing": "consent_sms",
    "Default Address Address1": "street",
    "Default Address City": "city",
    "Default Address Province Code": "prefecture",
    "Default Address Country Code": "country",
    "Default Address Zip": "postal_code",
    Phone: "phone",
  },
};
