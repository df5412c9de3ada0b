import type {
  DocumentSection,
  GovernanceDocument,
  ProcessingRegister,
  RegisterEntry,
} from "../../../terms/governance.ts";
import { firmRoles } from "../../../terms/governance.ts";
import { purposeCodes } from "../../../terms/purpose.ts";
import { spreadsheetCsv } from "../../release/writers/spreadsheet-csv.ts";
import { heldFields, isPursued, type Facts } from "./facts.ts";
import {
  dataByClass,
  factTable,
  fieldNames,
  holderName,
  holderOf,
  holderText,
  lawNames,
  measures,
  recipientText,
  recipientsOf,
  retentionLines,
} from "./parts.ts";
import type { GovernanceWords } from "./words.ts";

/**
 * The register of processing (GDPR art. 30(1); APPI guideline 10-3(3), 個人データ取扱台帳): a line a purpose the vault really pursues,
 * with the data it holds for it, from where, for whom, who received it, how long and under which measures.
 */
export function processingRegister(facts: Facts, words: GovernanceWords): ProcessingRegister {
  const entries = registerEntries(facts);
  return { entries, document: registerDocument(facts, entries, words) };
}

/** Only what is pursued: a purpose that is declared and for which nothing is done is no processing. */
export function registerEntries(facts: Facts): readonly RegisterEntry[] {
  const held = heldFields(facts);
  return purposeCodes
    .filter((purpose) => isPursued(facts, purpose))
    .map((purpose) => {
      const summary = facts.purposes.find((one) => one.purpose === purpose);
      const fields = held.filter(({ purposes }) => purposes.includes(purpose));
      return {
        purpose,
        basis: summary?.basis ?? "consent",
        people: summary?.permitted ?? 0,
        data: dataByClass(fields),
        sources: [...new Set(fields.flatMap(({ sources }) => sources))].sort(),
        recipients: recipientsOf(facts, purpose),
        models: purpose === "profiling" ? facts.models.map(({ model }) => model) : [],
      };
    });
}

function registerDocument(
  facts: Facts,
  entries: readonly RegisterEntry[],
  words: GovernanceWords,
): GovernanceDocument {
  const { say } = words;
  const idle = purposeCodes.filter((purpose) => !entries.some((entry) => entry.purpose === purpose));
  return {
    kind: "register",
    language: words.language,
    madeAt: facts.at,
    title: say("register.title"),
    lead: say("register.lead", { holder: holderName(facts), at: words.day(facts.at) }),
    sections: [
      controllerSection(facts, words),
      ...entries.map((entry) => purposeSection(facts, entry, words)),
      ...(idle.length === 0
        ? []
        : [
            {
              title: say("register.idleTitle"),
              paragraphs: [
                say("register.idle", {
                  purposes: words.list(idle.map((purpose) => words.label("purpose", purpose))),
                }),
              ],
            },
          ]),
      sourcesSection(facts, words),
      { title: say("register.measures"), list: measures(facts, words) },
      {
        title: say("register.laws"),
        paragraphs: [facts.packs.length === 0 ? say("noLaw") : words.list(lawNames(facts, words))],
      },
    ],
  };
}

/** Who answers (GDPR art. 30(1)(a)). */
function controllerSection(facts: Facts, words: GovernanceWords): DocumentSection {
  const { say } = words;
  const { firm } = facts;
  const said = (text: string): string => (text === "" ? say("unsaid") : text);
  return {
    title: say("register.controller"),
    table: factTable(words, [
      [say("firm.name"), said(firm.name)],
      [say("firm.address"), said(firm.address)],
      [say("firm.representative"), said(firm.representative)],
      [say("firm.contact"), said(firm.contact)],
      ...firmRoles.map((role): readonly [string, string] => [
        words.label("governanceRole", role),
        holderText(holderOf(facts, role), words),
      ]),
    ]),
  };
}

/** The cells of an entry, as the page and the CSV show them. */
function cellsOf(
  facts: Facts,
  entry: RegisterEntry,
  words: GovernanceWords,
): readonly (readonly [string, string])[] {
  const { say } = words;
  const held = heldFields(facts);
  const limits = retentionLines(facts, words, entry.purpose);
  return [
    [say("register.basis"), words.label("basis", entry.basis)],
    [say("register.people"), say("register.peopleCount", { people: words.number(entry.people) })],
    ...entry.data.map(({ class: kind, fields }): readonly [string, string] => [
      say("register.data", { class: words.label("fieldClass", kind) }),
      words.list(
        fieldNames(
          held.filter(({ id }) => fields.includes(id)),
          words,
        ),
      ),
    ]),
    [say("register.sources"), words.list(entry.sources.map((source) => words.label("source", source)))],
    [
      say("register.recipients"),
      entry.recipients.length === 0
        ? say("register.noRecipient")
        : words.list(entry.recipients.map((recipient) => recipientText(recipient, words))),
    ],
    [say("register.limits"), limits.length === 0 ? say("keep.none") : limits.join(" ")],
    ...(entry.models.length === 0
      ? []
      : ([
          [say("register.models"), words.list(entry.models.map((model) => words.label("mapUse", model)))],
        ] as const)),
  ];
}

function purposeSection(facts: Facts, entry: RegisterEntry, words: GovernanceWords): DocumentSection {
  return {
    title: words.say("register.purpose", { purpose: words.label("purpose", entry.purpose) }),
    table: factTable(words, cellsOf(facts, entry, words)),
  };
}

function sourcesSection(facts: Facts, words: GovernanceWords): DocumentSection {
  const { say } = words;
  return {
    title: say("register.sourcesTitle"),
    ...(facts.map.sources.length === 0
      ? { paragraphs: [say("register.noSource")] }
      : {
          table: {
            headings: [
              say("register.source"),
              say("register.party"),
              say("register.imports"),
              say("register.since"),
              say("register.until"),
              words.label("governanceRole", "source_owner"),
              words.label("governanceRole", "source_steward"),
            ],
            rows: facts.map.sources.map(({ name, party, imports, since, until }) => [
              words.label("source", name),
              party === undefined ? "–" : words.label("mapParty", party),
              words.number(imports),
              words.day(since),
              words.day(until),
              holderText(holderOf(facts, "source_owner", name), words),
              holderText(holderOf(facts, "source_steward", name), words),
            ]),
          },
        }),
  };
}

/** The register as a table for a spreadsheet: a row a purpose. */
export function registerCsv(facts: Facts, words: GovernanceWords): Uint8Array {
  const { say } = words;
  const held = heldFields(facts);
  const steps = measures(facts, words).join(" ");
  return spreadsheetCsv(
    [
      say("register.purposeHeading"),
      say("register.basis"),
      say("register.people"),
      say("register.items"),
      say("register.sources"),
      say("register.recipients"),
      say("register.limits"),
      say("register.measures"),
      say("register.models"),
    ],
    registerEntries(facts).map((entry) => {
      const ids = entry.data.flatMap(({ fields }) => fields);
      return [
        words.label("purpose", entry.purpose),
        words.label("basis", entry.basis),
        entry.people,
        words.list(
          fieldNames(
            held.filter(({ id }) => ids.includes(id)),
            words,
          ),
        ),
        words.list(entry.sources.map((source) => words.label("source", source))),
        words.list(entry.recipients.map((recipient) => recipientText(recipient, words))),
        retentionLines(facts, words, entry.purpose).join(" ") || say("keep.none"),
        steps,
        words.list(entry.models.map((model) => words.label("mapUse", model))),
      ];
    }),
  );
}
