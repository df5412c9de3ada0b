import {
  recipientFacts,
  type PackName,
  type PolicyCase,
  type PolicyCondition,
  type PolicyRule,
} from "../../terms/policy.ts";

/** What a condition says of a case; `silent` where it is about something else. */
type Verdict = "pass" | "stop" | "silent";

type UseCase = Extract<PolicyCase, { readonly kind: "use" }>;
type ReleaseCase = Extract<PolicyCase, { readonly kind: "release" }>;
type Of<K extends PolicyCondition["kind"]> = Extract<PolicyCondition, { readonly kind: K }>;

const stopIf = (stops: boolean): Verdict => (stops ? "stop" : "pass");

/** Judges one case by one condition. The gates and the packs' own tests ask the same function. */
export function verdict(condition: PolicyCondition, of: PolicyCase): Verdict {
  switch (of.kind) {
    case "use":
      return ofUse(condition, of);
    case "release":
      return ofRelease(condition, of);
    case "forget":
      if (condition.kind !== "evidence_kept" || condition.event !== of.event) return "silent";
      return stopIf(of.months < condition.months);
    case "message":
      if (condition.kind !== "message_says" || !condition.purposes.includes(of.purpose)) return "silent";
      return stopIf(condition.items.some((item) => !of.says.includes(item)));
    case "answer":
      if (condition.kind !== "answer_within" || !condition.requests.includes(of.request)) return "silent";
      return stopIf(of.days > condition.days);
    case "field":
      return condition.kind === "declared_purpose" ? stopIf(of.purposes.length === 0) : "silent";
    case "join":
      return condition.kind === "confirmed_join" ? stopIf(of.party === "third" && !of.confirmed) : "silent";
  }
}

function ofUse(condition: PolicyCondition, of: UseCase): Verdict {
  switch (condition.kind) {
    case "basis":
      return condition.purposes.includes(of.purpose) ? stopIf(!hasBasis(condition, of)) : "silent";
    case "objection":
      return condition.purposes.includes(of.purpose) ? stopIf(of.state === "denied") : "silent";
    case "restriction":
      return stopIf(of.restricted === true);
    case "special_category":
      return of.special === undefined ? "silent" : stopIf(of.special !== "explicit_consent");
    case "never_sent":
      return of.set === "pseudonymised" ? "pass" : "silent";
    default:
      return "silent";
  }
}

/** A basis the rule knows carries the use: consent only with a yes, which carries it whatever basis was declared. */
function hasBasis({ bases }: Of<"basis">, { basis, state }: UseCase): boolean {
  if (state === "granted" && bases.includes("consent")) return true;
  return basis !== "consent" && bases.includes(basis);
}

function ofRelease(condition: PolicyCondition, of: ReleaseCase): Verdict {
  switch (condition.kind) {
    case "towards":
      return towards(condition, of);
    case "transfer":
      return transfer(condition, of);
    case "carries_none":
      if (of.shape !== condition.shape) return "silent";
      return stopIf((of.carries ?? []).some((kind) => condition.of.includes(kind)));
    case "never_sent":
      return of.shape === "pseudonymised" ? "stop" : "silent";
    case "refusal_stops":
      if (of.shape !== "list" || of.refusedDays === undefined) return "silent";
      return stopIf(of.refusedDays > condition.businessDays);
    case "refused_suppressed_only":
      return of.state === "denied" ? stopIf(of.shape !== "suppression") : "silent";
    case "smallest_cell":
      if (of.shape !== "aggregate" || of.smallest === undefined) return "silent";
      return stopIf(of.smallest < condition.k);
    default:
      return "silent";
  }
}

function towards({ recipients, needs }: Of<"towards">, { shape, recipient, state }: ReleaseCase): Verdict {
  if (shape !== "list" || recipient === undefined || recipientFacts[recipient].kind !== recipients)
    return "silent";
  return stopIf(needs === "yes" ? state !== "granted" : state === "denied");
}

function transfer(
  { adequate, processors }: Of<"transfer">,
  { shape, recipient, country: named, countryNamed }: ReleaseCase,
): Verdict {
  if (shape !== "list" || recipient === undefined) return "silent";
  const { kind, country: seat } = recipientFacts[recipient];
  const country = named ?? seat;
  if (kind === "processor" && processors === "exempt") return "silent";
  // Rows that nobody knows the country of are not let out; the firm's own are nobody else's.
  if (country === undefined) return kind === "own" ? "silent" : "stop";
  return stopIf(!adequate.includes(country) && countryNamed !== true);
}

/** A rule in force, and whose it is. */
export interface ActiveRule {
  readonly pack: string;
  readonly rule: PolicyRule;
}

/** The packs in force and, of their rules, those in force on the day. */
export interface Policy {
  readonly packs: readonly PackName[];
  readonly rules: readonly ActiveRule[];
}

/** The rules that stop a case; none where the policy lets it pass. */
export function stopping(policy: Policy, of: PolicyCase): readonly ActiveRule[] {
  return policy.rules.filter(({ rule }) => verdict(rule.asks, of) === "stop");
}
