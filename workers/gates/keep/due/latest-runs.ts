import * as v from "valibot";
import type { AutomaticRun, RuleDeed } from "../../../terms/keep-due.ts";
import { keptTables, rowActions } from "../../../terms/keep-rules.ts";
import { retentionActions } from "../../../terms/keep.ts";
import type { Database } from "../../../vault/database.ts";

const DAY_MS = 86_400_000;
/** Lines looked through: nobody does more than this at the gates in a day and still asks what ran in the morning. */
const LINES = 2000;

const whole = v.optional(v.number(), 0);
const ranSchema = v.object({
  rule: v.number(),
  action: v.optional(v.picklist([...retentionActions, ...rowActions])),
  table: v.optional(v.picklist(keptTables)),
  things: whole,
  people: whole,
  unclaimed: whole,
});

/** The rules that ran by themselves within a day before `now`, oldest first, as the record tells of them. */
export function latestRuns(db: Database, now: Date): readonly AutomaticRun[] {
  return db
    .rows<{ at: string; action: string; payload: string }>(
      `SELECT at, action, payload FROM (SELECT * FROM record ORDER BY seq DESC LIMIT ${String(LINES)})
       WHERE at >= ? AND action IN ('run-retention', 'keep-rule-run') AND json_extract(payload, '$.automatic') = 1
       ORDER BY seq`,
      [new Date(now.getTime() - DAY_MS).toISOString()],
    )
    .flatMap(({ at, action, payload }): readonly AutomaticRun[] => {
      const read = v.safeParse(ranSchema, JSON.parse(payload));
      if (!read.success) return [];
      const { rule: ruleId, people, things, unclaimed } = read.output;
      return action === "run-retention"
        ? [{ family: "activity", ruleId, deed: deedOf(read.output), people, things: people + unclaimed, at }]
        : [{ family: "keep", ruleId, deed: deedOf(read.output), people, things, at }];
    });
}

function deedOf({ action, table }: v.InferOutput<typeof ranSchema>): RuleDeed {
  if (table !== undefined)
    return { reaches: "rows", table, action: rowActions.find((one) => one === action) ?? "delete" };
  const done = retentionActions.find((one) => one === action);
  return done === undefined ? { reaches: "evidence", action: "delete" } : { reaches: "people", action: done };
}
