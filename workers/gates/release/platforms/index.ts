import type { ConsentedRequest } from "../../../terms/release.ts";
import type { Platform } from "../../../terms/platform.ts";
import { consentedWays } from "../../../terms/release.ts";
import { googleCustomerMatch } from "./formats/google-customer-match.ts";
import { hubspotContacts } from "./formats/hubspot-contacts.ts";
import { klaviyoList } from "./formats/klaviyo-list.ts";
import { lineAdsEmail } from "./formats/line-ads-email.ts";
import { lineOfficialUserIds } from "./formats/line-official-user-ids.ts";
import { mailchimpAudience } from "./formats/mailchimp-audience.ts";
import { metaCustomerList } from "./formats/meta-customer-list.ts";
import { postalLabels } from "./formats/postal-labels.ts";
import { salesforceLeads } from "./formats/salesforce-leads.ts";
import { emailSheet, postalSheet } from "./formats/spreadsheet.ts";
import { tiktokCustomerFile } from "./formats/tiktok-customer-file.ts";
import { xList } from "./formats/x-list.ts";
import { yahooDisplayEmail } from "./formats/yahoo-display-email.ts";
import type { PlatformFormat } from "./platform-format.ts";

const formats: Readonly<Record<Exclude<Platform, "spreadsheet">, PlatformFormat>> = {
  google_customer_match: googleCustomerMatch,
  meta_customer_list: metaCustomerList,
  line_official_user_ids: lineOfficialUserIds,
  line_ads_email: lineAdsEmail,
  yahoo_display_email: yahooDisplayEmail,
  x_list: xList,
  tiktok_customer_file: tiktokCustomerFile,
  mailchimp_audience: mailchimpAudience,
  klaviyo_list: klaviyoList,
  hubspot_contacts: hubspotContacts,
  salesforce_leads: salesforceLeads,
  postal_labels: postalLabels,
};

/** The form of a request's file, or undefined for a combination of purpose, recipient and platform that is not offered. */
export function formatOf({
  purpose,
  recipient,
  platform,
}: Pick<ConsentedRequest, "purpose" | "recipient" | "platform">): PlatformFormat | undefined {
  const offered = consentedWays.some(
    (way) => way.purpose === purpose && way.recipient === recipient && way.platform === platform,
  );
  if (!offered) return undefined;
  if (platform !== "spreadsheet") return formats[platform];
  return purpose === "postal_marketing" ? postalSheet : emailSheet;
}
