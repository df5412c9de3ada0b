import type { EvidenceRule, KeepPreview } from "../../../terms/keep-rules.ts";
import type { Database } from "../../../vault/database.ts";
import { evidenceMonths } from "../../policy/in-force.ts";

/** Months evidence stays: as long as the rule says, and never shorter than the packs of law in force ask of any kind of it. */
function monthsOf(
  db: Database,
  rule: EvidenceRule,
  now: Date,
): { readonly months: number; readonly law: number } {
  const law = Math.max(
    ...(["last_sending", "request", "third_party_provision"] as const).map((event) =>
      evidenceMonths(db, event, now),
    ),
  );
  return { months: Math.max(rule.months, law), law };
}

function firstThatStays(db: Database, rule: EvidenceRule, now: Date): string {
  const { months } = monthsOf(db, rule, now);
  const first = new Date(now);
  first.setUTCMonth(first.getUTCMonth() - months);
  return first.toISOString();
}

/** What an evidence rule would do now: how many keyed hashes of erased people are older than they need be. */
export function previewEvidence(db: Database, rule: EvidenceRule, now: Date): Omit<KeepPreview, "asOf"> {
  const first = firstThatStays(db, rule, now);
  const { law } = monthsOf(db, rule, now);
  return {
    upTo: first.slice(0, 10),
    things: db.count("SELECT count(*) FROM tombstones WHERE at < ?", [first]),
    people: 0,
    restricted: 0,
    undated: 0,
    ...(law > rule.months ? { lawMonths: law } : {}),
    examples: [],
  };
}

/** Forgets keyed hashes that are older than the rule and the law ask; answers how many. Call inside a change. */
export function oldEvidence(db: Database, rule: EvidenceRule, now: Date): number {
  db.run("DELETE FROM tombstones WHERE at < ?", [firstThatStays(db, rule, now)]);
  return db.changes();
}
