import type { FieldTarget } from "./field.ts";

/** What a file can be a table of. */
export type TableKind = "people" | "orders" | "events" | "messages" | "reviews" | "spend" | "consents";

/** Columns that tell people apart. */
export const personKeys = [
  "customer_id",
  "email",
  "phone",
  "line_user_id",
] as const satisfies readonly FieldTarget[];

/** Columns that tell visitors apart, who need not be anybody the vault knows. */
export const visitorKeys = ["login_id", "device_id", "cookie_id"] as const satisfies readonly FieldTarget[];

const amounts: readonly FieldTarget[] = ["order_total", "line_total", "unit_price"];

/** Meanings that only one kind has: the first kind of which a file has one is its kind. */
const tellers: readonly (readonly [TableKind, readonly FieldTarget[]])[] = [
  ["consents", ["consent_state"]],
  ["messages", ["message_event"]],
  ["spend", ["cost"]],
  ["reviews", ["review_text", "review_rating"]],
  ["events", ["event_name", "page"]],
  ["orders", ["order_date", "order_id", ...amounts]],
];

/** What each newer kind stores; every other column of such a file is left out, whatever it means. */
const stored: Readonly<Partial<Record<TableKind, readonly FieldTarget[]>>> = {
  consents: [
    ...personKeys,
    "consent_purpose",
    "consent_state",
    "medium",
    "consent_time",
    "consent_wording",
    "consent_evidence",
  ],
  messages: [...personKeys, "message_event", "occurred_at", "medium", "campaign", "entry_id"],
  spend: ["occurred_at", "medium", "campaign", "cost", "currency", "impressions", "clicks"],
  reviews: [
    ...personKeys,
    ...visitorKeys,
    "occurred_at",
    "review_text",
    "review_rating",
    "product_code",
    "product_name",
    "entry_id",
  ],
  events: [...personKeys, ...visitorKeys, "occurred_at", "event_name", "page", "duration", "entry_id"],
};

const ofEntries: ReadonlySet<FieldTarget> = new Set<FieldTarget>([
  "consent_purpose",
  "consent_state",
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
]);

/** What a file is a table of, by the meanings of its columns. */
export function tableKindOf(targets: Iterable<FieldTarget>): TableKind {
  const has = new Set(targets);
  return tellers.find(([, telling]) => telling.some((target) => has.has(target)))?.[0] ?? "people";
}

/** Whether a table of a kind stores a meaning. The device of an order is as likely the till's as the buyer's. */
export function storesTarget(kind: TableKind, target: FieldTarget): boolean {
  if (kind === "orders" && target === "device_id") return false;
  return stored[kind]?.includes(target) ?? !ofEntries.has(target);
}

/** What still keeps a table from being imported. */
export type MissingMeaning =
  "customer" | "order-date" | "order-amount" | "time" | "visitor" | "consent-time" | "consent-purpose";

/** The meanings a table of a kind lacks. */
export function missingMeanings(kind: TableKind, targets: Iterable<FieldTarget>): readonly MissingMeaning[] {
  const has = new Set(targets);
  const any = (wanted: readonly FieldTarget[]): boolean => wanted.some((target) => has.has(target));
  const missing: MissingMeaning[] = [];
  const need = (met: boolean, what: MissingMeaning): void => {
    if (!met) missing.push(what);
  };
  if (kind === "people") need(any([...personKeys, ...visitorKeys]), "customer");
  if (kind === "orders") need(any([...personKeys, "login_id", "cookie_id"]), "customer");
  if (kind === "messages" || kind === "consents") need(any(personKeys), "customer");
  if (kind === "orders") {
    need(has.has("order_date"), "order-date");
    need(any(amounts), "order-amount");
  }
  if (kind === "events") need(any([...personKeys, ...visitorKeys]), "visitor");
  if (kind === "events" || kind === "messages" || kind === "reviews" || kind === "spend")
    need(has.has("occurred_at"), "time");
  if (kind === "consents") {
    need(any(["consent_purpose", "medium"]), "consent-purpose");
    need(has.has("consent_time"), "consent-time");
  }
  return missing;
}
