import type { AssessmentDraft, DocumentSection, FoundRisk } from "../../../terms/governance.ts";
import { heldFields, type Facts, type FactsAndDiet } from "./facts.ts";
import {
  factTable,
  fieldNames,
  holderName,
  holderOf,
  holderText,
  measures,
  recipientText,
  recipientsOf,
  retentionLines,
} from "./parts.ts";
import { registerEntries } from "./register.ts";
import { findRisks, tablesWithoutRule } from "./risks.ts";
import type { GovernanceWords } from "./words.ts";

/** What no vault can answer (GDPR art. 35(2), (7)(c), (9), 36; PPC, PIAの取組の促進について, 2021). */
const questions = [
  "scope",
  "necessity",
  "rights",
  "likelihood",
  "measures",
  "views",
  "adviser",
  "residual",
  "decision",
];

/**
 * The draft of an assessment (GDPR art. 35(7); PIA under the APPI): what is processed, whether all of it is needed, the risks that can be
 * read out of the vault, the measures in place, and blanks for what only people can decide.
 */
export function assessmentDraft(facts: FactsAndDiet, words: GovernanceWords): AssessmentDraft {
  const { say } = words;
  const risks = findRisks(facts);
  const blanks = [
    ...questions.map((code) => say(`assessment.ask.${code}`)),
    ...risks.flatMap(({ code }) => words.maybe(`assessment.askRisk.${code}`) ?? []),
  ];
  return {
    risks,
    open: blanks.length,
    document: {
      kind: "assessment",
      language: words.language,
      madeAt: facts.at,
      title: say("assessment.title"),
      lead: say("assessment.lead", { holder: holderName(facts), at: words.day(facts.at) }),
      sections: [
        processed(facts, words),
        needed(facts, words),
        riskSection(risks, words),
        { title: say("assessment.measures"), list: measures(facts, words) },
        { title: say("assessment.blanks"), paragraphs: [say("assessment.blanksLead")], blanks },
      ],
    },
  };
}

function processed(facts: Facts, words: GovernanceWords): DocumentSection {
  const { say } = words;
  const entries = registerEntries(facts);
  const limits = retentionLines(facts, words);
  const recipients = recipientsOf(facts);
  return {
    title: say("assessment.processed"),
    table: factTable(words, [
      [say("assessment.people"), words.number(facts.people)],
      [
        say("assessment.purposes"),
        words.list(
          entries.map(({ purpose, basis }) =>
            say("withBasis", {
              purpose: words.label("purpose", purpose),
              basis: words.label("basis", basis),
            }),
          ),
        ),
      ],
      [say("register.items"), words.list(fieldNames(heldFields(facts), words))],
      [say("register.sources"), words.list(facts.map.sources.map(({ name }) => words.label("source", name)))],
      [
        say("register.recipients"),
        recipients.length === 0
          ? say("register.noRecipient")
          : words.list(recipients.map((recipient) => recipientText(recipient, words))),
      ],
      [say("register.limits"), limits.length === 0 ? say("keep.none") : limits.join(" ")],
      [say("register.models"), words.list(facts.models.map(({ model }) => words.label("mapUse", model)))],
      [
        words.label("governanceRole", "privacy_officer"),
        holderText(holderOf(facts, "privacy_officer"), words),
      ],
    ]),
  };
}

/** Necessity and proportionality (GDPR art. 35(7)(b)): the data diet in words. */
function needed(facts: FactsAndDiet, words: GovernanceWords): DocumentSection {
  const { say } = words;
  const { fields, risk } = facts.diet;
  const named = (advice: string): string =>
    words.list([
      ...new Set(fields.filter((one) => one.advice === advice).map(({ name }) => words.field(name))),
    ]);
  const silent = heldFields(facts).filter(({ gaps }) => gaps.includes("no-value"));
  return {
    title: say("assessment.needed"),
    list: [
      say("assessment.fields", { fields: words.number(fields.length) }),
      say("assessment.drop", { fields: named("drop") }),
      say("assessment.coarsen", { fields: named("coarsen") }),
      say("assessment.noValue", {
        fields: words.list([...new Set(silent.map(({ name }) => words.field(name)))]),
      }),
      say("assessment.together", {
        fields: words.list(risk.quasiIdentifiers.map((name) => words.field(name))),
        smallest: words.number(risk.smallest),
        share: words.percent(risk.unique),
      }),
      say("assessment.refused", { columns: words.number(facts.map.refused.length) }),
      say("assessment.noRule", {
        tables: words.list(tablesWithoutRule(facts).map((table) => words.table(table))),
      }),
    ],
  };
}

function riskSection(risks: readonly FoundRisk[], words: GovernanceWords): DocumentSection {
  const { say } = words;
  if (risks.length === 0) return { title: say("assessment.risks"), paragraphs: [say("assessment.noRisk")] };
  return {
    title: say("assessment.risks"),
    paragraphs: [say("assessment.risksLead")],
    table: {
      headings: [
        say("assessment.risk"),
        say("assessment.level"),
        say("assessment.found"),
        say("assessment.ground"),
      ],
      rows: risks.map(({ code, level, facts }) => [
        say(`risk.${code}.name`),
        say(`level.${level}`),
        say(`risk.${code}.found`, numbersIn(facts, words)),
        say(`risk.${code}.ground`),
      ]),
    },
  };
}

/** Facts with their numbers as a reader of the language writes them. */
export function numbersIn(
  facts: Readonly<Record<string, string | number>>,
  words: GovernanceWords,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === "number" ? words.number(value) : value,
    ]),
  );
}
