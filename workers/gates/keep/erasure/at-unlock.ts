import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Workspace } from "../../../workspace.ts";
import { dropExpiredEvidence, hasExpiredEvidence } from "./consent-evidence.ts";
import { replayErasures } from "./replay.ts";

/**
 * What the keep gate does before a vault that was just unlocked or restored is anybody's: erasures made since an older state are done
 * again, and evidence whose time is over goes. Faults: those of the log and of saving.
 */
export async function keepAtUnlock(workspace: Pick<Workspace, "vault" | "now">): Promise<Outcome<null>> {
  const replayed = await replayErasures(workspace);
  if (!replayed.ok) return replayed;
  const { vault, now } = workspace;
  if (!hasExpiredEvidence(vault.db, now())) return ok(null);
  // Should saving fail, memory is right and the next save carries it.
  await vault.change(["record"], (note) => {
    const rows = dropExpiredEvidence(vault.db, now());
    note({ gate: "keep", action: "evidence-expired", payload: { rows } });
  });
  return ok(null);
}
