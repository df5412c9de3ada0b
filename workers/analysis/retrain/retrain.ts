import { fault, type Outcome } from "../../base/fault.ts";
import type { JobTicket } from "../../base/job.ts";
import { ok } from "../../base/result.ts";
import { Refused } from "../../base/refused.ts";
import type { Input } from "../../contract.ts";
import type { Review } from "../../terms/insight.ts";
import type { MarkedRun, Retraining, RetrainingOverview } from "../../terms/retraining.ts";
import type { Database } from "../../vault/database.ts";
import type { Workspace } from "../../workspace.ts";
import { markedRuns, standingRun, type StoredRun } from "./marked.ts";
import { retrainers } from "./models.ts";
import type { Replacing } from "./replacing.ts";
import { movedScores, scoresOf } from "./scores.ts";

/** Retrainings that are shown, latest first. */
const SHOWN = 20;

/** Runs to be made anew after erasures, and those that were. */
export async function listRetraining({ vault }: Workspace): Promise<Outcome<RetrainingOverview>> {
  return ok({ marked: markedRuns(vault.db), done: retrainingsDone(vault.db).slice(0, SHOWN) });
}

/** All retrainings, latest first. */
function retrainingsDone(db: Database): readonly Retraining[] {
  return db
    .rows<{ document: string }>("SELECT document FROM retrainings ORDER BY run_id DESC")
    .map(({ document }) => JSON.parse(document) as Retraining);
}

/**
 * Makes every standing run anew that had seen people who were erased (or that of one model): same options, same seeds, the people who
 * remain. Its scores take the place of the old ones, the old run keeps its report, and what moved is stored with the new one, each in one
 * change. Faults: `cancelled` (runs that are done stay done), `retraining-overtaken`, those of a fit.
 */
export async function retrain(
  workspace: Workspace,
  { model, job: ticket }: Input<"retrain">,
): Promise<Outcome<RetrainingOverview>> {
  const { db } = workspace.vault;
  const marked = markedRuns(db).filter((one) => model === undefined || one.model === model);
  const done: Retraining[] = [];
  for (const one of marked) {
    const retrained = await retrainOne(workspace, one, ticket);
    if (!retrained.ok) return retrained;
    done.push(retrained.value);
  }
  return ok({ marked: markedRuns(db), done });
}

async function retrainOne(
  workspace: Workspace,
  marked: MarkedRun,
  ticket: JobTicket | undefined,
): Promise<Outcome<Retraining>> {
  const { db } = workspace.vault;
  const before = standingRun(db, marked.model);
  if (before?.id !== marked.run) return fault("retraining-overtaken");
  let retraining: Retraining | undefined;
  const replacing: Replacing = () => {
    if (standingRun(db, marked.model)?.id !== before.id) throw new Refused("retraining-overtaken");
    const scores = scoresOf(db, marked.model);
    return (run, report, note) => {
      const at = workspace.now().toISOString();
      const after = { run, at, report: JSON.stringify(report) };
      retraining = {
        ...comparison(db, before, after, marked),
        scores: movedScores(marked.model, scores, scoresOf(db, marked.model)),
      };
      db.run("INSERT INTO retrainings (run_id, before_id, at, document) VALUES (?, ?, ?, ?)", [
        run,
        before.id,
        at,
        JSON.stringify(retraining),
      ]);
      note({
        gate: "keep",
        action: "retrain",
        payload: { before: before.id, run, model: marked.model, erased: marked.erased },
      });
    };
  };
  const fitted = await retrainers[marked.model].fit(workspace, before, ticket, replacing);
  if (!fitted.ok) return fitted;
  return retraining === undefined ? fault("internal") : ok(retraining);
}

interface Compared {
  readonly people: number;
  readonly review: Review;
}

/** What two runs of one model say, side by side; all but the scores of people. */
function comparison(
  db: Database,
  before: StoredRun,
  after: { readonly run: number; readonly at: string; readonly report: string },
  { model, erased, certificates }: MarkedRun,
): Omit<Retraining, "scores"> {
  const [old, fresh] = [JSON.parse(before.report) as Compared, JSON.parse(after.report) as Compared];
  return {
    model,
    before: before.id,
    run: after.run,
    at: after.at,
    erased,
    certificates,
    people: { before: old.people, after: fresh.people },
    verdict: { before: old.review.verdict, after: fresh.review.verdict },
    imports: db.count("SELECT count(*) FROM imports WHERE at > ?", [before.at]),
    figures: retrainers[model].figures(before.report, after.report),
  };
}
