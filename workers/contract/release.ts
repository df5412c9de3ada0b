import * as v from "valibot";
import {
  sendingRulesSchema,
  worthTermsSchema,
  type ReleaseDecision,
  type SendingRules,
} from "../terms/decision.ts";
import { buyersProfileSchema, type BuyersProfile } from "../terms/buyers-profile.ts";
import type { Handout, PeopleInFiles } from "../terms/handouts.ts";
import { offersSchema, type OfferComparison } from "../terms/offers.ts";
import { pageSchema } from "../terms/people.ts";
import {
  aggregateRequestSchema,
  consentedRequestSchema,
  type AggregateTable,
  type ConsentedPreview,
  type Manifest,
  type ReleaseEntry,
  type ReleaseOutcome,
} from "../terms/release.ts";
import { edgeRequestSchema, type EdgePreview } from "../terms/edge-pack.ts";
import { figureRequestSchema, type AnalysableAttribute, type FigureTable } from "../terms/figures.ts";
import { researchRequestSchema, type ResearchPreview } from "../terms/research-file.ts";
import type { HeldOutPage, HoldoutEntry, HoldoutResult } from "../terms/holdout.ts";
import { id, job, language, nothing } from "./schemas.ts";

/** What leaves, and what came of it. */
export const releaseArguments = {
  previewAggregate: v.object({ ...aggregateRequestSchema.entries, job }),
  releaseAggregate: v.strictObject({ request: aggregateRequestSchema, folder: v.string(), job }),
  /** Special-category columns that a table may be split by. */
  listAnalysableAttributes: nothing,
  /** Tables whose groups overlap: cohorts, products, pairs of products. */
  previewFigures: v.object({ ...figureRequestSchema.entries, job }),
  releaseFigures: v.strictObject({ request: figureRequestSchema, folder: v.string(), job }),
  /** Coefficients, rules and conditions for a shop's own site. */
  previewEdge: v.object({ ...edgeRequestSchema.entries, job }),
  /** Cells of people about to be copied from the screen: entered as a release before they are. */
  releaseCopy: v.strictObject({
    text: v.pipe(v.string(), v.minLength(1), v.maxLength(1_000_000)),
    customerIds: v.pipe(v.array(id), v.maxLength(10_000)),
    language: v.optional(language),
  }),
  releaseEdge: v.strictObject({ request: edgeRequestSchema, folder: v.string(), job }),
  previewConsented: v.object({ ...consentedRequestSchema.entries, job }),
  releaseConsented: v.strictObject({ request: consentedRequestSchema, folder: v.string(), job }),
  previewResearch: v.object({ ...researchRequestSchema.entries, job }),
  releaseResearch: v.strictObject({ request: researchRequestSchema, folder: v.string(), job }),
  /** What such a release would be worth, how often these people were contacted, and how fair the choice is. */
  decideRelease: v.strictObject({ request: consentedRequestSchema, worth: v.optional(worthTermsSchema) }),
  /** Several offers side by side, and which of them to make where there is evidence enough. */
  compareOffers: offersSchema,
  /** Caps on how often people are contacted, and the groups that a choice is compared by. */
  sendingRules: nothing,
  saveSendingRules: sendingRulesSchema,
  listReleases: nothing,
  /** Files that left and are no release: packs, recalls, calendars, certificates, documents. */
  listHandouts: nothing,
  /** Who exactly was in files that left. */
  listPeopleInFiles: v.strictObject({ kind: v.picklist(["release", "handout"]), id, ...pageSchema.entries }),
  /** Releases that kept a control back. */
  listHoldouts: nothing,
  /** What such a release did, by the orders that came since; right however often it is asked. */
  holdoutResult: v.strictObject({ releaseId: id }),
  /** Who bought in the arm of such a release that did better, against who of it did not. */
  buyersProfile: buyersProfileSchema,
  /** Who was kept back. */
  listHeldOut: v.strictObject({ releaseId: id, ...pageSchema.entries }),
  showManifest: v.strictObject({ releaseId: id }),
};

/** What they answer. */
export interface ReleaseAnswers {
  previewAggregate: AggregateTable;
  releaseAggregate: ReleaseOutcome;
  listAnalysableAttributes: readonly AnalysableAttribute[];
  previewFigures: FigureTable;
  releaseFigures: ReleaseOutcome;
  previewEdge: EdgePreview;
  releaseCopy: ReleaseEntry;
  releaseEdge: ReleaseOutcome;
  previewConsented: ConsentedPreview;
  releaseConsented: ReleaseOutcome;
  previewResearch: ResearchPreview;
  releaseResearch: ReleaseOutcome;
  decideRelease: ReleaseDecision;
  compareOffers: OfferComparison;
  sendingRules: SendingRules;
  saveSendingRules: SendingRules;
  listReleases: readonly ReleaseEntry[];
  listHandouts: readonly Handout[];
  listPeopleInFiles: PeopleInFiles;
  listHoldouts: readonly HoldoutEntry[];
  holdoutResult: HoldoutResult;
  buyersProfile: BuyersProfile;
  listHeldOut: HeldOutPage;
  showManifest: Manifest;
}
