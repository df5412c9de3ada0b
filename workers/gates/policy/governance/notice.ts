import type { DocumentSection, GovernanceDocument, PrivacyNotice } from "../../../terms/governance.ts";
import type { MapField } from "../../../terms/data-map.ts";
import { recipientFacts } from "../../../terms/policy.ts";
import { heldFields, isPursued, type Facts } from "./facts.ts";
import {
  contactText,
  countryNames,
  factTable,
  fieldNames,
  hasLaw,
  holderName,
  recipientText,
  recipientsOf,
  retentionLines,
} from "./parts.ts";
import { registerEntries } from "./register.ts";
import type { GovernanceWords } from "./words.ts";

/**
 * The privacy notice, made from what the vault holds and does, and nothing else (GDPR art. 12 to 14; APPI art. 21, 27, 28 and 32): the ten
 * lines a customer would read, and the whole. What the firm has not said yet is a blank at its end, not an invention.
 */
export function privacyNotice(facts: Facts, words: GovernanceWords): PrivacyNotice {
  const lines = tenLines(facts, words);
  const frame = { language: words.language, madeAt: facts.at };
  const { say } = words;
  const short: GovernanceDocument = {
    kind: "notice_short",
    ...frame,
    title: say("notice.shortTitle", { holder: holderName(facts) }),
    lead: say("notice.shortLead", { at: words.day(facts.at) }),
    sections: [{ title: say("notice.inShort"), list: lines }],
  };
  return {
    lines,
    short,
    document: {
      kind: "notice",
      ...frame,
      title: say("notice.title", { holder: holderName(facts) }),
      lead: say("notice.lead", { holder: holderName(facts), at: words.day(facts.at) }),
      sections: [
        whoSection(facts, words),
        purposeSection(facts, words),
        itemSection(facts, words),
        ...sourceSection(facts, words),
        recipientSection(facts, words),
        { title: say("notice.keepTitle"), list: keepLines(facts, words) },
        aiSection(facts, words),
        rightsSection(facts, words),
        { title: say("notice.safeTitle"), list: safety(words) },
        ...blanksSection(facts, words),
      ],
    },
  };
}

function tenLines(facts: Facts, words: GovernanceWords): readonly string[] {
  const { say } = words;
  const held = heldFields(facts);
  const recipients = recipientsOf(facts);
  const values = valuesOf(held);
  const purposes = registerEntries(facts).map(({ purpose }) => words.label("purpose", purpose));
  return [
    say("notice.line.who", { holder: holderName(facts) }),
    held.length === 0
      ? say("notice.line.nothing")
      : say("notice.line.what", { items: words.list(shortItems(held, words)) }),
    ...(purposes.length === 0 ? [] : [say("notice.line.why", { purposes: words.list(purposes) })]),
    ...(facts.map.sources.length === 0
      ? []
      : [
          say("notice.line.from", {
            sources: words.list(facts.map.sources.map(({ name }) => words.label("source", name))),
          }),
        ]),
    ...(values.length === 0 ? [] : [say("notice.line.value", { values: values.join(say("semicolon")) })]),
    aiLine(facts, words),
    recipients.length === 0
      ? say("notice.line.nobody")
      : say("notice.line.given", {
          recipients: words.list(recipients.map((recipient) => recipientText(recipient, words))),
        }),
    retentionLines(facts, words).length === 0
      ? say("notice.line.keepNone")
      : say("notice.line.keep", { limits: retentionLines(facts, words).join(" ") }),
    say("notice.line.choice"),
    say("notice.line.ask", { contact: contactText(facts, words) }),
  ];
}

/** What people gave and what is seen of them, by kind rather than field by field. */
function shortItems(held: readonly MapField[], words: GovernanceWords): readonly string[] {
  const own = held.filter(({ table }) => ["customers", "identifiers", "attributes"].includes(table));
  const tables = [...new Set(held.filter((field) => !own.includes(field)).map(({ table }) => table))];
  return [
    ...new Set(own.filter(({ id }) => id !== "customers.source").map(({ name }) => words.field(name))),
    ...tables.map((table) => words.table(table)),
  ];
}

/** What the customer gets, in the owner's words, each once. */
function valuesOf(held: readonly MapField[]): readonly string[] {
  return [...new Set(held.map(({ value }) => value).filter((text) => text !== ""))];
}

function aiLine(facts: Facts, words: GovernanceWords): string {
  if (!isPursued(facts, "profiling")) return words.say("notice.line.noAi");
  if (facts.models.length === 0) return words.say("notice.line.segments");
  return words.say("notice.line.ai", {
    models: words.list(facts.models.map(({ model }) => words.label("mapUse", model))),
  });
}

function whoSection(facts: Facts, words: GovernanceWords): DocumentSection {
  const { say } = words;
  const { firm } = facts;
  const rows: (readonly [string, string])[] = [[say("firm.name"), holderName(facts)]];
  if (firm.address !== "") rows.push([say("firm.address"), firm.address]);
  if (firm.representative !== "") rows.push([say("firm.representative"), firm.representative]);
  rows.push([say("notice.contact"), contactText(facts, words)]);
  return { title: say("notice.whoTitle"), table: factTable(words, rows) };
}

function purposeSection(facts: Facts, words: GovernanceWords): DocumentSection {
  const { say } = words;
  const held = heldFields(facts);
  const entries = registerEntries(facts);
  return {
    title: say("notice.purposeTitle"),
    paragraphs: [
      say("notice.purposeLead"),
      ...(entries.some(({ basis }) => basis === "legitimate_interest") ? [say("notice.legitimate")] : []),
      ...(entries.some(({ basis }) => basis === "consent") ? [say("notice.withdraw")] : []),
    ],
    table: {
      headings: [say("notice.purpose"), say("register.basis"), say("register.items")],
      rows: entries.map(({ purpose, basis, data }) => {
        const ids = data.flatMap(({ fields }) => fields);
        return [
          words.label("purpose", purpose),
          words.label("basis", basis),
          words.list(
            fieldNames(
              held.filter(({ id }) => ids.includes(id)),
              words,
            ),
          ),
        ];
      }),
    },
  };
}

/** Why we ask and how we use it, field by field: purposes and uses are the vault's, what the customer gets is in the owner's words. */
function itemSection(facts: Facts, words: GovernanceWords): DocumentSection {
  const { say } = words;
  const asked = heldFields(facts).filter(({ class: kind }) => kind !== "consent");
  const pursued = (field: MapField): string =>
    words.list(
      field.purposes
        .filter((purpose) => isPursued(facts, purpose))
        .map((purpose) => words.label("purpose", purpose)),
    );
  return {
    title: say("notice.itemTitle"),
    paragraphs: [say("notice.itemLead")],
    table: {
      headings: [say("notice.item"), say("notice.whyAsk"), say("notice.howUse"), say("notice.youGet")],
      rows: asked.map((field) => [
        ["customers", "identifiers", "attributes"].includes(field.table)
          ? words.field(field.name)
          : say("tableFields", { table: words.table(field.table), fields: words.field(field.name) }),
        field.basis === undefined
          ? pursued(field)
          : say("notice.specialBasis", { purpose: words.label("purpose", field.basis.purpose) }),
        words.list(field.uses.map((use) => words.label("mapUse", use))),
        field.value === "" ? "–" : field.value,
      ]),
    },
  };
}

/** What did not come from the person (GDPR art. 14(2)(f); APPI art. 30). */
function sourceSection(facts: Facts, words: GovernanceWords): readonly DocumentSection[] {
  const { say } = words;
  const { sources } = facts.map;
  if (sources.length === 0) return [];
  return [
    {
      title: say("notice.sourceTitle"),
      table: {
        headings: [say("register.source"), say("register.party")],
        rows: sources.map(({ name, party }) => [
          words.label("source", name),
          party === undefined ? "–" : (words.maybe(`notice.party.${party}`) ?? "–"),
        ]),
      },
    },
  ];
}

function recipientSection(facts: Facts, words: GovernanceWords): DocumentSection {
  const { say } = words;
  const recipients = recipientsOf(facts);
  if (recipients.length === 0)
    return { title: say("notice.recipientTitle"), paragraphs: [say("notice.line.nobody")] };
  return {
    title: say("notice.recipientTitle"),
    paragraphs: [
      say("notice.recipientLead"),
      ...(recipients.some(({ countries }) => countries.some((country) => country !== "JP")) &&
      hasLaw(facts, "appi")
        ? [say("notice.abroad")]
        : []),
      ...(recipients.some(({ kind }) => kind === "advertising") && hasLaw(facts, "ccpa")
        ? [say("notice.sharing")]
        : []),
    ],
    table: {
      headings: [say("notice.recipient"), say("notice.country"), say("notice.kind"), say("notice.purpose")],
      rows: recipients.map(({ recipient, countries, kind }) => [
        words.label("recipient", recipient),
        countryNames(countries, words),
        say(`recipientKind.${recipientFacts[recipient].kind === "own" ? "own" : kind}`),
        words.list(
          registerEntries(facts)
            .filter((entry) => entry.recipients.some((one) => one.recipient === recipient))
            .map(({ purpose }) => words.label("purpose", purpose)),
        ),
      ]),
    },
  };
}

function keepLines(facts: Facts, words: GovernanceWords): readonly string[] {
  const lines = retentionLines(facts, words);
  return lines.length === 0 ? [words.say("notice.line.keepNone")] : lines;
}

function aiSection(facts: Facts, words: GovernanceWords): DocumentSection {
  const { say } = words;
  return {
    title: say("notice.aiTitle"),
    paragraphs: [
      aiLine(facts, words),
      ...(isPursued(facts, "profiling") ? [say("notice.aiHow"), say("notice.aiObject")] : []),
    ],
  };
}

/** Rights as the laws in force give them; with none in force, those the program serves whatever the law. */
function rightsSection(facts: Facts, words: GovernanceWords): DocumentSection {
  const { say } = words;
  const lawful = (["gdpr", "uk_gdpr", "appi", "ccpa"] as const).filter((law) => hasLaw(facts, law));
  return {
    title: say("notice.rightsTitle"),
    paragraphs: [say("notice.rightsLead", { contact: contactText(facts, words) })],
    list: [
      ...["access", "correction", "erasure", "restriction", "objection", "portability", "withdraw"].map(
        (right) => say(`notice.right.${right}`),
      ),
      ...lawful.map((law) => say(`notice.law.${law}`)),
    ],
  };
}

function safety(words: GovernanceWords): readonly string[] {
  return ["encrypted", "offline", "gate", "smallestShort"].map((code) => words.say(`measure.${code}`));
}

/** What the law wants said and nobody has said yet. */
function blanksSection(facts: Facts, words: GovernanceWords): readonly DocumentSection[] {
  const { say } = words;
  const { firm } = facts;
  const blanks = [
    ...(firm.name === "" ? ["name"] : []),
    ...(firm.address === "" ? ["address"] : []),
    ...(firm.representative === "" && hasLaw(facts, "appi") ? ["representative"] : []),
    ...(contactText(facts, words) === say("unnamed") ? ["contact"] : []),
    ...(retentionLines(facts, words).length === 0 ? ["retention"] : []),
    ...(hasLaw(facts, "appi") ? ["fee"] : []),
    ...(hasLaw(facts, "gdpr", "uk_gdpr") ? ["mustGive"] : []),
    ...(hasLaw(facts, "gdpr", "uk_gdpr") &&
    registerEntries(facts).some(({ basis }) => basis === "legitimate_interest")
      ? ["interest"]
      : []),
    ...(hasLaw(facts, "gdpr", "uk_gdpr") && recipientsOf(facts).length > 0 ? ["safeguards"] : []),
  ];
  return blanks.length === 0
    ? []
    : [
        {
          title: say("notice.blanksTitle"),
          paragraphs: [say("notice.blanksLead")],
          blanks: blanks.map((code) => say(`notice.blank.${code}`)),
        },
      ];
}
