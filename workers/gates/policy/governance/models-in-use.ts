import * as v from "valibot";
import type { ModelInUse } from "../../../terms/governance.ts";
import { verdicts } from "../../../terms/insight.ts";
import type { Database } from "../../../vault/database.ts";
import { catalogueTables } from "../../use/catalogue.ts";

/** What every model's report tells of itself, whatever else it holds. */
const reportSchema = v.looseObject({
  people: v.optional(v.number(), 0),
  withheld: v.optional(v.number(), 0),
  review: v.optional(
    v.looseObject({
      verdict: v.picklist(verdicts),
      checks: v.optional(v.array(v.looseObject({ code: v.string(), verdict: v.picklist(verdicts) })), []),
    }),
  ),
});

interface Run {
  readonly id: number;
  readonly model: string;
  readonly at: string;
  readonly report: string;
  readonly retrain: number;
}

/** The latest run of each model the vault holds a run of, with its verdict as it was reviewed and how many people carry its scores. */
export function modelsInUse(db: Database): readonly ModelInUse[] {
  const scores = catalogueTables()
    .filter(([, { columns, person }]) => "run_id" in columns && person.kind === "column")
    .map(([table]) => table);
  return db
    .rows<Run>(
      `SELECT id, model, at, report, EXISTS (SELECT 1 FROM run_retraining WHERE run_id = runs.id) AS retrain
       FROM runs WHERE id IN (SELECT max(id) FROM runs GROUP BY model) ORDER BY model`,
    )
    .map(({ id, model, at, report, retrain }) => {
      const read = v.safeParse(reportSchema, JSON.parse(report));
      const { people, withheld, review } = read.success ? read.output : { people: 0, withheld: 0 };
      return {
        runId: id,
        model,
        at,
        // A run whose review cannot be read is not to be relied on.
        verdict: review?.verdict ?? "do-not-use",
        people,
        withheld,
        scored: scores.reduce(
          (sum, table) => sum + db.count(`SELECT count(*) FROM ${table} WHERE run_id = ?`, [id]),
          0,
        ),
        checks: (review?.checks ?? []).map(({ code, verdict }) => ({ code, verdict })),
        retrain: retrain === 1,
      };
    });
}
