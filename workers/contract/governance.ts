import * as v from "valibot";
import {
  firmSchema,
  governanceDocuments,
  roleSchema,
  type AiGuideline,
  type AssessmentDraft,
  type FirmRoles,
  type GovernanceDocument,
  type PrivacyNotice,
  type ProcessingRegister,
  type Readiness,
} from "../terms/governance.ts";
import {
  incidentSchema,
  incidentSteps,
  type IncidentAssessment,
  type IncidentEntry,
} from "../terms/incident.ts";
import { id, job, language, nothing } from "./schemas.ts";

const inLanguage = v.strictObject({ language });

/** Who answers for the vault, what its documents say, and what is done when something happened. */
export const governanceArguments = {
  showFirm: nothing,
  saveFirm: firmSchema,
  saveRole: roleSchema,
  processingRegister: inLanguage,
  assessmentDraft: inLanguage,
  privacyNotice: inLanguage,
  aiGuideline: inLanguage,
  checkReadiness: v.strictObject({ language, job }),
  /** Writes documents in Japanese and English. */
  writeGovernance: v.strictObject({
    documents: v.pipe(
      v.array(v.picklist(governanceDocuments)),
      v.minLength(1),
      v.maxLength(governanceDocuments.length),
    ),
    folder: v.string(),
  }),
  /** What the vault says of something that happened; puts nothing down. */
  previewIncident: incidentSchema,
  listIncidents: nothing,
  saveIncident: v.strictObject({ id: v.optional(id), incident: incidentSchema }),
  /** Ticks a duty off, or closes the incident. */
  markIncident: v.strictObject({ incidentId: id, step: v.picklist([...incidentSteps, "closed"]) }),
  incidentDocuments: v.strictObject({ incidentId: id, language }),
  writeIncident: v.strictObject({ incidentId: id, folder: v.string() }),
};

/** What they answer. */
export interface GovernanceAnswers {
  showFirm: FirmRoles;
  saveFirm: FirmRoles;
  saveRole: FirmRoles;
  processingRegister: ProcessingRegister;
  assessmentDraft: AssessmentDraft;
  privacyNotice: PrivacyNotice;
  aiGuideline: AiGuideline;
  checkReadiness: Readiness;
  writeGovernance: { readonly paths: readonly string[] };
  previewIncident: IncidentAssessment;
  /** Open ones first, newest first. */
  listIncidents: readonly IncidentEntry[];
  saveIncident: IncidentEntry;
  markIncident: IncidentEntry;
  /** The draft of the report to the authority, and of the letter to the people. */
  incidentDocuments: readonly GovernanceDocument[];
  writeIncident: { readonly paths: readonly string[] };
}
