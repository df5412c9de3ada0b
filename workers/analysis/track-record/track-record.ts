import { isoDate } from "../../base/calendar.ts";
import type { Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { Input } from "../../contract.ts";
import type { TrackRecord } from "../../terms/track-record.ts";
import type { Workspace } from "../../workspace.ts";
import { lastOrderDay } from "../clock.ts";
import { storedForecasts, trackedRun } from "./tracked.ts";

/**
 * Every run that forecast something beside what happened since, newest first: over the people whom profiling may still consider, as far
 * as the orders in the vault reach.
 */
export async function trackRecord(
  workspace: Workspace,
  { model }: Input<"trackRecord">,
): Promise<Outcome<TrackRecord>> {
  const covered = lastOrderDay(workspace);
  return ok({
    ...(covered !== undefined && { today: isoDate(covered) }),
    runs: storedForecasts(workspace, model).map((stored) => trackedRun(workspace, stored)),
  });
}
