import { isoDate } from "../../base/calendar.ts";
import { fault, type Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { CustomerView } from "../../terms/people.ts";
import type { ConsentChannel } from "../../terms/consent.ts";
import type { ConsentState, LegalBasis, PurposeCode } from "../../terms/purpose.ts";
import type { Database } from "../../vault/database.ts";
import type { Workspace } from "../../workspace.ts";
import { customerInsight } from "./customer-insight.ts";
import { personColumns } from "../../terms/person-columns.ts";
import { customerRow } from "./list-customers.ts";
import { basisOf } from "./permitted-people.ts";

/** Orders shown of one customer, the newest first; a reseller may have thousands. */
const ORDERS_SHOWN = 500;

const FIELDS = [...personColumns, "age_band", "gender", "registered_on"] as const;

/**
 * All that the vault holds of one customer (GDPR art. 15; APPI art. 33), for purpose "service".
 * Faults: `customer-unknown`.
 */
export async function showCustomer(
  workspace: Workspace,
  { customerId }: { readonly customerId: number },
): Promise<Outcome<CustomerView>> {
  const row = customerRow(workspace, customerId);
  if (row === undefined) return fault("customer-unknown");
  const { db } = workspace.vault;
  return ok({
    row,
    fields: [...fields(db, customerId), ...keptAttributes(db, customerId)],
    identifiers: db.rows<CustomerView["identifiers"][number]>(
      "SELECT kind, display AS value, source, since FROM identifiers WHERE customer_id = ? ORDER BY kind, id",
      [customerId],
    ),
    orders: orders(db, customerId),
    consents: consents(workspace, customerId),
    scores: scores(db, customerId),
    insight: customerInsight(workspace, customerId),
    releases: db.rows<CustomerView["releases"][number]>(
      `SELECT releases.id AS releaseId, at, recipient, purpose FROM release_people
       JOIN releases ON releases.id = release_id WHERE customer_id = ? ORDER BY releases.id DESC`,
      [customerId],
    ),
  });
}

function fields(db: Database, customerId: number): CustomerView["fields"] {
  const stored = db.first<Record<(typeof FIELDS)[number] | "source", string | number | null>>(
    `SELECT source, ${FIELDS.join(", ")} FROM customers WHERE id = ?`,
    [customerId],
  );
  if (stored === undefined) return [];
  return FIELDS.flatMap((name) => {
    const value = stored[name];
    if (value === null || value === "") return [];
    const text = typeof value === "number" ? isoDate(value) : value;
    return [{ name, value: text, source: String(stored.source) }];
  });
}

/** What is kept on documented bases, under the headings of the files that brought it. */
function keptAttributes(db: Database, customerId: number): CustomerView["fields"] {
  return db.rows<CustomerView["fields"][number]>(
    `SELECT heading AS name, value, imports.source AS source FROM attributes JOIN fields ON fields.id = field_id
     JOIN imports ON imports.id = attributes.import_id WHERE customer_id = ? ORDER BY attributes.id`,
    [customerId],
  );
}

type OrderView = CustomerView["orders"][number];

interface StoredOrder {
  readonly id: number;
  readonly order_key: string | null;
  readonly day: number;
  readonly amount: number;
  readonly currency: string;
  readonly channel: string | null;
}

function orders(db: Database, customerId: number): CustomerView["orders"] {
  const newest = "SELECT id FROM orders WHERE customer_id = ? ORDER BY day DESC, id DESC LIMIT ?";
  const bounds = [customerId, ORDERS_SHOWN];
  const lines = new Map<number, OrderView["lines"][number][]>();
  for (const line of db.rows<{ order_id: number; product: string; quantity: number; total: number }>(
    `SELECT order_id, coalesce(nullif(name, ''), code) AS product, quantity, amount AS total FROM order_lines
     JOIN products ON products.id = product_id WHERE order_id IN (${newest}) ORDER BY order_lines.id`,
    bounds,
  )) {
    const { order_id, ...shown } = line;
    const known = lines.get(order_id);
    if (known === undefined) lines.set(order_id, [shown]);
    else known.push(shown);
  }
  return db
    .rows<StoredOrder>(
      `SELECT id, order_key, day, amount, currency, channel FROM orders WHERE id IN (${newest})
       ORDER BY day DESC, id DESC`,
      bounds,
    )
    .map((order) => ({
      orderId: ownKey(order.order_key) ?? `#${String(order.id)}`,
      date: isoDate(order.day),
      total: order.amount,
      currency: order.currency,
      ...(order.channel === null ? {} : { channel: order.channel }),
      lines: lines.get(order.id) ?? [],
    }));
}

/** The order's number as its file gave it; keys that intake makes up for orders without one begin with a tilde. */
function ownKey(key: string | null): string | null {
  return key?.startsWith("~") === true ? null : key;
}

interface StoredConsent {
  readonly purpose: PurposeCode;
  readonly recipient: string;
  readonly state: ConsentState;
  readonly held_from: string;
  readonly known_at: string;
  readonly source: string;
  readonly channel: ConsentChannel | null;
  readonly country: string | null;
  readonly basis: LegalBasis | null;
  readonly wording: string | null;
  readonly version: number | null;
  readonly hash: string | null;
  readonly retracted_at: string | null;
}

function consents(workspace: Workspace, customerId: number): CustomerView["consents"] {
  const bases = new Map<PurposeCode, LegalBasis>();
  return workspace.vault.db
    .rows<StoredConsent>(
      `SELECT purpose, recipient, channel, country, state, basis, held_from, known_at, source, text AS wording, version, hash,
         consent_retractions.at AS retracted_at
       FROM consents LEFT JOIN wordings ON wordings.id = wording_id LEFT JOIN consent_retractions ON consent_id = consents.id
       WHERE customer_id = ? ORDER BY julianday(held_from) DESC, consents.id DESC`,
      [customerId],
    )
    .map((line) => {
      const basis = bases.get(line.purpose) ?? basisOf(workspace.vault, line.purpose) ?? "consent";
      bases.set(line.purpose, basis);
      return {
        purpose: line.purpose,
        recipient: line.recipient,
        state: line.state,
        basis: line.basis ?? basis,
        ...(line.channel === null ? {} : { channel: line.channel }),
        ...(line.country === null ? {} : { country: line.country }),
        heldFrom: line.held_from,
        knownAt: line.known_at,
        source: line.source,
        ...(line.wording === null ? {} : { wording: line.wording }),
        ...(line.version === null ? {} : { wordingVersion: line.version }),
        ...(line.hash === null ? {} : { wordingHash: line.hash }),
        ...(line.retracted_at === null ? {} : { retractedAt: line.retracted_at }),
      };
    });
}

function scores(db: Database, customerId: number): CustomerView["scores"] {
  const stored = db.first<{
    p_alive: number;
    expected_purchases: number;
    lifetime_value: number | null;
  }>("SELECT p_alive, expected_purchases, lifetime_value FROM scores WHERE customer_id = ?", [customerId]);
  if (stored === undefined) return [];
  const named: CustomerView["scores"][number][] = [
    { name: "pAlive", value: stored.p_alive },
    { name: "expectedPurchases", value: stored.expected_purchases },
  ];
  if (stored.lifetime_value !== null) named.push({ name: "lifetimeValue", value: stored.lifetime_value });
  return named;
}
