import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { ImportPlan } from "../../../terms/intake.ts";
import type { PolicyCase } from "../../../terms/policy.ts";
import { parties } from "../../../terms/source.ts";
import type { Database } from "../../../vault/database.ts";
import type { Act } from "../../../vault/vault.ts";
import { policyInForce } from "../../policy/in-force.ts";
import { stopping, type ActiveRule } from "../../policy/judge.ts";
import { declarationOf } from "../declarations.ts";

/**
 * A plan as the packs in force let it be carried out: columns none of whose purposes the vault declares are not brought in (GDPR art.
 * 5(1)(b); APPI art. 17), and data of a third party only once it is confirmed that the people agreed to be tied to them (APPI art. 31).
 * Faults: `join-not-confirmed`.
 */
export function lawfulPlan(db: Database, plan: ImportPlan, now: Date): Outcome<ImportPlan> {
  const policy = policyInForce(db, now);
  const rules = stopping(policy, joinCase(db, plan));
  if (rules.length > 0)
    return fault("join-not-confirmed", {
      source: plan.source,
      rules: rules.map(({ rule }) => rule.id).join(", "),
    });
  const declared = new Set(db.rows<{ code: string }>("SELECT code FROM purposes").map(({ code }) => code));
  const columns = plan.columns.map((target) => {
    const declaration = declarationOf(target);
    // Tells of nobody: what an advertisement cost, for one.
    if (declaration.class === "none") return target;
    const purposes = declaration.purposes.filter((purpose) => declared.has(purpose));
    return stopping(policy, { kind: "field", purposes }).length === 0 ? target : "ignore";
  });
  return ok({ ...plan, columns });
}

function joinCase(db: Database, { source, joinConfirmed = false }: ImportPlan): PolicyCase {
  const stored = db.first<{ party: string }>("SELECT party FROM sources WHERE name = ?", [source])?.party;
  const party = parties.find((one) => one === stored) === "third" ? "third" : "own";
  return { kind: "join", party, confirmed: joinConfirmed };
}

/** The record's line about a confirmed join, where a rule in force asks for the confirmation. */
export function joinAct(db: Database, plan: ImportPlan, importId: number, now: Date): Act | undefined {
  const asked = { ...joinCase(db, plan), confirmed: false } as PolicyCase;
  const rules: readonly ActiveRule[] = stopping(policyInForce(db, now), asked);
  return rules.length === 0
    ? undefined
    : {
        gate: "intake",
        action: "third-party-join-confirmed",
        payload: { import: importId, rules: rules.map(({ rule }) => rule.id).join(", ") },
      };
}
