import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Input } from "../../../contract.ts";
import type { ErasurePreview } from "../../../terms/erasure.ts";
import type { Workspace } from "../../../workspace.ts";
import { withDoomed } from "../doomed.ts";
import { backupsOfErased } from "./backups-of-erased.ts";
import { previewEvidence } from "./consent-evidence.ts";
import { doomedReleases, doomedRuns, doomedTables } from "./doomed-figures.ts";
import { peopleAsked } from "./erase-customers.ts";

/** What erasing people would take, and what would stay until when. Nothing changes. Faults: `customer-unknown`. */
export async function previewErasure(
  workspace: Workspace,
  { customerIds }: Input<"previewErasure">,
): Promise<Outcome<ErasurePreview>> {
  const { vault } = workspace;
  const people = peopleAsked(vault.db, customerIds);
  if (!people.ok) return people;
  const now = workspace.now();
  const figures = withDoomed(vault.db, people.value, () => ({
    tables: doomedTables(vault.db),
    releases: doomedReleases(vault.db),
    runs: doomedRuns(vault.db),
    evidence: previewEvidence(vault.db, now),
  }));
  const { backups, backupsUntil } = await backupsOfErased(vault, now);
  return ok({
    people: people.value.length,
    ...figures,
    backups: backups.length,
    ...(backupsUntil === undefined ? {} : { backupsUntil }),
  });
}
