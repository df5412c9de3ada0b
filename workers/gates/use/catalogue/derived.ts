import { key, score, plainColumns, nobody, byCustomer, type TableDeclaration } from "./declaration.ts";

/** What is worked out of it: joined people, segments, runs of models and their scores. */
export const derivedTables = {
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
  // What runs forecast and what came of it, of nobody; what was said of each person goes with them, and once it is counted.
  run_forecasts: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns("run_id", "model", "from_day", "until_day", "document", "result"),
  },
  forecast_people: {
    person: byCustomer,
    erasure: "delete",
    columns: { ...plainColumns("run_id", "days"), customer_id: key, said: score, plain: score },
  },
  run_models: { person: nobody, erasure: "keep", columns: plainColumns("run_id", "document") },
  run_challenges: { person: nobody, erasure: "keep", columns: plainColumns("run_id", "at", "document") },
  run_fairness: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns("run_id", "grouping", "at", "document"),
  },
  model_champions: {
    person: nobody,
    erasure: "keep",
    columns: plainColumns("model", "learner", "run_id", "at"),
  },
} as const satisfies Record<string, TableDeclaration>;
