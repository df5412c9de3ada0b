/** The presets that have a name in the words. */
const presetKeys = [
  "shopify-orders",
  "shopify-customers",
  "ec-cube-orders",
  "ec-cube-customers",
  "base-orders",
  "online-retail",
  "shopify-customers-older",
  "woocommerce-orders",
  "woocommerce-customers",
  "stripe-payments",
  "square-customers",
  "makeshop-orders",
  "smaregi-transactions",
  "mailchimp-subscribed",
  "mailchimp-unsubscribed",
  "mailchimp-cleaned",
  "mailchimp-audience",
  "klaviyo-profiles",
  "hubspot-contacts",
  "salesforce-leads",
  "ga4-report",
  "mailchimp-activity",
  "klaviyo-events",
  "google-ads-spend",
  "meta-ads-spend",
  "yahoo-ads-spend",
  "line-ads-spend",
  "ga4-ads-cost",
] as const;

/** The preset as it has a name in this language; a newer one goes by a general word. */
export function presetKey(preset: string): (typeof presetKeys)[number] | "other" {
  return presetKeys.find((key) => key === preset) ?? "other";
}
