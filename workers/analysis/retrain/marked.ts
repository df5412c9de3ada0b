import { retrainableModels, type MarkedRun, type RetrainableModel } from "../../terms/retraining.ts";
import type { ErasureCertificate } from "../../terms/erasure.ts";
import type { Database } from "../../vault/database.ts";

/** A run as its table holds it; options and report are JSON. */
export interface StoredRun {
  readonly id: number;
  readonly model: string;
  readonly at: string;
  readonly options: string;
  readonly report: string;
}

/** The latest run of a model: the one whose scores stand. */
export function standingRun(db: Database, model: RetrainableModel): StoredRun | undefined {
  return db.first<StoredRun>(
    "SELECT id, model, at, options, report FROM runs WHERE model = ? ORDER BY id DESC LIMIT 1",
    [model],
  );
}

/** Standing runs that had seen people who were erased since. */
export function markedRuns(db: Database): readonly MarkedRun[] {
  return retrainableModels.flatMap((model) => {
    const run = standingRun(db, model);
    const mark =
      run === undefined
        ? undefined
        : db.first<{ certificate: string }>("SELECT certificate FROM run_retraining WHERE run_id = ?", [
            run.id,
          ]);
    return run === undefined || mark === undefined
      ? []
      : [{ model, ...erasedSeen(db, run, mark.certificate) }];
  });
}

/** Whom of the erased a run had seen, by the certificates; one that does not list the run was made while it ran. */
function erasedSeen(
  db: Database,
  { id, at }: StoredRun,
  marking: string,
): Pick<MarkedRun, "run" | "at" | "erased" | "certificates"> {
  let erased = 0;
  const certificates: string[] = [];
  for (const { number, document } of db.rows<{ number: string; document: string }>(
    "SELECT number, document FROM certificates ORDER BY at, number",
  )) {
    const { runs, people } = JSON.parse(document) as Pick<ErasureCertificate, "runs" | "people">;
    const seen = runs.find(({ run }) => run === id)?.people ?? (number === marking ? people : undefined);
    if (seen === undefined) continue;
    erased += seen;
    certificates.push(number);
  }
  return { run: id, at, erased, certificates };
}

/** The certificates there are: what a run asks for before it reads people. */
export function certificateNumbers(db: Database): ReadonlySet<string> {
  return new Set(db.rows<{ number: string }>("SELECT number FROM certificates").map(({ number }) => number));
}

/**
 * Marks a run, inside the change that stores it, when people were erased while it ran: it may have learnt from them. `known` are the
 * certificates there were before it read anybody.
 */
export function markIfErasedMeanwhile(db: Database, run: number, known: ReadonlySet<string>): void {
  for (const { number, at } of db.rows<{ number: string; at: string }>(
    "SELECT number, at FROM certificates ORDER BY at, number",
  ))
    if (!known.has(number))
      db.run("INSERT OR REPLACE INTO run_retraining (run_id, certificate, at) VALUES (?, ?, ?)", [
        run,
        number,
        at,
      ]);
}
