import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import { recipientFacts } from "../../../terms/policy.ts";
import type { ConsentedRequest } from "../../../terms/release.ts";
import { countryCode } from "../writers/normalise.ts";

/**
 * The country that consent is asked for (ISO 3166-1 alpha-2): the one the request names, else the recipient's seat; undefined for the
 * firm itself, whose rows go nowhere. Faults: "recipient-country-missing" where nobody knows it, "recipient-country-unknown" where what was
 * named is none (APPI art. 28: who sends data abroad tells people to which country).
 */
export function countryOfRecipient(
  { recipient, country: named }: Pick<ConsentedRequest, "recipient" | "country">,
  facts: (typeof recipientFacts)[ConsentedRequest["recipient"]] = recipientFacts[recipient],
): Outcome<string | undefined> {
  if (named === undefined)
    return facts.country === undefined && facts.kind !== "own"
      ? fault("recipient-country-missing")
      : ok(facts.country);
  if (named.trim() === "") return fault("recipient-country-missing");
  const code = countryCode(named);
  return code === undefined ? fault("recipient-country-unknown") : ok(code);
}
