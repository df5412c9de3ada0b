import type { Outcome } from "../../../base/fault.ts";
import type { Input } from "../../../contract.ts";
import type { GovernanceDocument, GovernanceDocumentKind } from "../../../terms/governance.ts";
import { languages } from "../../../terms/language.ts";
import type { OutgoingPart } from "../../../ports.ts";
import type { Workspace } from "../../../workspace.ts";
import { handOut, outgoingStem } from "../../release/files/hand-out.ts";
import { aiGuideline, cardsOf } from "./guideline.ts";
import { assessmentDraft } from "./assessment.ts";
import { documentHtml } from "./document-html.ts";
import { gatherFactsAndDiet, type FactsAndDiet } from "./facts.ts";
import { incidentPapers } from "./incident-documents.ts";
import { findIncident } from "./incidents.ts";
import { readFirm, readHolders } from "./firm.ts";
import { privacyNotice } from "./notice.ts";
import { processingRegister, registerCsv } from "./register.ts";
import { governanceWords, type GovernanceWords } from "./words.ts";

/** One document from the facts. */
async function compose(
  workspace: Workspace,
  kind: GovernanceDocumentKind,
  facts: FactsAndDiet,
  words: GovernanceWords,
): Promise<GovernanceDocument> {
  switch (kind) {
    case "register":
      return processingRegister(facts, words).document;
    case "assessment":
      return assessmentDraft(facts, words).document;
    case "notice_short":
      return privacyNotice(facts, words).short;
    case "notice":
      return privacyNotice(facts, words).document;
    case "guideline":
      return aiGuideline(facts, words, await cardsOf(workspace, facts.models, words.language)).document;
  }
}

/**
 * Writes documents about the vault in Japanese and English, as pages that need nothing else; the register as a table for a spreadsheet, too.
 * They are made of one reading of the vault, hold nothing about one person, and stand in the record. Faults: those of reading, saving and writing.
 */
export async function writeGovernance(
  workspace: Workspace,
  { documents, folder }: Input<"writeGovernance">,
): Promise<Outcome<{ readonly paths: readonly string[] }>> {
  const facts = await gatherFactsAndDiet(workspace);
  if (!facts.ok) return facts;
  const wanted = [...new Set(documents)];
  const now = workspace.now();
  const files: OutgoingPart[] = [];
  for (const kind of wanted) {
    const stem = outgoingStem(kind.replaceAll("_", "-"), now);
    for (const language of languages) {
      const words = governanceWords(language);
      files.push(page(`${stem}-${language}`, await compose(workspace, kind, facts.value, words), words));
      if (kind === "register")
        files.push({ name: `${stem}-${language}.csv`, bytes: registerCsv(facts.value, words) });
    }
  }
  return handOut(workspace, folder, files, [
    {
      gate: "release",
      action: "governance-written",
      payload: { documents: wanted.join(", "), files: files.length },
    },
  ]);
}

/** The drafts of an incident's papers in one language. Faults: `incident-unknown`. */
export function papersOf(
  workspace: Workspace,
  incidentId: number,
  words: GovernanceWords,
): Outcome<readonly GovernanceDocument[]> {
  const found = findIncident(workspace, incidentId);
  if (!found.ok) return found;
  const { vault } = workspace;
  const signatory = {
    firm: readFirm(vault.db),
    holders: readHolders(vault.db),
    vaultName: vault.info().name,
    at: workspace.now().toISOString(),
  };
  return { ok: true, value: incidentPapers(found.value, signatory, words) };
}

/**
 * Writes the drafts of the report to the authority and of the letter to people, in Japanese and English. Faults: `incident-unknown`, those of
 * saving and writing.
 */
export async function writeIncident(
  workspace: Workspace,
  { incidentId, folder }: Input<"writeIncident">,
): Promise<Outcome<{ readonly paths: readonly string[] }>> {
  const stem = outgoingStem(`incident-${String(incidentId)}`, workspace.now());
  const files: OutgoingPart[] = [];
  for (const language of languages) {
    const words = governanceWords(language);
    const papers = papersOf(workspace, incidentId, words);
    if (!papers.ok) return papers;
    for (const paper of papers.value)
      files.push(
        page(`${stem}-${paper.kind === "incident_report" ? "report" : "letter"}-${language}`, paper, words),
      );
  }
  return handOut(workspace, folder, files, [
    {
      gate: "release",
      action: "incident-written",
      payload: { incident: incidentId, files: files.length },
    },
  ]);
}

function page(name: string, document: GovernanceDocument, words: GovernanceWords): OutgoingPart {
  return { name: `${name}.html`, bytes: new TextEncoder().encode(documentHtml(document, words)) };
}
