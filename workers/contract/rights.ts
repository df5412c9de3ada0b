import * as v from "valibot";
import {
  rightsInputs,
  type CorrectionEntry,
  type Corrected,
  type PackOutcome,
  type RecallOutcome,
  type RecallPreview,
  type RequestEntry,
  type SubjectsFound,
} from "../terms/rights.ts";
import { id, language, nothing } from "./schemas.ts";

/** People, those in a release, or those of them who are named. */
const recalled = {
  customerIds: v.optional(rightsInputs.recalled),
  releaseId: v.optional(id),
  wish: rightsInputs.wish,
};

/** Rights of a person. */
export const rightsArguments = {
  /** Whoever is found by an identifier or a name. */
  findSubjects: rightsInputs.find,
  /** Writes what a person is entitled to see, or to take along. */
  accessPack: v.strictObject({
    customerId: id,
    language,
    folder: v.string(),
    portable: v.optional(v.boolean()),
  }),
  correctCustomer: v.strictObject({
    customerId: id,
    changes: rightsInputs.corrections,
    reason: rightsInputs.reason,
  }),
  listCorrections: v.strictObject({ customerId: id }),
  recordObjection: v.strictObject({
    customerId: id,
    to: rightsInputs.objections,
    reason: rightsInputs.reason,
  }),
  listRequests: nothing,
  saveRequest: rightsInputs.request,
  closeRequest: rightsInputs.close,
  exportRequestCalendar: v.strictObject({ folder: v.string(), language }),
  /** Who received any of these people, and what each would be asked; with a release, about that one alone. */
  recallPreview: v.strictObject(recalled),
  recallRelease: v.strictObject({ ...recalled, folder: v.string(), language }),
};

/** What they answer. */
export interface RightsAnswers {
  findSubjects: SubjectsFound;
  accessPack: PackOutcome;
  correctCustomer: Corrected;
  /** Newest first. */
  listCorrections: readonly CorrectionEntry[];
  /** How many purposes it stops. */
  recordObjection: { readonly purposes: number };
  /** Open ones by their deadline, then closed ones. */
  listRequests: readonly RequestEntry[];
  saveRequest: RequestEntry;
  closeRequest: RequestEntry;
  exportRequestCalendar: { readonly deadlines: number; readonly paths: readonly string[] };
  recallPreview: RecallPreview;
  recallRelease: RecallOutcome;
}
