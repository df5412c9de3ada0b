import * as v from "valibot";
import {
  identityInputs,
  type DecisionPage,
  type DuplicateOverview,
  type DuplicatePage,
  type DuplicatePair,
  type DuplicateQueue,
  type DuplicateSearch,
  type MergedPerson,
} from "../terms/identity.ts";
import { pageSchema } from "../terms/people.ts";
import { id, job, nothing } from "./schemas.ts";

/** People who are in the vault twice. */
export const duplicatesArguments = {
  findDuplicates: v.strictObject({ falseMergeRate: identityInputs.rate, job }),
  listDuplicatePairs: identityInputs.list,
  duplicateOverview: nothing,
  listDuplicateGroups: identityInputs.groups,
  decidePair: identityInputs.decide,
  decideGroup: identityInputs.decideGroup,
  /** Of the likely pairs at or above a chance, twenty spread evenly. */
  sampleDuplicates: identityInputs.sample,
  mergeDuplicates: v.strictObject({ atLeast: identityInputs.probability, job }),
  mergeCustomers: identityInputs.merge,
  unmergeCustomers: identityInputs.unmerge,
  listMerged: v.strictObject({ customerId: id }),
  listDecisions: pageSchema,
  /** Takes back all that was decided at once. */
  undoDecision: identityInputs.undo,
};

/** What they answer. */
export interface DuplicatesAnswers {
  findDuplicates: DuplicateSearch;
  listDuplicatePairs: DuplicatePage;
  duplicateOverview: DuplicateOverview;
  listDuplicateGroups: DuplicateQueue;
  decidePair: null;
  /** The batch to undo it by; none for what is only put off. */
  decideGroup: { readonly batch?: number };
  sampleDuplicates: readonly DuplicatePair[];
  /** Joins the likely pairs at or above a chance: how many joins, of how many people, and the batch to undo them by. */
  mergeDuplicates: { readonly pairs: number; readonly people: number; readonly batch?: number };
  mergeCustomers: null;
  unmergeCustomers: null;
  /** Who was joined into a customer. */
  listMerged: readonly MergedPerson[];
  listDecisions: DecisionPage;
  undoDecision: { readonly decisions: number };
}
