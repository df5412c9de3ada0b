import type { Platform } from "../../../workers/terms/release.ts";
import type { PurposeCode, Recipient } from "../../../workers/terms/purpose.ts";

/** What a platform's name on the command line stands for. */
export interface Destination {
  readonly platform: Platform;
  readonly recipient: Recipient;
  /** The purpose its rows are used for unless --purpose names another. */
  readonly purpose: PurposeCode;
}

const destinations: Readonly<Record<string, Destination>> = {
  spreadsheet: { platform: "spreadsheet", recipient: "self", purpose: "email_marketing" },
  csv: { platform: "spreadsheet", recipient: "self", purpose: "email_marketing" },
  google_customer_match: {
    platform: "google_customer_match",
    recipient: "google_ads",
    purpose: "ads_matching",
  },
  google_ads: { platform: "google_customer_match", recipient: "google_ads", purpose: "ads_matching" },
};

/** The names --to takes. */
export const platformNames = Object.keys(destinations);

/** The destination of a name, `-` and `_` being the same. */
export function destinationOf(name: string): Destination | undefined {
  return destinations[name.toLowerCase().replaceAll("-", "_")];
}
