import type { DocumentSection, GovernanceDocument } from "../../../terms/governance.ts";
import type { IncidentCategory, IncidentDuty, IncidentEntry } from "../../../terms/incident.ts";
import type { Facts } from "./facts.ts";
import { contactText, factTable, holderName, holderOf, holderText } from "./parts.ts";
import type { GovernanceWords } from "./words.ts";

/** What of the facts these papers need: nothing that takes reading the whole vault. */
type Signatory = Pick<Facts, "firm" | "holders" | "vaultName" | "at">;

const reportBlanks = ["cause", "secondary", "people", "public", "again", "other"];
const letterBlanks = ["cause", "secondary", "advice"];

/**
 * Drafts of the report to the authority (個人情報保護委員会規則 第8条第1項各号; GDPR art. 33(3)) and of the letter to people (規則 第10条; GDPR art. 34(2)).
 * What the vault knows is filled in, the rest is blank. Neither names anybody but the firm's own people.
 */
export function incidentPapers(
  entry: IncidentEntry,
  signatory: Signatory,
  words: GovernanceWords,
): readonly GovernanceDocument[] {
  return [report(entry, signatory, words), letter(entry, signatory, words)];
}

function report(entry: IncidentEntry, signatory: Signatory, words: GovernanceWords): GovernanceDocument {
  const { say } = words;
  const { incident } = entry;
  return {
    kind: "incident_report",
    language: words.language,
    madeAt: signatory.at,
    title: say("report.title", { id: entry.id }),
    lead: say("report.lead", { holder: holderName(signatory), at: words.day(signatory.at) }),
    sections: [
      {
        title: say("report.overview"),
        table: factTable(words, [
          [say("report.what"), words.label("incidentKind", incident.kind)],
          [say("report.noticed"), momentText(incident.noticedAt)],
          [say("report.scope"), scopeText(entry, words)],
          [say("report.malicious"), say(entry.malicious ? "yes" : "no")],
          [say("report.unreadable"), say(incident.unreadable === true ? "yes" : "no")],
          [say("report.financial"), say(incident.financial === true ? "yes" : "no")],
          [say("report.note"), incident.note === undefined || incident.note === "" ? "–" : incident.note],
        ]),
      },
      peopleSection(entry, words),
      dutySection(entry.duties, words),
      {
        title: say("report.contact"),
        table: factTable(words, [
          [say("firm.name"), holderName(signatory)],
          [say("firm.representative"), signatory.firm.representative || say("unsaid")],
          [
            words.label("governanceRole", "privacy_officer"),
            holderText(holderOf(signatory, "privacy_officer"), words),
          ],
          [words.label("governanceRole", "security"), holderText(holderOf(signatory, "security"), words)],
        ]),
      },
      { title: say("report.blanks"), blanks: reportBlanks.map((code) => say(`report.blank.${code}`)) },
    ],
  };
}

function letter(entry: IncidentEntry, signatory: Signatory, words: GovernanceWords): GovernanceDocument {
  const { say } = words;
  const { incident, categories } = entry;
  const contact = contactText(signatory, words);
  return {
    kind: "incident_letter",
    language: words.language,
    madeAt: signatory.at,
    title: say("incidentLetter.title"),
    lead: say("incidentLetter.lead", { holder: holderName(signatory) }),
    sections: [
      {
        title: say("incidentLetter.whatTitle"),
        paragraphs: [
          say("incidentLetter.what", {
            at: words.day(incident.noticedAt),
            kind: words.label("incidentKind", incident.kind),
          }),
          ...(incident.unreadable === true ? [say("incidentLetter.unreadable")] : []),
        ],
      },
      { title: say("incidentLetter.dataTitle"), list: categories.map((one) => categoryName(one, words)) },
      {
        title: say("incidentLetter.doneTitle"),
        blanks: letterBlanks.map((code) => say(`incidentLetter.blank.${code}`)),
      },
      { title: say("incidentLetter.askTitle"), paragraphs: [say("incidentLetter.ask", { contact })] },
      { title: say("incidentLetter.from"), paragraphs: [holderName(signatory)] },
    ],
  };
}

function peopleSection(
  { people, special, categories, countedAt }: IncidentEntry,
  words: GovernanceWords,
): DocumentSection {
  const { say } = words;
  return {
    title: say("report.people"),
    paragraphs: [
      say("report.peopleCount", { people: words.number(people), at: words.day(countedAt) }),
      say(special > 0 ? "report.special" : "report.noSpecial", { people: words.number(special) }),
    ],
    ...(categories.length === 0
      ? {}
      : {
          table: {
            headings: [say("report.category"), say("report.class"), say("report.count")],
            rows: categories.map((category) => [
              categoryName(category, words),
              words.label("fieldClass", category.class),
              words.number(category.people),
            ]),
          },
        }),
  };
}

/** A column of a released file is called as it was there. */
function categoryName({ id, table, name }: IncidentCategory, words: GovernanceWords): string {
  if (id === table) return words.table(table);
  return table === "release_people" ? name : words.field(name);
}

function dutySection(duties: readonly IncidentDuty[], words: GovernanceWords): DocumentSection {
  const { say } = words;
  return {
    title: say("report.duties"),
    table: {
      headings: [
        say("report.duty"),
        say("report.required"),
        say("report.due"),
        say("report.article"),
        say("report.done"),
      ],
      rows: duties.map(({ step, required, reasons, dueAt, article, doneAt, overdue }) => [
        words.label("incidentStep", step.replace(".", "-")),
        say("report.because", {
          required: words.label("incidentRequired", required),
          reasons: words.list(reasons.map((reason) => words.label("incidentReason", reason))),
        }),
        (dueAt === undefined ? (required === "no" ? "–" : say("report.noDelay")) : momentText(dueAt)) +
          (overdue ? say("report.overdue") : ""),
        article,
        doneAt === undefined ? "" : momentText(doneAt),
      ]),
    },
  };
}

function scopeText({ incident: { scope } }: IncidentEntry, words: GovernanceWords): string {
  if (scope.of === "all") return words.say("incident.scope.all");
  if (scope.of === "source")
    return words.say("incident.scope.source", { source: words.label("source", scope.source) });
  if (scope.of === "release") return words.say("incident.scope.release", { id: scope.releaseId });
  return words.say("incident.scope.segment", { id: scope.segmentId });
}

/** A moment to the minute, in UTC; a day stays one. */
function momentText(moment: string): string {
  return moment.length === 10 ? moment : `${moment.slice(0, 16).replace("T", " ")} UTC`;
}
