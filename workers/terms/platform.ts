/** File formats of consented rows. */
export const platforms = [
  "spreadsheet",
  "postal_labels",
  "mailchimp_audience",
  "klaviyo_list",
  "hubspot_contacts",
  "salesforce_leads",
  "google_customer_match",
  "meta_customer_list",
  "line_ads_email",
  "line_official_user_ids",
  "yahoo_display_email",
  "x_list",
  "tiktok_customer_file",
] as const;
export type Platform = (typeof platforms)[number];
