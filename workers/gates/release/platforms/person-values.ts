import type { PeopleTable, PersonField } from "../consented/people-table.ts";
import {
  countryCode,
  hasInnerSpace,
  isJapanesePrefecture,
  normaliseEmail,
  normaliseName,
  normalisePhone,
  splitFullName,
} from "../writers/normalise.ts";

/** What a column may ask of the vault about a person. */
export interface PersonContext {
  readonly people: PeopleTable;
  readonly person: number;
  /** The country of people whose record names none. */
  readonly homeCountry: string | undefined;
  /** Counts a person whose data the format could not carry as it is. */
  adjusted(code: string): void;
}

interface ValueRule {
  /** Nothing beyond these fields is read from the vault. */
  readonly fields: readonly PersonField[];
  readonly read: (context: PersonContext) => string | undefined;
}

const nameFields = ["full_name", "family_name", "given_name"] as const;
const countryFields = ["prefecture", "country"] as const;

/** Every form in which a person's data may be written. None ever answers with an empty text. */
const rules = {
  "email-as-held": { fields: ["email"], read: ({ people, person }) => people.text("email", person) },
  email: {
    fields: ["email"],
    read: ({ people, person }) => optional(people.text("email", person), normaliseEmail),
  },
  "phone-e164": { fields: ["phone", ...countryFields], read: phone },
  "phone-digits": {
    fields: ["phone", ...countryFields],
    read: (context) => phone(context)?.slice(1),
  },
  "given-name": { fields: nameFields, read: (context) => nameParts(context)?.given },
  "family-name": { fields: nameFields, read: (context) => nameParts(context)?.family },
  "matched-given-name": { fields: nameFields, read: (context) => matchedName(context, "given") },
  "matched-family-name": { fields: nameFields, read: (context) => matchedName(context, "family") },
  "full-name": { fields: nameFields, read: ({ people, person }) => fullName(people, person) },
  /** A name that a list may be sorted by when the parts are not known. */
  "family-or-full-name": {
    fields: nameFields,
    read: (context) => nameParts(context)?.family ?? fullName(context.people, context.person),
  },
  reading: {
    fields: ["full_reading", "family_reading", "given_reading"],
    read: ({ people, person }) =>
      people.text("full_reading", person) ??
      joined(people.text("family_reading", person), people.text("given_reading", person)),
  },
  country: { fields: countryFields, read: countryOf },
  "country-lower": { fields: countryFields, read: (context) => countryOf(context)?.toLowerCase() },
  "postal-code": {
    fields: ["postal_code"],
    read: ({ people, person }) => people.text("postal_code", person)?.normalize("NFKC").trim(),
  },
  /** Seven digits of Japan with their hyphen, as they are printed: without it a spreadsheet on the way takes the leading zero. */
  "printed-postal-code": {
    fields: ["postal_code"],
    read: ({ people, person }) =>
      people
        .text("postal_code", person)
        ?.normalize("NFKC")
        .replaceAll(/[\s〒]/gu, "")
        .replace(/^(\d{3})[-‐‑–—−ー]?(\d{4})$/u, "$1-$2"),
  },
  "postal-code-as-held": {
    fields: ["postal_code"],
    read: ({ people, person }) => people.text("postal_code", person),
  },
  prefecture: { fields: ["prefecture"], read: ({ people, person }) => people.text("prefecture", person) },
  city: { fields: ["city"], read: ({ people, person }) => people.text("city", person) },
  street: { fields: ["street"], read: ({ people, person }) => people.text("street", person) },
  "line-user-id": {
    fields: ["line_user_id"],
    read: ({ people, person }) => people.text("line_user_id", person),
  },
} as const satisfies Readonly<Record<string, ValueRule>>;

export type PersonValue = keyof typeof rules;

/** The fields of the vault that a value is made from. */
export function fieldsOf(value: PersonValue): readonly PersonField[] {
  return rules[value].fields;
}

/** A person's data in the form asked for; undefined when there is none, never an empty text. */
export function personValue(value: PersonValue, context: PersonContext): string | undefined {
  const text = rules[value].read(context);
  return text === "" ? undefined : text;
}

function phone(context: PersonContext): string | undefined {
  const country = countryOf(context);
  return optional(context.people.text("phone", context.person), (text) => normalisePhone(text, country));
}

function matchedName(context: PersonContext, part: "given" | "family"): string | undefined {
  const held = nameParts(context)?.[part];
  if (held !== undefined && hasInnerSpace(held)) context.adjusted("inner-spaces-removed");
  return optional(held, normaliseName);
}

function nameParts({ people, person }: PersonContext) {
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

/** Family and given name in the order their script writes them. */
function joined(family: string | undefined, given: string | undefined): string | undefined {
  if (family === undefined || given === undefined) return family ?? given;
  const latin = /^[\p{Script=Latin}\p{Script=Common}]+$/u.test(family + given);
  return latin ? `${given} ${family}` : `${family} ${given}`;
}

/** ISO 3166-1 alpha-2. A country the vault names but nobody knows is no country. */
function countryOf({ people, person, homeCountry }: PersonContext): string | undefined {
  const named = people.text("country", person);
  if (named !== undefined) return countryCode(named);
  const prefecture = people.text("prefecture", person);
  return prefecture !== undefined && isJapanesePrefecture(prefecture) ? "JP" : homeCountry;
}

function optional<A, B>(value: A | undefined, then: (value: A) => B | undefined): B | undefined {
  return value === undefined ? undefined : then(value);
}
