import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import type { RetentionRule } from "../../terms/keep.ts";
import type { Vault } from "../../vault/vault.ts";
import { eraseStatements, generaliseStatements } from "./person-statements.ts";
import { collectTraces, deleteQuarantinedTraces, noTraces } from "./quarantine-search.ts";
import { buryIdentifiers } from "./tombstones.ts";

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

/**
 * Erases or generalises `people` (customers.id), inside the vault change the caller runs: identifiers
 * are remembered as keyed hashes first, quarantined rows that name the people go as well.
 * @throws Cancelled when the user stops the job; the change then rolls back.
 */
export function takeAway(
  vault: Pick<Vault, "db" | "pseudonym">,
  people: readonly number[],
  action: RetentionRule["action"],
  now: Date,
  job: JobControl,
): TakenAway {
  const { db } = vault;
  const erase = action === "erase";
  const statements = (erase ? eraseStatements() : generaliseStatements()).map(({ table, sql }) => ({
    table,
    statement: db.prepare(sql),
  }));
  const traces = noTraces();
  let identifiers = 0;
  let orders = 0;
  try {
    for (const [done, customerId] of people.entries()) {
      if (done % STEP === 0) {
        job.check();
        job.progress({ phase: action, done, total: people.length });
      }
      collectTraces(db, customerId, traces);
      identifiers += buryIdentifiers(
        vault,
        customerId,
        erase ? "retention-erase" : "retention-generalise",
        now,
      );
      orders += db.count("SELECT count(*) FROM orders WHERE customer_id = ?", [customerId]);
      for (const { statement } of statements) statement.run([customerId]);
      if (!erase) markGeneralised(vault, customerId, now);
    }
  } finally {
    for (const { statement } of statements) statement.free();
  }
  job.check();
  const quarantined = people.length === 0 ? 0 : deleteQuarantinedTraces(db, traces);
  job.progress({ phase: action, done: people.length, total: people.length });
  return { people: people.length, orders, identifiers, quarantined };
}

function markGeneralised({ db }: Pick<Vault, "db">, customerId: number, now: Date): void {
  const today: EpochDay = Math.floor(now.getTime() / 86_400_000);
  db.run("UPDATE customers SET generalised_on = ? WHERE id = ?", [today, customerId]);
}
