import { lastOrderDay } from "../../../analysis/clock.ts";
import { latestLifetime } from "../../../analysis/lifetime-report.ts";
import { parseIsoDate } from "../../../base/calendar.ts";
import { returnWindow } from "../../../models/bgnbd/return-window.ts";
import { purchaseGaps } from "../../../models/purchase-gaps.ts";
import { daysPerUnit } from "../../../models/purchase-histories.ts";
import { quantile } from "../../../stats/describe.ts";
import type { SegmentDefinition } from "../../../terms/segment.ts";
import {
  dueBetween,
  silentSince,
  templateNames,
  templates,
  type TemplateBasis,
  type TemplateName,
} from "../../../terms/segment-templates.ts";
import type { LifetimeReport } from "../../../terms/insight.ts";
import type { Workspace } from "../../../workspace.ts";

/** Who has not come back within a year is not waited for. */
const HORIZON = 365;
/** Fewer gaps say nothing of a quantile in a tail. */
const LEAST_GAPS = 40;
/** A model that orders have left behind by more is not asked. */
const STALE_DAYS = 90;

interface Made {
  readonly name: TemplateName;
  readonly definition: SegmentDefinition;
  readonly basis?: TemplateBasis;
}

/**
 * The templates as this vault's people buy. The second purchase is due while the middle half of those who come back within a year do:
 * by the lifetime model where there is a run that may be used, else by the gaps there were. Silence is long where nineteen gaps of
 * twenty were shorter; without a run, who has been silent for longer than four of five gaps is about to leave. What is usual stands
 * where there are too few.
 */
export async function vaultTemplates(workspace: Workspace): Promise<readonly Made[]> {
  const { orders } = workspace.columns();
  const end = lastOrderDay(workspace) ?? 0;
  const { mask } = workspace.permitted("profiling");
  const gaps = purchaseGaps({ ...orders, mask }, end, HORIZON);
  const run = await usableRun(workspace, end);
  const second = secondDue(run, gaps.toSecond);
  const silent = silence(gaps.between);
  const own: Partial<Record<TemplateName, Omit<Made, "name">>> = {
    "second-due": { definition: dueBetween(second.low, second.high ?? second.low), basis: second },
    "win-back": { definition: silentSince(silent.long.low), basis: silent.long },
    ...(run === undefined &&
      silent.some !== undefined && {
        "about-to-leave": { definition: silentSince(silent.some.low, silent.some.high), basis: silent.some },
      }),
  };
  return templateNames.map((name) => ({ name, definition: templates[name], ...own[name] }));
}

/** The latest lifetime run where it may be used and is of this time. */
async function usableRun(workspace: Workspace, end: number): Promise<LifetimeReport | undefined> {
  const latest = await latestLifetime(workspace);
  const report = latest.ok ? latest.value : null;
  if (report?.purchases === undefined || report.review.verdict === "do-not-use") return undefined;
  return end - (parseIsoDate(report.end) ?? 0) > STALE_DAYS ? undefined : report;
}

function secondDue(run: LifetimeReport | undefined, toSecond: Float64Array): TemplateBasis {
  if (run?.purchases !== undefined) {
    const week = daysPerUnit.week;
    const { from, to } = returnWindow(run.purchases.parameters, HORIZON / week, [0.25, 0.75]);
    return { kind: "model", end: run.end, ...whole(from * week, to * week) };
  }
  if (toSecond.length >= LEAST_GAPS)
    return {
      kind: "gaps",
      gaps: toSecond.length,
      ...whole(quantile(toSecond, 0.25), quantile(toSecond, 0.75)),
    };
  return { kind: "usual", low: 30, high: 90 };
}

function silence(between: Float64Array): { readonly long: TemplateBasis; readonly some?: TemplateBasis } {
  if (between.length < LEAST_GAPS) return { long: { kind: "usual", low: 180 } };
  const { low, high } = whole(quantile(between, 0.8), quantile(between, 0.95));
  const gaps = between.length;
  return {
    long: { kind: "gaps", gaps, low: high + 1 },
    some: { kind: "gaps", gaps, low, high },
  };
}

/** Whole days, at least one apart. */
function whole(from: number, to: number): { readonly low: number; readonly high: number } {
  const low = Math.max(1, Math.round(from));
  return { low, high: Math.max(low + 1, Math.round(to)) };
}
