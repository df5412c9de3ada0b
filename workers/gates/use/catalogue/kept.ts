import { insight, plainColumns, nobody, byCustomer, type TableDeclaration } from "./declaration.ts";

/** What is told of and kept: releases, rules, certificates, the record. */
export const keptTables = {
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
      "withheld",
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
    columns: plainColumns("release_id", "share", "seed", "treated", "control", "days"),
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
  // Other files that left, and whom they are about: that goes with the person, the line and its count stay.
  handouts: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns("id", "at", "kind", "recipients", "people", "folder", "files", "state"),
  },
  handout_people: {
    person: byCustomer,
    erasure: "delete",
    columns: { ...plainColumns("handout_id"), customer_id: { class: "identifier", purposes: ["service"] } },
  },
  retention_rules: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns("id", "rule", "last_run_at", "automatic_since"),
  },
  keep_rules: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns("id", "rule", "last_run_at", "automatic_since"),
  },
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
  // Which packs were in force when: law, and nobody's data.
  policy_texts: { person: nobody, erasure: "keep", columns: plainColumns("id", "pack") },
  policy_history: { person: nobody, erasure: "keep", columns: plainColumns("seq", "at", "packs") },
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
  field_losses: { person: nobody, erasure: "keep", columns: plainColumns("run_id", "at", "document") },
  retrainings: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns("run_id", "before_id", "at", "document"),
  },
  // People of the firm, and what happened: no customer is named in either.
  firm_roles: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns("role", "source", "name", "post", "contact", "since"),
  },
  incidents: { person: nobody, erasure: "keep", columns: plainColumns("id", "noticed_at", "document") },
  incident_steps: { person: nobody, erasure: "keep", columns: plainColumns("incident_id", "step", "at") },
  record: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns("seq", "at", "gate", "action", "payload", "prev", "mac"),
  },
} as const satisfies Record<string, TableDeclaration>;
