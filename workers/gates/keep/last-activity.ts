import type { EpochDay } from "../../base/calendar.ts";
import type { RetentionRule } from "../../terms/keep.ts";
import { consentLedger, stateBytes, type LedgerSource } from "../use/consent-ledger.ts";
import { restrictedPeople } from "../use/restrictions.ts";
import { entryActivity } from "./unclaimed.ts";

/** Nothing dated is known of the person. */
export const UNDATED = -2_147_483_648;

const MS_PER_DAY = 86_400_000;

/** Everybody of the vault and the epoch day of their last sign of life. */
export interface LastActivity {
  readonly customer: Int32Array;
  /** `UNDATED` where there is none. */
  readonly day: Int32Array;
  /** 1 for people whose names and contacts a rule has taken away already. */
  readonly generalised: Uint8Array;
  /** People whose processing is restricted: no rule may touch them, erasing included (GDPR art. 18(2)). */
  readonly restricted: ReadonlySet<number>;
}

/** The last order in any currency, visit, click, review, registration or dated consent of everybody. */
export function lastActivity(vault: LedgerSource): LastActivity {
  const { db } = vault;
  const [customer, registered, known, generalised] = db.readColumns(
    `SELECT id, coalesce(registered_on, 0), registered_on IS NOT NULL, generalised_on IS NOT NULL
     FROM customers ORDER BY id`,
    ["int32", "int32", "int32", "int32"],
  );
  const day = registered.map((on, row) => (known[row] === 1 ? on : UNDATED));
  // The index on customer and day holds all that is asked for, in order of customer id: one merge.
  const [buyers, bought] = db.readColumns(
    "SELECT customer_id, max(day) FROM orders GROUP BY customer_id ORDER BY customer_id",
    ["int32", "int32"],
  );
  const acted = entryActivity(db);
  for (const [who, last] of [
    [buyers, bought],
    [acted.customer, acted.day],
  ] as const)
    for (let row = 0, next = 0; next < who.length; next++) {
      while (row < customer.length && customer[row]! < who[next]!) row++;
      if (customer[row] === who[next]) day[row] = Math.max(day[row]!, last[next]!);
    }
  addConsents(vault, customer, day);
  const restricted = new Set(restrictedPeople(db));
  return { customer, day, generalised: Uint8Array.from(generalised), restricted };
}

// Only what a person said at a moment of their own is a sign of life. A consent dated by its import alone
// is none: a weekly file would keep everybody for ever.
function addConsents(vault: LedgerSource, customer: Int32Array, day: Int32Array): void {
  const rows = consentLedger(vault);
  const places = new Map<number, number>();
  for (let row = 0; row < customer.length; row++) places.set(customer[row]!, row);
  for (let line = 0; line < rows.customer.length; line++) {
    if (rows.dated[line] !== 1 || rows.state[line] === stateBytes.unknown) continue;
    if (Number.isFinite(rows.retractedAt[line])) continue;
    const row = places.get(rows.customer[line]!);
    const said = Math.floor(rows.heldFrom[line]! / MS_PER_DAY);
    if (row !== undefined && said > day[row]!) day[row] = said;
  }
}

/** One person a rule acts on. */
export interface DuePerson {
  readonly customerId: number;
  readonly lastActivity?: EpochDay;
}

/**
 * The people `rule` acts on at `today`: those whose last activity is more than `inactiveDays` ago,
 * and the undated when the rule says so; nobody is generalised twice, and nobody restricted is touched.
 */
export function duePeople(
  activity: LastActivity,
  rule: RetentionRule,
  today: EpochDay,
): readonly DuePerson[] {
  const due: DuePerson[] = [];
  for (let row = 0; row < activity.customer.length; row++) {
    if (rule.action === "generalise" && activity.generalised[row] === 1) continue;
    const customerId = activity.customer[row]!;
    if (activity.restricted.has(customerId)) continue;
    const day = activity.day[row]!;
    if (day === UNDATED) {
      if (rule.undated === "act") due.push({ customerId });
    } else if (today - day > rule.inactiveDays) due.push({ customerId, lastActivity: day });
  }
  return due;
}

/** The epoch day of a moment, in UTC. */
export function dayOf(moment: Date): EpochDay {
  return Math.floor(moment.getTime() / MS_PER_DAY);
}
