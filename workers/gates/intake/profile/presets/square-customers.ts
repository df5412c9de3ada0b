import type { Preset } from "./preset.ts";

/** Square, directory of customers. Instant profiles come from card payments: only a subscription status is a consent. */
export const squareCustomers: Preset = {
  id: "square-customers",
  source: "Square",
  signature: [
    "First Name",
    "Last Name",
    "Email Address",
    "Phone Number",
    "Square Customer ID",
    "Email Subscription Status",
  ],
  columns: {
    "Square Customer ID": "customer_id",
    "First Name": "given_name",
    "Last Name": "family_name",
    "Email Address": "email",
    "Phone Number": "phone",
    "Email Subscription Status": "consent_email",
    "Postal Code": "postal_code",
    State: "prefecture",
    City: "city",
    "Street Address 1": "street",
    Birthday: "birth_date",
  },
};
