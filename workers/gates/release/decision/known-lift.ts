import { messageClassOf } from "../../../terms/decision.ts";
import type { HoldoutResult } from "../../../terms/holdout.ts";
import { consentedWays, type ConsentedRequest } from "../../../terms/release.ts";
import type { ContactEffect } from "../../../models/worth/worth.ts";
import type { Workspace } from "../../../workspace.ts";
import { resultOf } from "../holdout/methods.ts";
import { readHoldouts } from "../holdout/store.ts";

/** Beyond this the intervals of a lift do not look (models/lift). */
const WIDEST = 32;

/** The measured effect of an earlier release. */
export interface KnownLift {
  readonly effect: ContactEffect;
  readonly result: HoldoutResult;
}

/**
 * The effect measured in a release with a control: that of `liftOf`, or the latest in the same class of messages of which something is
 * known on both sides. The ratio of the odds to buy on a day is taken for one of hazards, which it comes to where few buy on one day.
 */
export function knownLift(
  workspace: Workspace,
  request: ConsentedRequest,
  liftOf: number | undefined,
): KnownLift | undefined {
  const own = messageClassOf(request);
  for (const entry of readHoldouts(workspace.vault.db)) {
    if (liftOf === undefined ? classOf(workspace, entry.releaseId) !== own : entry.releaseId !== liftOf)
      continue;
    const result = resultOf(workspace, entry);
    const { estimate, low, high = Infinity } = result.ratio;
    if (estimate === undefined || !(estimate > 0)) continue;
    // An interval that reaches the end of what was looked at is open there: half of nothing is still said by the estimate.
    const effect = {
      kind: "ratio",
      value: estimate,
      low: Math.min(estimate, Math.max(low, 1 / WIDEST)),
      high: Math.max(estimate, Math.min(high, WIDEST)),
    } as const;
    if (low === 0 && high === Infinity) continue;
    return { effect, result };
  }
  return undefined;
}

function classOf({ vault }: Workspace, releaseId: number) {
  const row = vault.db.first<{ purpose: string; platform: string | null }>(
    "SELECT purpose, platform FROM releases WHERE id = ?",
    [releaseId],
  );
  const way = consentedWays.find((one) => one.purpose === row?.purpose && one.platform === row.platform);
  return way && messageClassOf(way);
}
