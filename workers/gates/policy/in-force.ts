import * as v from "valibot";
import { packSchema, type PolicyPack } from "../../terms/policy.ts";
import type { EvidenceEvent } from "../../terms/policy.ts";
import type { Database } from "../../vault/database.ts";
import type { Policy } from "./judge.ts";

/** A pack as the vault keeps it, and since when it is in force. */
export interface StoredPack {
  readonly pack: PolicyPack;
  readonly since: string;
}

interface Read {
  readonly key: string;
  readonly packs: readonly StoredPack[];
}

const read = new WeakMap<Database, Read>();

/** The packs in force, whole as they were applied, by id. */
export function storedPacks(db: Database): readonly StoredPack[] {
  const key =
    db.first<{ key: string | null }>(
      "SELECT group_concat(id || ' ' || version || ' ' || applied_at, '|') AS key FROM policy_packs",
    )?.key ?? "";
  const known = read.get(db);
  if (known?.key === key) return known.packs;
  const packs = db
    .rows<{ pack: string; since: string }>("SELECT pack, applied_at AS since FROM policy_packs ORDER BY id")
    .map(({ pack, since }) => ({ pack: v.parse(packSchema, JSON.parse(pack)), since }));
  read.set(db, { key, packs });
  return packs;
}

/** The rules of packs that are in force at a moment, by its day in UTC. */
export function policyOf(packs: readonly PolicyPack[], at: Date): Policy {
  const today = at.toISOString().slice(0, 10);
  return {
    packs: packs.map(({ id, version }) => ({ id, version })),
    rules: packs.flatMap(({ id, rules }) =>
      rules
        .filter(({ from, to }) => from <= today && (to === undefined || today <= to))
        .map((rule) => ({ pack: id, rule })),
    ),
  };
}

/** What the vault's packs ask at a moment. A vault without packs asks what the gates ask by themselves. */
export function policyInForce(db: Database, at: Date): Policy {
  return policyOf(
    storedPacks(db).map(({ pack }) => pack),
    at,
  );
}

/** What the packs in force ask of evidence: for so many months after an event, by which article. */
export function evidenceRules(
  db: Database,
  at: Date,
): readonly { readonly event: EvidenceEvent; readonly months: number; readonly law: string }[] {
  const laws = new Map(storedPacks(db).map(({ pack }) => [pack.id, pack.law.ja]));
  return policyInForce(db, at).rules.flatMap(({ pack, rule: { asks, article } }) =>
    asks.kind === "evidence_kept"
      ? [{ event: asks.event, months: asks.months, law: `${laws.get(pack) ?? pack} ${article.ja}` }]
      : [],
  );
}

/**
 * Months for which evidence of an event must be kept under the packs in force, the longest of several laws; 0 where none
 * asks for it. (特定電子メール法 art. 3(2); 特定商取引法 art. 12-3(3); APPI art. 29 and 30; 11 CCR 7101.)
 */
export function evidenceMonths(db: Database, event: EvidenceEvent, at: Date): number {
  return evidenceRules(db, at).reduce(
    (most, rule) => (rule.event === event ? Math.max(most, rule.months) : most),
    0,
  );
}

/** The fewest people a cell of an aggregate may speak of under the packs in force; 0 where none asks. */
export function smallestCell(policy: Policy): number {
  return policy.rules.reduce(
    (k, { rule: { asks } }) => (asks.kind === "smallest_cell" ? Math.max(k, asks.k) : k),
    0,
  );
}
