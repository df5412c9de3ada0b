import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import type { RetentionRule } from "../../terms/keep.ts";
import type { Vault } from "../../vault/vault.ts";
import { keepEvidence } from "./erasure/consent-evidence.ts";
import { withDoomed } from "./doomed.ts";
import { ALL_DOOMED, eraseStatements, generaliseStatements } from "./person-statements.ts";
import { collectTraces, deleteQuarantinedTraces, noTraces } from "./quarantine-search.ts";
import { buryIdentifiers, type BuriedKey, type TombstoneReason } from "./tombstones.ts";
import { dropIdleVisitors } from "./unclaimed.ts";

/** What taking people away did, in counts. */
export interface TakenAway {
  readonly people: number;
  /** Orders deleted, or (generalised) orders that no longer lead to anybody. */
  readonly orders: number;
  readonly identifiers: number;
  /** Quarantined rows that named one of the people. */
  readonly quarantined: number;
}

/** Progress and cancelling are looked at every so many people. */
const STEP = 64;

/** How and why people are taken away. */
interface Taking {
  readonly action: RetentionRule["action"];
  readonly reason: TombstoneReason;
  readonly now: Date;
  readonly job: JobControl;
}

/**
 * Erases or generalises `people` (customers.id) by a retention rule, inside the vault change the caller runs: identifiers
 * are remembered as keyed hashes first, with keyed evidence of what they consented to, quarantined rows that name the people go as well.
 * @throws Cancelled when the user stops the job; the change then rolls back.
 */
export function takeAway(
  vault: Pick<Vault, "db" | "pseudonym">,
  people: readonly number[],
  action: RetentionRule["action"],
  now: Date,
  job: JobControl,
): TakenAway {
  const reason = action === "erase" ? "retention-erase" : "retention-generalise";
  return withDoomed(vault.db, people, () => {
    // What proves a consent outlives the address, whoever ended it.
    if (people.length > 0) keepEvidence(vault, null, now);
    return takeAwayDoomed(vault, people, { action, reason, now, job }).taken;
  });
}

/**
 * The same for people in temp.doomed; answers besides under which keys each is remembered.
 * @throws Cancelled when the user stops the job; the change then rolls back.
 */
export function takeAwayDoomed(
  vault: Pick<Vault, "db" | "pseudonym">,
  people: readonly number[],
  { action, reason, now, job }: Taking,
): { readonly taken: TakenAway; readonly keys: ReadonlyMap<number, readonly BuriedKey[]> } {
  const { db } = vault;
  const traces = noTraces();
  const keys = new Map<number, readonly BuriedKey[]>();
  let identifiers = 0;
  for (const [done, customerId] of people.entries()) {
    if (done % STEP === 0) {
      job.check();
      job.progress({ phase: action, done, total: people.length });
    }
    collectTraces(db, customerId, traces);
    const buried = buryIdentifiers(vault, customerId, reason, now);
    identifiers += buried.filter(({ use }) => use !== "tells").length;
    keys.set(customerId, buried);
  }
  const orders = db.count(`SELECT count(*) FROM orders WHERE customer_id ${ALL_DOOMED}`);
  if (people.length > 0) {
    for (const { sql } of action === "erase" ? eraseStatements() : generaliseStatements()) {
      job.check();
      db.run(sql);
    }
    if (action === "erase") dropIdleVisitors(db);
    else markGeneralised(db, now);
  }
  job.check();
  const quarantined = people.length === 0 ? 0 : deleteQuarantinedTraces(db, traces);
  job.progress({ phase: action, done: people.length, total: people.length });
  return { taken: { people: people.length, orders, identifiers, quarantined }, keys };
}

function markGeneralised(db: Vault["db"], now: Date): void {
  const today: EpochDay = Math.floor(now.getTime() / 86_400_000);
  db.run(`UPDATE customers SET generalised_on = ${String(today)} WHERE id ${ALL_DOOMED}`);
}
