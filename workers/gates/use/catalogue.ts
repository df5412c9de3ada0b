import type { FieldClass } from "../../terms/field.ts";
import type { PurposeCode } from "../../terms/purpose.ts";

/** What a column holds and what it may be used for. Columns about no person have class "none" and no purpose. */
export interface ColumnDeclaration {
  readonly class: FieldClass;
  readonly purposes: readonly PurposeCode[];
  /** What retention's "generalise" does with it; kept when left out. */
  readonly generalise?: Generalisation;
}

/** "clear" writes NULL, "blank" the empty text. */
export type Generalisation = "clear" | "blank";

/** How a row belongs to a person. */
export type PersonPath =
  | { readonly kind: "nobody" }
  /** The row is the person, or `column` holds customers.id. */
  | { readonly kind: "column"; readonly column: string }
  /** `column` holds the id of a row of `table`, which belongs to the person. */
  | { readonly kind: "through"; readonly column: string; readonly table: TableName }
  /** Only the text of `column` may name the person: erasure searches it. */
  | { readonly kind: "text"; readonly column: string };

/** What erasing a person does with the rows of a table. */
export type ErasureTreatment =
  /** The person's rows are deleted. */
  | "delete"
  /** Rows whose text names the person are deleted. */
  | "search"
  /** No row speaks of a person: counts, settings, keyed hashes. */
  | "keep";

export interface TableDeclaration {
  readonly person: PersonPath;
  readonly erasure: ErasureTreatment;
  /** Rows that leave only once their person has (append-only by trigger). */
  readonly appendOnly?: true;
  /** Whether retention's "generalise" deletes the person's rows as well. */
  readonly generalise?: "delete";
  readonly columns: Readonly<Record<string, ColumnDeclaration>>;
}

const everyPurpose: readonly PurposeCode[] = [
  "service",
  "analytics",
  "profiling",
  "email_marketing",
  "postal_marketing",
  "ads_matching",
];
const insight: readonly PurposeCode[] = ["service", "analytics", "profiling"];
const contact: readonly PurposeCode[] = ["service", "email_marketing", "postal_marketing", "ads_matching"];

const plain: ColumnDeclaration = { class: "none", purposes: [] };
/** The person's number inside this vault: it means nothing outside. */
const key: ColumnDeclaration = { class: "identifier", purposes: everyPurpose };
const behaviour: ColumnDeclaration = { class: "behaviour", purposes: insight };
const score: ColumnDeclaration = { class: "behaviour", purposes: ["profiling"] };
const consent: ColumnDeclaration = { class: "consent", purposes: everyPurpose };
const quasi: ColumnDeclaration = { class: "quasi_identifier", purposes: insight };
const contactName: ColumnDeclaration = { class: "identifier", purposes: contact, generalise: "clear" };
const address: ColumnDeclaration = {
  class: "quasi_identifier",
  purposes: ["service", "postal_marketing", "ads_matching"],
  generalise: "clear",
};
const lookup: ColumnDeclaration = { class: "identifier", purposes: ["service"], generalise: "clear" };
const searchText: ColumnDeclaration = { class: "identifier", purposes: ["service"], generalise: "blank" };

function plainColumns<const K extends string>(
  ...names: readonly K[]
): Readonly<Record<K, ColumnDeclaration>> {
  return Object.fromEntries(names.map((name) => [name, plain])) as Record<K, ColumnDeclaration>;
}

const nobody: PersonPath = { kind: "nobody" };
const byCustomer: PersonPath = { kind: "column", column: "customer_id" };

/**
 * Every table and column of the vault: what it holds about people, what for, how a row is traced to
 * its person and what erasure does with it. A test compares this list with the real schema, so that
 * no table can be added without an answer (GDPR art. 5(1)(b), 17 and 30; APPI art. 17 and 22).
 */
export const catalogue = {
  settings: { person: nobody, erasure: "keep", columns: plainColumns("key", "value") },
  purposes: { person: nobody, erasure: "keep", columns: plainColumns("code", "basis") },
  fields: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns(
      "id",
      "import_id",
      "heading",
      "target",
      "class",
      "purposes",
      "stored",
      "fate",
      "basis",
    ),
  },
  imports: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns(
      "id",
      "name",
      "source",
      "sha256",
      "bytes",
      "plan",
      "at",
      "read",
      "stored",
      "quarantined",
      "repeated",
      "undone_at",
    ),
  },
  quarantine: {
    person: { kind: "text", column: "raw" },
    erasure: "search",
    generalise: "delete",
    columns: {
      ...plainColumns("id", "import_id", "line", "reason", "heading", "state"),
      raw: { class: "identifier", purposes: ["service"] },
    },
  },
  customers: {
    person: { kind: "column", column: "id" },
    erasure: "delete",
    columns: {
      id: key,
      ...plainColumns("import_id", "generalised_on"),
      source: quasi,
      full_name: contactName,
      family_name: contactName,
      given_name: contactName,
      full_reading: contactName,
      family_reading: contactName,
      given_reading: contactName,
      postal_code: address,
      prefecture: quasi,
      city: address,
      street: address,
      country: quasi,
      age_band: quasi,
      gender: quasi,
      registered_on: quasi,
      search_key: searchText,
    },
  },
  identifiers: {
    person: byCustomer,
    erasure: "delete",
    generalise: "delete",
    columns: {
      ...plainColumns("id", "import_id"),
      customer_id: key,
      kind: { class: "identifier", purposes: contact },
      value: { class: "identifier", purposes: contact },
      display: { class: "identifier", purposes: contact },
      source: { class: "identifier", purposes: ["service"] },
      since: { class: "identifier", purposes: ["service"] },
    },
  },
  // Kept on a documented basis; table fields says which, and for what.
  attributes: {
    person: byCustomer,
    erasure: "delete",
    generalise: "delete",
    columns: {
      ...plainColumns("id", "import_id", "field_id"),
      customer_id: key,
      value: { class: "special_category", purposes: ["service"] },
    },
  },
  customer_revisions: {
    person: byCustomer,
    erasure: "delete",
    generalise: "delete",
    columns: {
      ...plainColumns("id", "import_id", "field"),
      customer_id: key,
      before: { class: "identifier", purposes: ["service"] },
    },
  },
  orders: {
    person: byCustomer,
    erasure: "delete",
    columns: {
      ...plainColumns("id", "import_id"),
      customer_id: key,
      source: behaviour,
      order_key: lookup,
      day: behaviour,
      amount: behaviour,
      currency: behaviour,
      channel: behaviour,
    },
  },
  products: { person: nobody, erasure: "keep", columns: plainColumns("id", "code", "name") },
  order_lines: {
    person: { kind: "through", column: "order_id", table: "orders" },
    erasure: "delete",
    columns: {
      ...plainColumns("id", "import_id"),
      order_id: behaviour,
      product_id: behaviour,
      quantity: behaviour,
      amount: behaviour,
    },
  },
  wordings: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns("id", "hash", "text", "version", "since"),
  },
  consents: {
    person: byCustomer,
    erasure: "delete",
    appendOnly: true,
    columns: {
      ...plainColumns("id", "import_id"),
      customer_id: key,
      purpose: consent,
      recipient: consent,
      state: consent,
      held_from: consent,
      known_at: consent,
      source: consent,
      channel: consent,
      country: consent,
      basis: consent,
      wording_id: consent,
      // May name a person (an address confirmed, an IP): the one thing that may be taken from a statement.
      evidence: { class: "identifier", purposes: everyPurpose, generalise: "clear" },
    },
  },
  consent_retractions: {
    person: { kind: "through", column: "consent_id", table: "consents" },
    erasure: "delete",
    appendOnly: true,
    columns: { ...plainColumns("at", "reason"), consent_id: consent },
  },
  restrictions: {
    person: byCustomer,
    erasure: "delete",
    appendOnly: true,
    columns: {
      ...plainColumns("id"),
      customer_id: key,
      restricted: consent,
      at: consent,
      reason: { class: "identifier", purposes: ["service"] },
    },
  },
  corrections: {
    person: byCustomer,
    erasure: "delete",
    generalise: "delete",
    columns: {
      ...plainColumns("id", "field", "at"),
      customer_id: key,
      before: { class: "identifier", purposes: ["service"] },
      after: { class: "identifier", purposes: ["service"] },
      reason: { class: "identifier", purposes: ["service"] },
    },
  },
  // What was asked, under which law and when: the person is there as a keyed hash only.
  subject_requests: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns("id", "kind", "law", "received_on", "extended", "subject", "outcome", "closed_on"),
  },
  request_people: {
    person: byCustomer,
    erasure: "delete",
    columns: {
      ...plainColumns("id"),
      customer_id: key,
      who: { class: "identifier", purposes: ["service"], generalise: "clear" },
      note: { class: "identifier", purposes: ["service"], generalise: "blank" },
    },
  },
  // Keyed hashes: without the vault's key they name nobody.
  visitors: { person: nobody, erasure: "keep", columns: plainColumns("id", "hash", "kind") },
  visitor_keys: {
    person: byCustomer,
    erasure: "delete",
    generalise: "delete",
    columns: {
      ...plainColumns("id", "import_id"),
      customer_id: key,
      visitor_id: { class: "identifier", purposes: insight },
    },
  },
  events: {
    person: byCustomer,
    erasure: "delete",
    columns: {
      ...plainColumns("id", "import_id"),
      customer_id: key,
      visitor_id: lookup,
      at: behaviour,
      kind: behaviour,
      name: behaviour,
      page: { class: "behaviour", purposes: insight, generalise: "clear" },
      seconds: behaviour,
      fingerprint: lookup,
    },
  },
  messages: {
    person: byCustomer,
    erasure: "delete",
    columns: {
      ...plainColumns("id", "import_id"),
      customer_id: key,
      at: behaviour,
      event: behaviour,
      channel: behaviour,
      campaign: behaviour,
      fingerprint: lookup,
    },
  },
  reviews: {
    person: byCustomer,
    erasure: "delete",
    columns: {
      ...plainColumns("id", "import_id", "masked"),
      customer_id: key,
      visitor_id: lookup,
      day: behaviour,
      kind: behaviour,
      rating: behaviour,
      // Free text may tell of its writer although what was recognised in it is masked.
      text: { class: "behaviour", purposes: insight, generalise: "clear" },
      product: behaviour,
      fingerprint: lookup,
    },
  },
  spend: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns(
      "id",
      "day",
      "medium",
      "campaign",
      "currency",
      "cost",
      "impressions",
      "clicks",
      "source",
      "import_id",
      "replaced_by",
    ),
  },
  // Whose rows were whose before people were joined; the joined person's own row waits in merge_members.
  merge_rows: {
    person: { kind: "through", column: "member_id", table: "merge_members" },
    erasure: "delete",
    generalise: "delete",
    columns: { ...plainColumns("table_name", "row_id"), member_id: key },
  },
  merge_members: {
    person: byCustomer,
    erasure: "delete",
    generalise: "delete",
    columns: {
      ...plainColumns("at", "filled"),
      id: key,
      customer_id: key,
      person: { class: "identifier", purposes: ["service"] },
      aside: { class: "identifier", purposes: ["service"] },
    },
  },
  duplicate_pairs: {
    person: byCustomer,
    erasure: "delete",
    generalise: "delete",
    columns: {
      ...plainColumns("id", "state", "probability", "weight", "likely", "at", "found", "later_at"),
      customer_id: key,
      other_id: key,
      evidence: { class: "quasi_identifier", purposes: ["service"] },
    },
  },
  duplicate_decisions: {
    person: byCustomer,
    erasure: "delete",
    generalise: "delete",
    columns: {
      ...plainColumns("id", "batch", "decision", "at", "undone_at"),
      customer_id: key,
      kept: key,
      people: key,
      pairs: { class: "quasi_identifier", purposes: ["service"] },
    },
  },
  sources: { person: nobody, erasure: "keep", columns: plainColumns("name", "party") },
  segments: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns("id", "name", "definition", "created_at"),
  },
  runs: { person: nobody, erasure: "keep", columns: plainColumns("id", "model", "at", "options", "report") },
  scores: {
    person: byCustomer,
    erasure: "delete",
    columns: {
      ...plainColumns("run_id"),
      customer_id: key,
      p_alive: { class: "behaviour", purposes: ["profiling"] },
      expected_purchases: { class: "behaviour", purposes: ["profiling"] },
      lifetime_value: { class: "behaviour", purposes: ["profiling"] },
    },
  },
  // Of the latest run of each: the chance of leaving with what made it, and the kind of customer.
  churn_scores: {
    person: byCustomer,
    erasure: "delete",
    columns: {
      ...plainColumns("run_id", "field1", "field2", "field3"),
      customer_id: key,
      churn_risk: score,
      if_ordered: score,
      adds1: score,
      entry1: score,
      adds2: score,
      entry2: score,
      adds3: score,
      entry3: score,
    },
  },
  customer_groups: {
    person: byCustomer,
    erasure: "delete",
    columns: { ...plainColumns("run_id"), customer_id: key, group_number: score },
  },
  releases: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns(
      "id",
      "at",
      "kind",
      "segment",
      "purpose",
      "recipient",
      "platform",
      "people",
      "row_count",
      "folder",
      "manifest",
      "state",
    ),
  },
  // Who was in a released file goes with the person; the release keeps its counts.
  release_people: {
    person: byCustomer,
    erasure: "delete",
    columns: { ...plainColumns("release_id"), customer_id: { class: "identifier", purposes: ["service"] } },
  },
  // Who was kept back from a release so that its effect can be told goes with the person; the release keeps the counts.
  holdouts: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns("release_id", "share", "seed", "treated", "control"),
  },
  holdout_people: {
    person: byCustomer,
    erasure: "delete",
    columns: { ...plainColumns("release_id"), customer_id: { class: "behaviour", purposes: insight } },
  },
  // Who was in a segment at one moment goes with the person; the snapshot keeps how many they were.
  segment_snapshots: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns("id", "segment_id", "at", "reason", "definition", "people"),
  },
  segment_snapshot_people: {
    person: byCustomer,
    erasure: "delete",
    columns: { ...plainColumns("snapshot_id"), customer_id: { class: "behaviour", purposes: insight } },
  },
  segment_priorities: { person: nobody, erasure: "keep", columns: plainColumns("id", "name", "segments") },
  // What tables with noise have spent of the privacy budget.
  privacy_spending: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns("id", "at", "mechanism", "epsilon", "delta", "rho"),
  },
  // What each release told, as sets of cells; how many people have gone since. Neither names anybody.
  release_sets: { person: nobody, erasure: "keep", columns: plainColumns("release_id", "told") },
  release_classes: { person: nobody, erasure: "keep", columns: plainColumns("id", "signature", "gone") },
  // Which sets a person was told of in, and the amounts that went into sums.
  release_members: {
    person: byCustomer,
    erasure: "delete",
    columns: {
      ...plainColumns("class_id"),
      customer_id: { class: "identifier", purposes: ["service"] },
      orders: { class: "behaviour", purposes: ["service"] },
      revenue: { class: "behaviour", purposes: ["service"] },
    },
  },
  retention_rules: { person: nobody, erasure: "keep", columns: plainColumns("id", "rule", "last_run_at") },
  keep_rules: { person: nobody, erasure: "keep", columns: plainColumns("id", "rule", "last_run_at") },
  // Each figure speaks of at least ten people and of none of them.
  kept_figures: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns("id", "table_name", "month", "label", "people", "things", "amount", "at"),
  },
  policy_packs: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns("id", "version", "pack", "applied_at"),
  },
  // Keyed hashes: without the vault's key they name nobody.
  tombstones: { person: nobody, erasure: "keep", columns: plainColumns("hash", "at", "reason") },
  // What erasures leave: people are keyed hashes, addresses too.
  certificates: { person: nobody, erasure: "keep", columns: plainColumns("number", "at", "document") },
  erased_people: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns("certificate", "person", "at", "keys"),
  },
  consent_evidence: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns(
      "id",
      "certificate",
      "address",
      "purpose",
      "recipient",
      "channel",
      "state",
      "held_from",
      "known_at",
      "wording",
      "ended_at",
      "until",
    ),
  },
  run_retraining: { person: nobody, erasure: "keep", columns: plainColumns("run_id", "certificate", "at") },
  record: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns("seq", "at", "gate", "action", "payload", "prev", "mac"),
  },
} as const satisfies Record<string, Omit<TableDeclaration, "person"> & { readonly person: LoosePersonPath }>;

// `PersonPath` names tables by the keys of `catalogue` itself; while it is being written any name is accepted.
type LoosePersonPath =
  | Exclude<PersonPath, { kind: "through" }>
  | { readonly kind: "through"; readonly column: string; readonly table: string };

/** The tables of the vault. */
export type TableName = keyof typeof catalogue;

/** The catalogue as pairs of table name and declaration, in the order of the schema. */
export function catalogueTables(): readonly (readonly [TableName, TableDeclaration])[] {
  return Object.entries(catalogue) as [TableName, TableDeclaration][];
}
