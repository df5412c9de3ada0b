import type { MessageItem, PolicyCase, PolicyRule } from "../../../terms/policy.ts";
import type { ConsentState, LegalBasis, PurposeCode, Recipient } from "../../../terms/purpose.ts";

type Release = Extract<PolicyCase, { readonly kind: "release" }>;
type Use = Extract<PolicyCase, { readonly kind: "use" }>;

/** Using a person inside the vault. */
export function use(
  purpose: PurposeCode,
  basis: LegalBasis,
  state: ConsentState,
  more: Pick<Use, "restricted" | "special" | "set"> = {},
): PolicyCase {
  return { kind: "use", purpose, basis, state, ...more };
}

/** A person's row in a list that reaches people. */
export function listed(
  purpose: PurposeCode,
  recipient: Recipient,
  state: ConsentState,
  more: Pick<Release, "countryNamed" | "refusedDays"> = {},
): PolicyCase {
  return { kind: "release", shape: "list", purpose, recipient, state, ...more };
}

/** A set that is no list of people to reach. */
export function leaves(shape: Release["shape"], more: Omit<Release, "kind" | "shape"> = {}): PolicyCase {
  return { kind: "release", shape, ...more };
}

/** Evidence destroyed so many months after what it proves. */
export function forgets(event: Extract<PolicyCase, { kind: "forget" }>["event"], months: number): PolicyCase {
  return { kind: "forget", event, months };
}

/** An advertising e-mail that says these things. */
export function mail(...says: readonly MessageItem[]): PolicyCase {
  return { kind: "message", purpose: "email_marketing", says: [...says] };
}

/** A request answered after so many days. */
export function answers(
  request: Extract<PolicyCase, { kind: "answer" }>["request"],
  days: number,
): PolicyCase {
  return { kind: "answer", request, days };
}

type Article = PolicyRule["article"];

/** An article as it is cited in both languages. */
export function article(ja: string, en: string): Article {
  return { ja, en };
}
