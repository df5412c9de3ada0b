import type { RuleDeed, RulePreviewed } from "../../../terms/keep-due.ts";
import type { Database } from "../../../vault/database.ts";

/** A rule that reaches more than one in so many is looked at by a person first: a wrong clock, or a day mistyped, reaches all. */
const ONE_IN = 5;

/** How many there are of what rules reach. */
interface Population {
  readonly people: number;
  readonly evidence: number;
}

/** People and keyed hashes of the erased in the vault. */
export function population(db: Database): Population {
  return {
    people: db.count("SELECT count(*) FROM customers"),
    evidence: db.count("SELECT count(*) FROM tombstones"),
  };
}

/** Whether a rule would reach more than a fifth of all, counting those that others reached before it. */
export function isSuspicious(
  deed: RuleDeed,
  { things, people }: RulePreviewed,
  all: Population,
  peopleBefore = 0,
): boolean {
  return deed.reaches === "evidence"
    ? things * ONE_IN > all.evidence
    : people > 0 && (people + peopleBefore) * ONE_IN > all.people;
}
