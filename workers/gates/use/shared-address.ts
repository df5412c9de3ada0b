import type { PurposeCode } from "../../terms/purpose.ts";
import type { Database } from "../../vault/database.ts";
import type { PersonIndex } from "./consent.ts";
import { stateBytes } from "./consent-ledger.ts";

/** The keys by which a purpose reaches somebody, and which others may hold too. */
const reachedBy: Readonly<Partial<Record<PurposeCode, readonly string[]>>> = {
  email_marketing: ["email"],
  ads_matching: ["email", "line_user_id"],
};

/**
 * Where several people hold one e-mail address (or LINE user id), a refusal of any of them is a refusal for all: the letter comes to one
 * letter box, and who unsubscribed an address must not hear of it again (特定電子メール法 3条3項; GDPR art. 21(3)). Changes `states` in place.
 */
export function refuseForSharers(
  db: Database,
  columns: PersonIndex,
  purpose: PurposeCode,
  states: Uint8Array<SharedArrayBuffer>,
): Uint8Array<SharedArrayBuffer> {
  for (const kind of reachedBy[purpose] ?? []) {
    // Said twice, so that SQLite sees that the index of contacts fits.
    const sharers = new Map<string, number[]>();
    db.each(
      `SELECT value, customer_id FROM identifiers WHERE kind = ?1 AND kind <> 'customer_id' AND value IN (
         SELECT value FROM identifiers WHERE kind = ?1 AND kind <> 'customer_id' GROUP BY value HAVING min(customer_id) < max(customer_id))`,
      [kind],
      ([value, customer]) => {
        const person = columns.indexOf(Number(customer));
        if (person >= 0) sharers.set(String(value), [...(sharers.get(String(value)) ?? []), person]);
      },
    );
    for (const people of sharers.values())
      if (people.some((person) => states[person] === stateBytes.denied))
        for (const person of people) states[person] = stateBytes.denied;
  }
  return states;
}
