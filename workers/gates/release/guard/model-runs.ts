import { parseIsoDate } from "../../../base/calendar.ts";
import type { Database } from "../../../vault/database.ts";
import type { Told, ToldRun } from "./told.ts";

/**
 * Days between two runs of a model of which both are told. Everybody's expectation changes from run to run, so no combination of sums
 * cancels people exactly; runs that follow close on each other could still differ by little more than one person.
 */
const daysApart = 28;

const tables = { lifetime: "scores", churn: "churn_scores" } as const;

/** The run the people's scores come from; undefined where there are none. */
export function scoredRun(db: Database, model: keyof typeof tables): ToldRun | undefined {
  const run = db.first<{ id: number; report: string }>(
    `SELECT id, report FROM runs WHERE id = (SELECT run_id FROM ${tables[model]} LIMIT 1)`,
  );
  if (run === undefined) return undefined;
  return { model, run: run.id, end: (JSON.parse(run.report) as { readonly end: string }).end };
}

/** Why figures of a run may not be told yet: another run was, too close to it. */
export interface ModelWait {
  readonly days: number;
  /** The last day the other run knew of. */
  readonly date: string;
}

/**
 * Whether figures of these runs may be told beside those of others told before: of the same run always (its figures are the same for
 * everybody, and whom they are of is judged as counts are), of another only when their ends lie four weeks apart.
 */
export function modelWait(
  releases: readonly { readonly told: Pick<Told, "runs"> }[],
  runs: readonly ToldRun[],
): ModelWait | undefined {
  let wait: ModelWait | undefined;
  for (const { told } of releases)
    for (const before of told.runs ?? [])
      for (const now of runs) {
        if (before.model !== now.model || before.run === now.run) continue;
        const apart = Math.abs((parseIsoDate(now.end) ?? 0) - (parseIsoDate(before.end) ?? 0));
        if (apart < daysApart && (wait === undefined || daysApart - apart > wait.days))
          wait = { days: daysApart - apart, date: before.end };
      }
  return wait;
}
