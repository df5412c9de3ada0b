import { consentedWays } from "../../../workers/terms/release.ts";
import { platforms, type Platform } from "../../../workers/terms/platform.ts";
import type { PurposeCode, Recipient } from "../../../workers/terms/purpose.ts";

/** What a platform's name on the command line stands for. */
export interface Destination {
  readonly platform: Platform;
  readonly recipient: Recipient;
  /** The purpose its rows are used for unless --purpose names another. */
  readonly purpose: PurposeCode;
}

/** Shorter names that people type. */
const aliases: Readonly<Record<string, Platform>> = {
  csv: "spreadsheet",
  google_ads: "google_customer_match",
  meta: "meta_customer_list",
  line_ads: "line_ads_email",
  line: "line_official_user_ids",
  yahoo: "yahoo_display_email",
  x: "x_list",
  tiktok: "tiktok_customer_file",
  mailchimp: "mailchimp_audience",
  klaviyo: "klaviyo_list",
  hubspot: "hubspot_contacts",
  salesforce: "salesforce_leads",
  postal: "postal_labels",
};

/** The names --to takes. */
export const platformNames: readonly string[] = [...platforms, ...Object.keys(aliases)];

/** The destination of a name, `-` and `_` being the same. */
export function destinationOf(name: string): Destination | undefined {
  const plain = name.toLowerCase().replaceAll("-", "_");
  const platform = Object.hasOwn(aliases, plain) ? aliases[plain] : plain;
  return consentedWays.find((way) => way.platform === platform);
}
