import { isoDate } from "../../../base/calendar.ts";
import type { RecallTarget } from "../../../terms/rights.ts";
import type { Workspace } from "../../../workspace.ts";
import { addBusinessDays } from "../../keep/rights/due-date.ts";
import { policyInForce } from "../../policy/in-force.ts";
import { verdict } from "../../policy/judge.ts";
import { viewOfRule } from "../../policy/views.ts";
import { standing } from "../../use/consent.ts";
import { consentLedger, stateBytes } from "../../use/consent-ledger.ts";
import type { Received } from "./recall-targets.ts";

const MS_PER_DAY = 86_400_000;

/**
 * By when a recipient has to have taken those out of its lists who refused after it received them: so many business days after the first
 * refusal, by the strictest pack in force (15 U.S.C. 7704(a)(4): ten; 11 CCR 7026(f): fifteen; 特定商取引法 12-3(2): at once). Nothing where
 * nobody refused, or no pack counts days.
 */
export function refusalDue(
  workspace: Workspace,
  { recipient, handed }: Received,
): Pick<RecallTarget, "dueOn" | "dueBy"> {
  const { vault } = workspace;
  const now = workspace.now();
  const rules = policyInForce(vault.db, now).rules;
  const columns = workspace.columns();
  const rows = consentLedger(vault);
  const days = handed.flatMap(({ purpose, country, customers }) => {
    const where = country === undefined ? {} : { country };
    // A rule counts where it judges such a list at all.
    const of = {
      kind: "release",
      shape: "list",
      purpose,
      recipient,
      ...where,
      state: "denied",
      refusedDays: 0,
    } as const;
    const counting = rules.flatMap(({ rule }) =>
      rule.asks.kind === "refusal_stops" && verdict(rule.asks, of) !== "silent"
        ? [{ rule, businessDays: rule.asks.businessDays }]
        : [],
    );
    const strictest = counting.sort((a, b) => a.businessDays - b.businessDays)[0];
    if (strictest === undefined) return [];
    const asked = standing(rows, columns, purpose, { held: now, ...where });
    return customers.flatMap((id) => {
      const person = columns.indexOf(id);
      const row = person < 0 ? -1 : asked.deciding(person, recipient);
      if (row < 0 || asked.byRecipient[recipient][person] !== stateBytes.denied) return [];
      const refused = Math.floor(rows.heldFrom[row]! / MS_PER_DAY);
      return [{ day: addBusinessDays(refused, strictest.businessDays), rule: strictest.rule }];
    });
  });
  const first = days.sort((a, b) => a.day - b.day)[0];
  return first === undefined ? {} : { dueOn: isoDate(first.day), dueBy: viewOfRule(first.rule) };
}
