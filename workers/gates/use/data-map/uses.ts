import { purposeCodes, type PurposeCode } from "../../../terms/purpose.ts";
import type { MapField, MapUse } from "../../../terms/data-map.ts";
import type { Database } from "../../../vault/database.ts";

/** The segment attribute that reads a field. */
const segmentAttributes: Readonly<Record<string, readonly string[]>> = {
  "customers.prefecture": ["prefecture"],
  "customers.country": ["country"],
  "customers.gender": ["gender"],
  "customers.age_band": ["ageBand"],
  "customers.source": ["source"],
  "orders.channel": ["channel"],
  "orders.day": ["recencyDays", "recencyScore", "rfmGroup", "tenureDays", "orders", "frequencyScore"],
  "orders.amount": ["revenue", "averageOrder", "monetaryScore", "rfmGroup"],
  "order_lines.product_id": ["product"],
  "scores.p_alive": ["pAlive"],
  "scores.expected_purchases": ["expectedPurchases"],
  "scores.lifetime_value": ["lifetimeValue"],
  "churn_scores.churn_risk": ["churnRisk"],
  "customer_groups.group_number": ["customerGroup"],
  "propensity_scores.chance": [
    "lookalike",
    "lookalikeRank",
    "firstPurchase",
    "renewal",
    "newProduct",
    "openChance",
    "clickChance",
  ],
  "reach_habits.best_hour": ["bestHour"],
};

const models: Readonly<Record<string, readonly MapUse[]>> = {
  "orders.day": ["rfm", "cohorts", "lifetime", "churn", "groups"],
  "orders.amount": ["rfm", "lifetime", "churn", "groups"],
  "orders.currency": ["rfm", "lifetime", "churn", "groups"],
  "orders.channel": ["churn", "groups"],
  "order_lines.product_id": ["churn", "groups"],
  "order_lines.amount": ["churn", "groups"],
  "customers.source": ["churn"],
  "messages.event": ["churn", "groups"],
  "messages.at": ["churn", "groups"],
  "events.at": ["churn", "groups"],
  "events.seconds": ["churn"],
  "reviews.day": ["churn"],
  "reviews.text": ["churn"],
};

/** Models that are in use once they have run. */
const onceRun: readonly MapUse[] = ["lifetime", "churn", "groups"];

const compared: ReadonlySet<string> = new Set([
  "customers.full_name",
  "customers.family_name",
  "customers.given_name",
  "customers.full_reading",
  "customers.family_reading",
  "customers.given_reading",
  "customers.postal_code",
  "customers.prefecture",
  "customers.city",
  "customers.street",
  "customers.gender",
  "identifiers.email",
  "identifiers.phone",
]);

const marketing = ["email_marketing", "postal_marketing", "ads_matching"] as const;

/** What is in use in a vault: attributes that segments ask of, whether models ran, purposes something was released for. */
export interface InUse {
  readonly attributes: ReadonlySet<string>;
  /** Models that have run. */
  readonly ran: ReadonlySet<string>;
  readonly resolved: boolean;
  readonly released: ReadonlySet<PurposeCode>;
}

/** Reads what a vault makes use of now. */
export function readInUse(db: Database): InUse {
  const definitions = db
    .rows<{ definition: string }>("SELECT definition FROM segments")
    .map(({ definition }) => definition)
    .join("\n");
  const names = new Set(Object.values(segmentAttributes).flat());
  const released = db
    .rows<{ purpose: string }>(
      "SELECT DISTINCT purpose FROM releases WHERE state = 'released' AND kind = 'consented'",
    )
    .map(({ purpose }) => purpose);
  return {
    attributes: new Set([...names].filter((name) => definitions.includes(`"attribute":"${name}"`))),
    ran: new Set(db.rows<{ model: string }>("SELECT DISTINCT model FROM runs").map(({ model }) => model)),
    resolved:
      db.count("SELECT EXISTS (SELECT 1 FROM duplicate_pairs) OR EXISTS (SELECT 1 FROM merge_members)") > 0,
    released: new Set(purposeCodes.filter((code) => released.includes(code))),
  };
}

/** What uses a field now. `filled` is false for one with nothing in it: then nothing does. */
export function usesOf(
  { id, table, class: fieldClass, purposes, filled }: Omit<MapField, "uses" | "gaps" | "value">,
  inUse: InUse,
): readonly MapUse[] {
  if (filled === 0) return [];
  const uses: MapUse[] = [];
  if (table === "identifiers") uses.push("matching");
  if (table === "consents" || table === "restrictions") uses.push("consent-gate");
  if (
    [
      "customers",
      "identifiers",
      "orders",
      "order_lines",
      "scores",
      "churn_scores",
      "propensity_scores",
      "reach_habits",
      "attributes",
    ].includes(table)
  )
    uses.push("customer-view");
  if (compared.has(id) && inUse.resolved) uses.push("identity");
  for (const model of models[id] ?? [])
    if (!onceRun.includes(model) || inUse.ran.has(model)) uses.push(model);
  if (segmentAttributes[id]?.some((name) => inUse.attributes.has(name)) === true) uses.push("segments");
  if (fieldClass === "identifier" || fieldClass === "quasi_identifier")
    for (const purpose of marketing)
      if (purposes.includes(purpose) && inUse.released.has(purpose)) uses.push(purpose);
  return uses;
}
