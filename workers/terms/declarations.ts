import type { FieldClass, FieldDeclaration, FieldTarget } from "./field.ts";
import type { PurposeCode } from "./purpose.ts";

const insight: readonly PurposeCode[] = ["service", "analytics", "profiling"];
const everything: readonly PurposeCode[] = [
  "service",
  "analytics",
  "profiling",
  "email_marketing",
  "postal_marketing",
  "ads_matching",
];

const table: Readonly<Record<FieldTarget, readonly [FieldClass, readonly PurposeCode[]]>> = {
  customer_id: ["identifier", everything],
  email: ["identifier", ["service", "email_marketing", "ads_matching"]],
  phone: ["identifier", ["service", "ads_matching"]],
  line_user_id: ["identifier", ["service", "ads_matching"]],
  full_name: ["identifier", ["service", "email_marketing", "postal_marketing", "ads_matching"]],
  family_name: ["identifier", ["service", "email_marketing", "postal_marketing", "ads_matching"]],
  given_name: ["identifier", ["service", "email_marketing", "postal_marketing", "ads_matching"]],
  full_reading: ["identifier", ["service", "email_marketing", "postal_marketing"]],
  family_reading: ["identifier", ["service", "email_marketing", "postal_marketing"]],
  given_reading: ["identifier", ["service", "email_marketing", "postal_marketing"]],
  postal_code: ["quasi_identifier", ["service", "postal_marketing", "ads_matching"]],
  prefecture: ["quasi_identifier", ["analytics", "profiling", "postal_marketing"]],
  city: ["quasi_identifier", ["service", "postal_marketing"]],
  street: ["quasi_identifier", ["postal_marketing"]],
  country: ["quasi_identifier", ["analytics", "profiling", "postal_marketing", "ads_matching"]],
  birth_date: ["quasi_identifier", ["analytics", "profiling"]],
  gender: ["quasi_identifier", ["analytics", "profiling"]],
  registered_on: ["behaviour", insight],
  order_id: ["behaviour", insight],
  order_date: ["behaviour", insight],
  order_total: ["behaviour", insight],
  order_status: ["behaviour", insight],
  currency: ["behaviour", insight],
  channel: ["behaviour", insight],
  product_code: ["behaviour", insight],
  product_name: ["behaviour", insight],
  quantity: ["behaviour", insight],
  unit_price: ["behaviour", insight],
  line_total: ["behaviour", insight],
  discount: ["behaviour", insight],
  consent_email: ["consent", ["email_marketing"]],
  consent_postal: ["consent", ["postal_marketing"]],
  consent_ads: ["consent", ["ads_matching"]],
  consent_profiling: ["consent", ["profiling"]],
  consent_sms: ["consent", ["email_marketing"]],
  consent_phone: ["consent", ["email_marketing"]],
  consent_line: ["consent", ["email_marketing", "ads_matching"]],
  consent_time: ["consent", ["email_marketing", "postal_marketing", "ads_matching", "profiling"]],
  consent_wording: ["consent", ["email_marketing", "postal_marketing", "ads_matching", "profiling"]],
  consent_evidence: ["consent", ["email_marketing", "postal_marketing", "ads_matching", "profiling"]],
  refusal_email: ["consent", ["email_marketing"]],
  refusal_postal: ["consent", ["postal_marketing"]],
  refusal_ads: ["consent", ["ads_matching"]],
  refusal_sms: ["consent", ["email_marketing"]],
  refusal_phone: ["consent", ["email_marketing"]],
  refusal_line: ["consent", ["email_marketing", "ads_matching"]],
  consent_purpose: ["consent", everything],
  consent_state: ["consent", everything],
  login_id: ["identifier", insight],
  device_id: ["identifier", insight],
  cookie_id: ["identifier", insight],
  occurred_at: ["behaviour", insight],
  entry_id: ["behaviour", ["service"]],
  event_name: ["behaviour", insight],
  page: ["behaviour", insight],
  duration: ["behaviour", insight],
  message_event: ["behaviour", insight],
  medium: ["behaviour", insight],
  campaign: ["behaviour", insight],
  review_text: ["behaviour", insight],
  review_rating: ["behaviour", insight],
  cost: ["none", []],
  impressions: ["none", []],
  clicks: ["none", []],
  ignore: ["none", []],
};

/**
 * The declaration of a meaning: how telling it is of a person, and the only purposes it is stored for
 * (GDPR art. 5(1)(b) and (c); APPI art. 17). A date of birth is stored as a ten-year band.
 */
export function declarationOf(target: FieldTarget): FieldDeclaration {
  const [fieldClass, purposes] = table[target];
  return { target, class: fieldClass, purposes };
}
