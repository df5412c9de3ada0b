import { expect, test } from "vitest";
import { fault } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import { recipientFacts } from "../../../terms/policy.ts";
import { recipients } from "../../../terms/purpose.ts";
import { stopping } from "../../policy/judge.ts";
import { appi } from "../../policy/packs/appi.ts";
import { countryOfRecipient } from "./recipient-country.ts";

test("consent is asked for the recipient's seat, and for the firm itself for no country", () => {
  for (const recipient of recipients)
    expect(countryOfRecipient({ recipient })).toEqual(ok(recipientFacts[recipient].country));
  expect(recipients.filter((recipient) => recipientFacts[recipient].country === undefined)).toEqual(["self"]);
});

test.each([
  ["DE", "DE"],
  [" germany ", "DE"],
  ["ドイツ", "DE"],
  ["日本", "JP"],
  ["ｕｓ", "US"],
])("%j is %s", (country, code) => {
  expect(countryOfRecipient({ recipient: "hubspot", country })).toEqual(ok(code));
});

test.each(["ZZ", "XX", "EU", "Atlantis", "どこか", "J", "アトランティス王国"])(
  "%j is no country",
  (country) => {
    expect(countryOfRecipient({ recipient: "hubspot", country })).toEqual(fault("recipient-country-unknown"));
  },
);

test.each(["", "  ", "\u3000"])("%j names none, also for the firm itself", (country) => {
  for (const recipient of ["hubspot", "self"] as const)
    expect(countryOfRecipient({ recipient, country })).toEqual(fault("recipient-country-missing"));
});

test("a recipient that was declared without a country is refused, whatever people said", () => {
  expect(countryOfRecipient({ recipient: "meta" }, { kind: "advertising" })).toEqual(
    fault("recipient-country-missing"),
  );
});

test("rules on transfers judge the country that is named, not the seat", () => {
  const rules = appi.rules.map((rule) => ({ pack: appi.id, rule }));
  const of = { kind: "release", shape: "list", purpose: "ads_matching", state: "granted" } as const;
  const stopped = (country?: string): boolean =>
    stopping(
      { packs: [], rules },
      { ...of, recipient: "ly_corporation", countryNamed: false, ...(country !== undefined && { country }) },
    ).length > 0;
  expect([stopped(), stopped("JP"), stopped("US")]).toEqual([false, false, true]);
});
