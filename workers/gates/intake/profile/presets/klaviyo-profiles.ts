import type { Preset } from "./preset.ts";

/** Klaviyo, profiles of a list or segment. Never subscribed is no yes; suppressed is a no. */
export const klaviyoProfiles: Preset = {
  id: "klaviyo-profiles",
  source: "Klaviyo",
  signature: [["Email", "Email Address"], "Email Marketing Consent"],
  columns: {
    "Klaviyo ID": "customer_id",
    Email: "email",
    "Email Address": "email",
    "First Name": "given_name",
    "Last Name": "family_name",
    "Phone Number": "phone",
    City: "city",
    "State / Region": "prefecture",
    Country: "country",
    "Zip Code": "postal_code",
    "Email Marketing Consent": "consent_email",
    "Email Marketing Consent Timestamp": "consent_time",
    "Email Suppressions": "refusal_email",
  },
};
