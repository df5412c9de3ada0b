import { fault, type Outcome } from "../../../base/fault.ts";
import { messageItems, type PolicyCase, type PolicyRuleView } from "../../../terms/policy.ts";
import type { ConsentedRequest, Manifest, MessageDemand } from "../../../terms/release.ts";
import type { Workspace } from "../../../workspace.ts";
import { policyInForce } from "../../policy/in-force.ts";
import { stopping } from "../../policy/judge.ts";
import { viewOfRule } from "../../policy/views.ts";
import { fieldsOfFormat } from "../platforms/lay-out.ts";
import type { PlatformFormat } from "../platforms/platform-format.ts";
import type { PersonField } from "./people-table.ts";

/**
 * What the packs in force ask a message to these people to say (特定電子メール法 art. 4; 特定商取引法 art. 12-3(4); 15 U.S.C. 7704(a)): each
 * thing with the rules that ask for it. The vault writes no message: its sender answers for it.
 */
export function messageDemands(
  { vault, now }: Pick<Workspace, "vault" | "now">,
  { purpose }: Pick<ConsentedRequest, "purpose">,
): readonly MessageDemand[] {
  const policy = policyInForce(vault.db, now());
  return messageItems.flatMap((item) => {
    const says = messageItems.filter((one) => one !== item);
    const rules = stopping(policy, { kind: "message", purpose, says }).map(({ rule }) => viewOfRule(rule));
    return rules.length === 0 ? [] : [{ item, rules }];
  });
}

/** The line of a manifest about what the message has to say, and what of it the sender confirmed. */
export function messageFacts(
  demands: readonly MessageDemand[],
  { confirmed = [] }: Pick<ConsentedRequest, "confirmed">,
): Pick<Manifest, "message"> {
  if (demands.length === 0) return {};
  return {
    message: demands.map(({ item, rules }) => ({
      item,
      rules: rules.map(({ id }: PolicyRuleView) => id),
      confirmed: confirmed.includes(item),
    })),
  };
}

type Telling = NonNullable<Extract<PolicyCase, { readonly kind: "release" }>["carries"]>[number];

function tellingOf(field: PersonField): Telling {
  if (/name|reading/u.test(field)) return "name";
  if (field === "email" || field === "phone") return "contact";
  return field === "line_user_id" ? "linking_key" : "address";
}

/** What in a format's rows leads back to a person. */
function carriedBy(format: PlatformFormat): readonly Telling[] {
  return [...new Set(fieldsOfFormat(format).map(tellingOf))];
}

/** The fault of a list that carries what a pack in force forbids lists to carry; undefined where none does. */
export function stoppedContents(
  { vault, now }: Pick<Workspace, "vault" | "now">,
  { purpose, recipient }: Pick<ConsentedRequest, "purpose" | "recipient">,
  format: PlatformFormat,
): Extract<Outcome<never>, { readonly ok: false }> | undefined {
  const of = { kind: "release", shape: "list", purpose, recipient } as const;
  const rules = stopping(policyInForce(vault.db, now()), {
    ...{ ...of, state: "granted", countryNamed: true },
    carries: [...carriedBy(format)],
  }).filter(({ rule }) => rule.asks.kind === "carries_none");
  return rules.length === 0
    ? undefined
    : fault("release-stopped-by-law", { rules: rules.map(({ rule }) => rule.id).join(", ") });
}
