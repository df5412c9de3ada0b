import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { GovernanceAnswers } from "../../../contract/governance.ts";
import type { Language } from "../../../terms/language.ts";
import type { Methods, Workspace } from "../../../workspace.ts";
import { assessmentDraft } from "./assessment.ts";
import { gatherFacts, gatherFactsAndDiet, type Facts } from "./facts.ts";
import { saveFirm, saveRole, showFirm } from "./firm.ts";
import { aiGuideline, cardsOf } from "./guideline.ts";
import { listIncidents, markIncident, previewIncident, saveIncident } from "./incidents.ts";
import { privacyNotice } from "./notice.ts";
import { checkReadiness } from "./readiness.ts";
import { processingRegister } from "./register.ts";
import { governanceWords, type GovernanceWords } from "./words.ts";
import { papersOf, writeGovernance, writeIncident } from "./write-documents.ts";

/** The share of the contract that is about the vault as a whole: who answers for it, what its documents say, what happened to it. */
export const governanceMethods: Methods<keyof GovernanceAnswers> = {
  showFirm,
  saveFirm,
  saveRole,
  processingRegister: (workspace, { language }) => composed(workspace, language, processingRegister),
  assessmentDraft: async (workspace, { language }) => {
    const facts = await gatherFactsAndDiet(workspace);
    return facts.ok ? ok(assessmentDraft(facts.value, governanceWords(language))) : facts;
  },
  privacyNotice: (workspace, { language }) => composed(workspace, language, privacyNotice),
  aiGuideline: async (workspace, { language }) => {
    const facts = await gatherFacts(workspace);
    if (!facts.ok) return facts;
    const cards = await cardsOf(workspace, facts.value.models, language);
    return ok(aiGuideline(facts.value, governanceWords(language), cards));
  },
  checkReadiness: (workspace, { language, job }) =>
    checkReadiness(workspace, governanceWords(language), workspace.job(job)),
  writeGovernance,
  previewIncident,
  listIncidents,
  saveIncident,
  markIncident,
  incidentDocuments: async (workspace, { incidentId, language }) =>
    papersOf(workspace, incidentId, governanceWords(language)),
  writeIncident,
};

async function composed<T>(
  workspace: Workspace,
  language: Language,
  compose: (facts: Facts, words: GovernanceWords) => T,
): Promise<Outcome<T>> {
  const facts = await gatherFacts(workspace);
  return facts.ok ? ok(compose(facts.value, governanceWords(language))) : facts;
}
