import { consentedWays, type ConsentedRequest } from "../../../terms/release.ts";
import type { Sha256 } from "../files/sha256.ts";
import { googleCustomerMatchHeader } from "../writers/google-customer-match.ts";
import {
  countryCode,
  hasInnerSpace,
  isJapanesePrefecture,
  normaliseEmail,
  normaliseName,
  normalisePhone,
  splitFullName,
} from "../writers/normalise.ts";
import type { SpreadsheetCell } from "../writers/spreadsheet-csv.ts";
import type { PeopleTable, PersonField } from "./people-table.ts";

/** How the rows of one (purpose, recipient, platform) are laid out. */
export interface Layout {
  /** Codes of the columns; a spreadsheet's headings are words of the reader's language. */
  readonly columns: readonly string[];
  /** Nothing beyond these fields is read from the vault. */
  readonly fields: readonly PersonField[];
  /** The cells of one person; undefined when the person has nothing the recipient could use. */
  row(person: number, people: PeopleTable, tools: LayoutTools): readonly SpreadsheetCell[] | undefined;
}

export interface LayoutTools {
  readonly sha256: Sha256;
  /** The country of people whose record names none. */
  readonly homeCountry: string | undefined;
  /** Counts a person whose data the format could not carry as it is. */
  adjusted(code: string): void;
}

const nameFields = ["full_name", "family_name", "given_name"] as const;
const readingFields = ["full_reading", "family_reading", "given_reading"] as const;

const emailSheet: Layout = {
  columns: ["email", "name", "reading"],
  fields: ["email", ...nameFields, ...readingFields],
  row: (person, people) => {
    const email = people.text("email", person);
    if (email === undefined) return undefined;
    return [email, fullName(people, person) ?? null, reading(people, person) ?? null];
  },
};

const postalSheet: Layout = {
  columns: ["name", "postal_code", "prefecture", "city", "street"],
  fields: [...nameFields, "postal_code", "prefecture", "city", "street"],
  row: (person, people) => {
    const name = fullName(people, person);
    const address = (["postal_code", "prefecture", "city", "street"] as const).map((field) =>
      people.text(field, person),
    );
    const [postal, , city, street] = address;
    // A letter needs a name, and a street or at least a postal code with a town.
    if (name === undefined || (street === undefined && (postal === undefined || city === undefined)))
      return undefined;
    return [name, ...address.map((part) => part ?? null)];
  },
};

const googleCustomerMatch: Layout = {
  columns: googleCustomerMatchHeader,
  fields: ["email", "phone", ...nameFields, "prefecture", "country", "postal_code"],
  row: (person, people, tools) => {
    const { sha256 } = tools;
    const country = countryOf(people, person, tools.homeCountry);
    const email = optional(people.text("email", person), normaliseEmail);
    const phone = optional(people.text("phone", person), (text) => normalisePhone(text, country));
    const address = matchAddress(people, person, country, tools);
    if (email === undefined && phone === undefined && address === undefined) return undefined;
    return [
      hashed(sha256, email),
      hashed(sha256, phone),
      hashed(sha256, address?.first),
      hashed(sha256, address?.last),
      address?.country ?? null,
      address?.zip ?? null,
    ];
  },
};

/** How the rows of each way out are laid out; the ways themselves are a term the window reads too. */
const layouts: Readonly<Record<(typeof consentedWays)[number]["purpose"], Layout>> = {
  email_marketing: emailSheet,
  postal_marketing: postalSheet,
  ads_matching: googleCustomerMatch,
};

/** The layout of a request, or undefined for a combination of purpose, recipient and platform that is not offered. */
export function layoutOf({
  purpose,
  recipient,
  platform,
}: Pick<ConsentedRequest, "purpose" | "recipient" | "platform">): Layout | undefined {
  const way = consentedWays.find(
    (one) => one.purpose === purpose && one.recipient === recipient && one.platform === platform,
  );
  return way && layouts[way.purpose];
}

/**
 * Matching by address needs all four of first name, last name, country and postal code (Google Ads,
 * answer 7476159); with one missing the other three could match nobody and stay in the vault.
 */
function matchAddress(
  people: PeopleTable,
  person: number,
  country: string | undefined,
  tools: LayoutTools,
):
  | { readonly first: string; readonly last: string; readonly country: string; readonly zip: string }
  | undefined {
  const zip = people.text("postal_code", person)?.normalize("NFKC").trim();
  const name = nameParts(people, person);
  const first = optional(name?.given, normaliseName);
  const last = optional(name?.family, normaliseName);
  if (zip === undefined || country === undefined || first === undefined || last === undefined) {
    tools.adjusted("address-incomplete");
    return undefined;
  }
  if (hasInnerSpace(name?.given ?? "") || hasInnerSpace(name?.family ?? ""))
    tools.adjusted("inner-spaces-removed");
  return { first, last, country, zip };
}

function nameParts(people: PeopleTable, person: number) {
  const family = people.text("family_name", person);
  const given = people.text("given_name", person);
  if (family !== undefined && given !== undefined) return { family, given };
  return optional(people.text("full_name", person), splitFullName);
}

function fullName(people: PeopleTable, person: number): string | undefined {
  return (
    people.text("full_name", person) ??
    joined(people.text("family_name", person), people.text("given_name", person))
  );
}

function reading(people: PeopleTable, person: number): string | undefined {
  return (
    people.text("full_reading", person) ??
    joined(people.text("family_reading", person), people.text("given_reading", person))
  );
}

/** Family and given name in the order their script writes them. */
function joined(family: string | undefined, given: string | undefined): string | undefined {
  if (family === undefined || given === undefined) return family ?? given;
  const latin = /^[\p{Script=Latin}\p{Script=Common}]+$/u.test(family + given);
  return latin ? `${given} ${family}` : `${family} ${given}`;
}

function countryOf(people: PeopleTable, person: number, home: string | undefined): string | undefined {
  const named = people.text("country", person);
  if (named !== undefined) return countryCode(named);
  const prefecture = people.text("prefecture", person);
  return prefecture !== undefined && isJapanesePrefecture(prefecture) ? "JP" : home;
}

/** Never the hash of an empty text: that one hash would match every person without the field to each other. */
function hashed(sha256: Sha256, text: string | undefined): string | null {
  return text === undefined || text === "" ? null : sha256(text);
}

function optional<A, B>(value: A | undefined, then: (value: A) => B | undefined): B | undefined {
  return value === undefined ? undefined : then(value);
}
