import type { JobControl } from "../../../base/job.ts";
import type { ErasedRelease, ErasedRun, ErasedTable, KeptEvidence } from "../../../terms/erasure.ts";
import type { Vault } from "../../../vault/vault.ts";
import { withDoomed } from "../doomed.ts";
import { takeAwayDoomed, type TakenAway } from "../take-away.ts";
import { keepEvidence } from "./consent-evidence.ts";
import { doomedReleases, doomedRuns, doomedTables, rowsLeft } from "./doomed-figures.ts";
import { subjectOf, rememberErased, type ErasedPerson } from "./erased-people.ts";
import { personValues } from "./person-values.ts";
import { deleteSought } from "./search-vault.ts";
import { leaveOutShared } from "./leave-out-shared.ts";
import { Sought } from "./sought.ts";

/** An erasure under way. */
interface Erasing {
  readonly certificate: string;
  readonly now: Date;
  readonly job: JobControl;
}

/** What an erasure did, before the file was rewritten and searched. */
export interface Erased {
  readonly taken: TakenAway;
  readonly tables: readonly ErasedTable[];
  readonly releases: readonly ErasedRelease[];
  readonly runs: readonly ErasedRun[];
  readonly evidence: KeptEvidence & { readonly law: string };
  readonly rowsLeft: number;
  readonly people: readonly ErasedPerson[];
}

/**
 * Erases people (customers.id, each there and once) from every table, inside the vault change the caller runs, and answers what went and
 * what has to be searched for afterwards; the caller closes that. Evidence of consents and keyed hashes stay; runs are marked.
 * @throws Cancelled; the change then rolls back.
 */
export function eraseDoomed(
  vault: Pick<Vault, "db" | "pseudonym">,
  people: readonly number[],
  { certificate, now, job }: Erasing,
): { readonly erased: Erased; readonly sought: Sought } {
  const { db } = vault;
  return withDoomed(db, people, () => {
    job.progress({ phase: "counting", done: 0, total: people.length });
    const tables = doomedTables(db);
    const releases = doomedReleases(db);
    const runs = doomedRuns(db);
    const values = personValues(db, () => {
      job.check();
    });
    job.check();
    const evidence = keepEvidence(vault, certificate, now);
    const { taken, keys } = takeAwayDoomed(vault, people, { action: "erase", reason: "erasure", now, job });
    const sought = new Sought(values, job);
    try {
      leaveOutShared(db, sought, job);
      const held = deleteSought(db, sought, job);
      markRuns(vault, runs, certificate, now);
      const erased = people.map((id) => ({
        certificate,
        at: now.toISOString(),
        person: subjectOf(vault, id),
        keys: keys.get(id) ?? [],
      }));
      rememberErased(db, erased);
      return {
        sought,
        erased: {
          taken: { ...taken, quarantined: taken.quarantined + held },
          tables,
          releases,
          runs,
          evidence,
          rowsLeft: rowsLeft(db),
          people: erased,
        },
      };
    } catch (error) {
      sought.close();
      throw error;
    }
  });
}

function markRuns(
  { db }: Pick<Vault, "db">,
  runs: readonly ErasedRun[],
  certificate: string,
  now: Date,
): void {
  for (const { run } of runs)
    db.run("INSERT OR REPLACE INTO run_retraining (run_id, certificate, at) VALUES (?, ?, ?)", [
      run,
      certificate,
      now.toISOString(),
    ]);
}
