import type { Review } from "../../terms/insight.ts";
import { atLeast, atMost, review } from "../review.ts";
import type { Resolution } from "./resolve.ts";

/** Bits that complete agreement must bring for two rows to be told from strangers among so many. */
const ROOM = 4;

/** How far the answer may be trusted: whether the columns can tell people apart, how many pairs are in doubt, and the fit. */
export function identityChecks(found: Resolution, rows: number): Review {
  const { fit, fields, pairs, threshold, expectedFalseMerges, held } = found;
  const needed = Math.log2(rows) + ROOM;
  const most = fields.reduce(
    (sum, _, f) => sum + Math.max(0, (fit.match[f * 8 + 6]! - fit.stranger[f * 8 + 6]!) / Math.LN2),
    0,
  );
  const doubtful = pairs.filter(({ decision }) => decision === "review").length;
  const linked = pairs.filter(({ decision }) => decision === "link").length;
  return review([
    {
      code: fit.converged ? "ok-identity-converged" : "identity-not-converged",
      verdict: fit.converged ? "use" : "use-with-care",
      details: {},
    },
    atLeast(
      round(most),
      { least: round(needed - ROOM), good: round(needed) },
      { bad: "identity-columns-weak", fine: "identity-columns" },
    ),
    atMost(
      round(doubtful / Math.max(1, linked + doubtful)),
      { good: 0.1, most: 0.6 },
      { bad: "identity-many-doubtful", fine: "identity-doubtful" },
      { pairs: doubtful },
    ),
    atMost(
      round(expectedFalseMerges),
      { good: 0.02, most: 0.1 },
      { bad: "identity-false-merges", fine: "identity-false-merges" },
      {
        threshold: round(threshold),
      },
    ),
    ...hubChecks(found),
    ...(held > 0 ? [{ code: "identity-held", verdict: "use" as const, details: { value: held } }] : []),
  ]);
}

function hubChecks({ fields }: Resolution) {
  return fields
    .filter(({ hubs }) => hubs.values > 0)
    .map(({ name, hubs }) => ({
      code: "identity-hub",
      verdict: "use" as const,
      details: { column: name, values: hubs.values, rows: hubs.rows },
    }));
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
