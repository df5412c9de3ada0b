import { fault, type Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { Input } from "../../contract.ts";
import type { UseAnswer, UseReason } from "../../terms/consent.ts";
import {
  purposeCodes,
  recipients,
  type ConsentState,
  type LegalBasis,
  type PurposeCode,
  type Recipient,
} from "../../terms/purpose.ts";
import { recipientFacts } from "../../terms/policy.ts";
import type { Workspace } from "../../workspace.ts";
import { namesCountry } from "../policy/country-named.ts";
import { policyInForce } from "../policy/in-force.ts";
import { stopping, type Policy } from "../policy/judge.ts";
import { rowStoppedBy } from "./lawful.ts";
import { decidingStatement, stateTowards, type Statement } from "./consent-semantics.ts";
import { personStatements } from "./person-statements.ts";
import { basisOf } from "./permitted-people.ts";
import { restrictedPeople } from "./restrictions.ts";

/**
 * May this person be used now, for each purpose and recipient the vault knows: the gate's answer and why. `self` is use
 * inside the vault; any other recipient is leaving it, which needs a yes to exactly that, and the packs of rules in force
 * must let it. Faults: `customer-unknown`.
 */
export async function mayUse(
  workspace: Workspace,
  { customerId }: Input<"mayUse">,
): Promise<Outcome<readonly UseAnswer[]>> {
  const { db } = workspace.vault;
  if (db.first("SELECT id FROM customers WHERE id = ?", [customerId]) === undefined)
    return fault("customer-unknown");
  const statements = personStatements(db, customerId);
  const frozen = restrictedPeople(db).includes(customerId);
  const now = workspace.now().getTime();
  const policy = policyInForce(db, workspace.now());
  return ok(
    purposeCodes.flatMap((purpose) => {
      const basis = basisOf(workspace.vault, purpose);
      return recipients
        .filter(
          (recipient) => recipient === "self" || statements.some((said) => said.recipient === recipient),
        )
        .map((recipient) => answer({ purpose, recipient, basis, frozen, statements, now, policy }));
    }),
  );
}

interface Asked {
  readonly purpose: PurposeCode;
  readonly recipient: Recipient;
  readonly basis: LegalBasis | undefined;
  readonly frozen: boolean;
  readonly statements: readonly Statement[];
  readonly now: number;
  readonly policy: Policy;
}

function answer({ purpose, recipient, basis, frozen, statements, now, policy }: Asked): UseAnswer {
  const { country } = recipientFacts[recipient];
  const question = { purpose, held: now, known: now, ...(country === undefined ? {} : { country }) };
  const stateOf = (one: Recipient): ConsentState => stateTowards(statements, one, question);
  const own = recipient === "self" ? inGeneral(stateOf) : stateOf(recipient);
  const decided =
    decidingStatement(statements, recipient, question) ?? decidingStatement(statements, "self", question);
  const inside = recipient === "self" && basis !== "consent";
  const wanted = basis !== undefined && !frozen && (inside ? own !== "denied" : own === "granted");
  // Where the person or the vault says no already, the rules that say so too are named as well.
  const rules = basis === undefined ? [] : stoppedBy(basis);
  const allowed = wanted && rules.length === 0;
  return {
    purpose,
    recipient,
    ...(basis === undefined ? {} : { basis }),
    allowed,
    reason: wanted && rules.length > 0 ? "stopped-by-law" : reasonOf(),
    ...(rules.length > 0 ? { rules } : {}),
    ...(decided === undefined ? {} : { since: new Date(decided.heldFrom).toISOString() }),
  };

  function stoppedBy(declared: LegalBasis): readonly string[] {
    const found =
      recipient === "self"
        ? stopping(policy, { kind: "use", purpose, basis: declared, state: own, restricted: frozen })
        : rowStoppedBy(policy, {
            ...{ purpose, recipient, basis: declared, state: own, restricted: frozen },
            countryNamed: isCountryNamed(),
          });
    return [...new Set(found.map(({ rule }) => rule.id))];
  }

  function isCountryNamed(): boolean {
    if (country === undefined) return true;
    if (decided?.country === country) return true;
    return decided?.wording !== undefined && namesCountry(decided.wording, country);
  }

  function reasonOf(): UseReason {
    if (basis === undefined) return "purpose-undeclared";
    if (frozen) return "restricted";
    if (own === "granted") return "granted";
    if (own === "unknown") return inside ? "no-objection" : "not-asked";
    return recipient !== "self" && stateOf("self") === "denied" ? "refused-in-general" : "denied";
  }
}

/** Towards the purpose as such: what was said in general; where nothing was, a yes to any recipient, else a no to any. */
function inGeneral(stateOf: (recipient: Recipient) => ConsentState): ConsentState {
  const said = stateOf("self");
  if (said !== "unknown") return said;
  const others = recipients.map(stateOf);
  return others.includes("granted") ? "granted" : others.includes("denied") ? "denied" : "unknown";
}
