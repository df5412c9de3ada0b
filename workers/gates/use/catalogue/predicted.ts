import { byCustomer, key, plainColumns, score, type TableDeclaration } from "./declaration.ts";

/** What models say of people beside leaving: chances with what made them, and when and how to reach them. */
export const predictedTables = {
  propensity_scores: {
    person: byCustomer,
    erasure: "delete",
    columns: {
      ...plainColumns("question", "run_id", "field1", "field2", "field3"),
      customer_id: key,
      chance: score,
      adds1: score,
      entry1: score,
      adds2: score,
      entry2: score,
      adds3: score,
      entry3: score,
    },
  },
  reach_habits: {
    person: byCustomer,
    erasure: "delete",
    columns: {
      ...plainColumns("run_id", "own"),
      customer_id: key,
      best_hour: score,
      share: score,
      share_low: score,
      share_high: score,
      best_channel: score,
    },
  },
} as const satisfies Record<string, TableDeclaration>;
