import { isoDate } from "../base/calendar.ts";
import { unwatched } from "../base/job.ts";
import type { Outcome } from "../base/fault.ts";
import { ok } from "../base/result.ts";
import type { Input } from "../contract.ts";
import { atLeast, review } from "../models/review.ts";
import { noGroup, rfmGroups, type RfmOutput } from "../models/rfm.ts";
import type { Review, RfmReport } from "../terms/insight.ts";
import type { Workspace } from "../workspace.ts";
import { endDay } from "./clock.ts";

/** Recency, frequency and monetary value of the people analytics may consider. */
export async function rfmReport(workspace: Workspace, input: Input<"rfm">): Promise<Outcome<RfmReport>> {
  const end = endDay(workspace, input.end);
  if (!end.ok) return end;
  const { start, day, amount, currency } = workspace.columns().orders;
  const { mask, withheld } = workspace.permitted("analytics");
  const output = await workspace.models.run("rfm", { start, day, amount, mask, end: end.value }, unwatched);
  return ok({
    end: isoDate(end.value),
    currency,
    people: output.people,
    withheld,
    ...gridAndGroups(output),
    review: rfmReview(output.people),
  });
}

/** Fifths of fewer than five people do not exist, of fewer than fifty they are chance. */
export function rfmReview(people: number): Review {
  return review([
    atLeast(people, { least: 5, good: 50 }, { bad: "rfm-too-few-customers", fine: "rfm-customers" }),
  ]);
}

function gridAndGroups({ people, r, f, group, monetary }: RfmOutput): Pick<RfmReport, "cells" | "groups"> {
  if (rfmReview(people).verdict === "do-not-use") return { cells: [], groups: [] };
  const cells = Array.from({ length: 25 }, () => ({ people: 0, revenue: 0 }));
  const groups = rfmGroups.map(() => ({ people: 0, revenue: 0 }));
  for (let p = 0; p < group.length; p++) {
    if (group[p] === noGroup) continue;
    for (const entry of [cells[(r[p]! - 1) * 5 + f[p]! - 1]!, groups[group[p]!]!]) {
      entry.people++;
      entry.revenue += monetary[p]!;
    }
  }
  return {
    cells: cells.map((cell, i) => ({ r: Math.floor(i / 5) + 1, f: (i % 5) + 1, ...cell })),
    groups: rfmGroups.map((code, i) => ({ code, ...groups[i]! })),
  };
}
