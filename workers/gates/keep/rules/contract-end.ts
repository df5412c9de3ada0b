import type { EpochDay } from "../../../base/calendar.ts";
import type { ContractEndRule, DatedPerson } from "../../../terms/keep-rules.ts";
import type { LedgerSource } from "../../use/consent-ledger.ts";
import { lastActivity, UNDATED } from "../last-activity.ts";

/** The people a rule acts on, and how many of them have no such event. */
interface EndedPeople {
  readonly people: readonly DatedPerson[];
  readonly undated: number;
  readonly restricted: number;
}

/**
 * People whose latest event of the rule's name is more than `days` ago. Without such an event they stay, or are counted from
 * their last activity on, as the rule says; somebody of whom nothing is dated stays. Nobody restricted is touched
 * (GDPR art. 18(2)), nobody generalised twice.
 */
export function endedPeople(vault: LedgerSource, rule: ContractEndRule, today: EpochDay): EndedPeople {
  const activity = lastActivity(vault);
  const ends = new Map(
    vault.db
      .rows<{ id: number; day: number }>(
        "SELECT customer_id AS id, max(at) / 86400 AS day FROM events WHERE name = ? AND customer_id IS NOT NULL GROUP BY customer_id",
        [rule.event],
      )
      .map(({ id, day }) => [id, day]),
  );
  const people: DatedPerson[] = [];
  let undated = 0;
  let restricted = 0;
  for (let row = 0; row < activity.customer.length; row++) {
    const customerId = activity.customer[row]!;
    if (rule.action === "generalise" && activity.generalised[row] === 1) continue;
    const end = ends.get(customerId);
    const day = end ?? (rule.undated === "last_activity" ? activity.day[row]! : UNDATED);
    if (day === UNDATED || today - day <= rule.days) continue;
    if (activity.restricted.has(customerId)) restricted++;
    else {
      people.push({ customerId, day });
      if (end === undefined) undated++;
    }
  }
  return { people, undated, restricted };
}
