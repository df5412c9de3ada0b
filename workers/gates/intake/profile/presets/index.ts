import type { FieldTarget } from "../../../../terms/field.ts";
import { headingKey } from "../heading-key.ts";
import { ga4AdsCost, googleAdsSpend, lineAdsSpend, metaAdsSpend, yahooAdsSpend } from "./ad-spend.ts";
import { baseOrders } from "./base-orders.ts";
import { ecCubeCustomers } from "./ec-cube-customers.ts";
import { ecCubeOrders } from "./ec-cube-orders.ts";
import { ga4Report } from "./ga4-report.ts";
import { hubSpotContacts } from "./hubspot-contacts.ts";
import { klaviyoEvents } from "./klaviyo-events.ts";
import { klaviyoProfiles } from "./klaviyo-profiles.ts";
import { mailchimpActivity } from "./mailchimp-activity.ts";
import {
  mailchimpAudience,
  mailchimpCleaned,
  mailchimpSubscribed,
  mailchimpUnsubscribed,
} from "./mailchimp.ts";
import { makeShopOrders } from "./makeshop-orders.ts";
import { onlineRetail } from "./online-retail.ts";
import type { HeadingName, Preset } from "./preset.ts";
import { salesforceLeads } from "./salesforce-leads.ts";
import { shopifyCustomersOlder } from "./shopify-customers-older.ts";
import { shopifyCustomers } from "./shopify-customers.ts";
import { shopifyOrders } from "./shopify-orders.ts";
import { smaregiTransactions } from "./smaregi-transactions.ts";
import { squareCustomers } from "./square-customers.ts";
import { stripePayments } from "./stripe-payments.ts";
import { wooCommerceCustomers } from "./woocommerce-customers.ts";
import { wooCommerceOrders } from "./woocommerce-orders.ts";

/** All presets there are. */
export const presets: readonly Preset[] = [
  shopifyOrders,
  shopifyCustomers,
  shopifyCustomersOlder,
  wooCommerceOrders,
  wooCommerceCustomers,
  stripePayments,
  squareCustomers,
  baseOrders,
  ecCubeOrders,
  ecCubeCustomers,
  makeShopOrders,
  smaregiTransactions,
  mailchimpSubscribed,
  mailchimpUnsubscribed,
  mailchimpCleaned,
  mailchimpAudience,
  klaviyoProfiles,
  hubSpotContacts,
  salesforceLeads,
  ga4Report,
  onlineRetail,
  mailchimpActivity,
  klaviyoEvents,
  googleAdsSpend,
  metaAdsSpend,
  yahooAdsSpend,
  lineAdsSpend,
  ga4AdsCost,
];

/** The names of a heading of a signature or rule. */
export function namesOf(heading: HeadingName): readonly string[] {
  return typeof heading === "string" ? [heading] : heading;
}

/**
 * The preset whose set of headings is there, in any order; of several, the one that asks for most. `fileName` is the
 * name of the file or of the archive's member: some exports say in it alone what they are.
 */
export function matchPreset(headings: readonly string[], fileName = ""): Preset | undefined {
  const keys = new Set(headings.map(headingKey));
  const has = (name: string): boolean => keys.has(headingKey(name));
  const base = (fileName.split(/[/\\]/).at(-1) ?? "").toLowerCase();
  const fitting = presets.filter(
    (preset) =>
      preset.signature.every((heading) => namesOf(heading).some(has)) &&
      preset.without?.some(has) !== true &&
      preset.fileName?.some((beginning) => base.startsWith(beginning)) !== false,
  );
  return fitting.toSorted((a, b) => asked(b) - asked(a))[0];
}

function asked(preset: Preset): number {
  return preset.signature.length + (preset.fileName === undefined ? 0 : 0.5);
}

/** The preset of an id. */
export function presetById(id: string | undefined): Preset | undefined {
  return presets.find((preset) => preset.id === id);
}

/**
 * What each column means under a preset: of a heading that occurs twice the first counts. A heading that is not listed
 * is ignored, or left open (undefined) where the preset has others guessed.
 */
export function presetColumns(
  preset: Preset,
  headings: readonly string[],
): readonly (FieldTarget | undefined)[] {
  const byKey = new Map(
    Object.entries(preset.columns).map(([heading, target]) => [headingKey(heading), target]),
  );
  const seen = new Set<string>();
  return headings.map((heading) => {
    const key = headingKey(heading);
    if (seen.has(key)) return "ignore";
    seen.add(key);
    return byKey.get(key) ?? (preset.guessOthers === true ? undefined : "ignore");
  });
}
