import type { RequestKind, RequestLaw } from "../../../terms/rights.ts";
import type { Database } from "../../../vault/database.ts";
import { policyInForce } from "../../policy/in-force.ts";
import type { PackPeriod } from "./due-date.ts";

/** How long the pack of a law in force gives for a kind of request; undefined where it is not in force or says nothing of it. */
export type PackPeriods = (law: RequestLaw, kind: RequestKind) => PackPeriod | undefined;

/** What the packs in force on a day (epoch) say about answering; of several rules the shortest. */
export function packPeriods(db: Database, today: number): PackPeriods {
  const { rules } = policyInForce(db, new Date(today * 86_400_000));
  return (law, kind) => {
    const found = rules
      .flatMap(({ pack, rule: { asks, article } }) =>
        pack === law && asks.kind === "answer_within" && asks.requests.some((one) => one === kind)
          ? [{ asks, article: article.ja }]
          : [],
      )
      .sort((a, b) => a.asks.days - b.asks.days)[0];
    if (found === undefined) return undefined;
    const { days, months } = found.asks;
    return {
      article: found.article,
      period: months === undefined ? { amount: days, unit: "day" } : { amount: months, unit: "month" },
    };
  };
}
