import type { Workspace } from "../../workspace.ts";
import { settlement, storedForecasts, type Settled } from "./tracked.ts";

/** Days after the end of a forecast's time in which late orders may still be imported before it is settled. */
const GRACE = 14;

/** What came of a run whose time has passed, ready to be kept. */
interface ReadySettlement {
  readonly runId: number;
  readonly settled: Settled;
}

/** Counts what came of the forecasts whose time has passed; to be asked before a change, which keeps it (`keepSettlements`). */
export function readySettlements(workspace: Workspace): readonly ReadySettlement[] {
  return storedForecasts(workspace).flatMap((stored) => {
    const settled = settlement(workspace, stored, GRACE);
    return settled === undefined ? [] : [{ runId: stored.runId, settled }];
  });
}

/** Keeps what came of forecasts and lets go of what had been said of each person: from then on only figures of many remain. */
export function keepSettlements({ vault: { db } }: Workspace, ready: readonly ReadySettlement[]): void {
  for (const { runId, settled } of ready) {
    db.run("UPDATE run_forecasts SET result = ? WHERE run_id = ?", [JSON.stringify(settled), runId]);
    db.run("DELETE FROM forecast_people WHERE run_id = ?", [runId]);
  }
}
