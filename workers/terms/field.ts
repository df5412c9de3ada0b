import type { PurposeCode } from "./purpose.ts";
import { personColumns } from "./person-columns.ts";

/** What a column of an imported file can mean. `ignore` is the default of a column with no purpose: it is not stored. */
export const fieldTargets = [
  "customer_id",
  "email",
  "phone",
  "line_user_id",
  ...personColumns,
  "birth_date",
  "gender",
  "registered_on",
  "order_id",
  "order_date",
  "order_total",
  "order_status",
  "currency",
  "channel",
  "product_code",
  "product_name",
  "quantity",
  "unit_price",
  "line_total",
  "discount",
  "consent_email",
  "consent_postal",
  "consent_ads",
  "consent_profiling",
  "consent_sms",
  "consent_phone",
  "consent_line",
  "consent_time",
  "consent_wording",
  "consent_evidence",
  "refusal_email",
  "refusal_postal",
  "refusal_ads",
  "refusal_sms",
  "refusal_phone",
  "refusal_line",
  "consent_purpose",
  "consent_state",
  "login_id",
  "device_id",
  "cookie_id",
  "occurred_at",
  "entry_id",
  "event_name",
  "page",
  "duration",
  "message_event",
  "medium",
  "campaign",
  "review_text",
  "review_rating",
  "cost",
  "impressions",
  "clicks",
  "ignore",
] as const;
export type FieldTarget = (typeof fieldTargets)[number];

/** How telling a field is about a person. */
export const fieldClasses = [
  "identifier",
  "quasi_identifier",
  "special_category",
  "behaviour",
  "consent",
  "none",
] as const;
export type FieldClass = (typeof fieldClasses)[number];

/** The declaration every stored field needs: class and purposes. */
export interface FieldDeclaration {
  readonly target: FieldTarget;
  readonly class: FieldClass;
  readonly purposes: readonly PurposeCode[];
}
