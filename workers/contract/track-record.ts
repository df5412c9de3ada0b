import * as v from "valibot";
import { explainingLearners, type ChallengeReport, type ExplainingLearner } from "../terms/champion.ts";
import { contactGainSchema, type ContactGain } from "../terms/contact-gain.ts";
import type { ModelCard } from "../terms/model-card.ts";
import { trackRecordSchema, type ModelDrift, type TrackRecord } from "../terms/track-record.ts";
import { whatIfSchema, type WhatIf } from "../terms/what-if.ts";
import { id, job, language, nothing } from "./schemas.ts";

/** How forecasts did, whether models should learn anew, and what stands with a run. */
export const trackRecordArguments = {
  /** Every run's forecast beside what happened since. */
  trackRecord: trackRecordSchema,
  /** The newest run of each model held against today. */
  modelDrift: v.strictObject({ job }),
  /** Holds challengers against the champion of the latest churn run. */
  challengeChurn: v.strictObject({ job }),
  latestChallenge: nothing,
  promoteLearner: v.strictObject({ learner: v.picklist(explainingLearners) }),
  /** The chance of leaving of one customer, were some things otherwise. */
  churnWhatIf: whatIfSchema,
  /** What contacting some people would bring, in money and how likely. */
  contactGain: contactGainSchema,
  modelCard: v.strictObject({ runId: id, language }),
  saveModelCard: v.strictObject({ runId: id, folder: v.string(), language }),
};

/** What they answer. */
export interface TrackRecordAnswers {
  trackRecord: TrackRecord;
  modelDrift: readonly ModelDrift[];
  challengeChurn: ChallengeReport;
  latestChallenge: { readonly champion: ExplainingLearner; readonly report: ChallengeReport | null };
  promoteLearner: { readonly champion: ExplainingLearner };
  churnWhatIf: WhatIf;
  contactGain: ContactGain;
  modelCard: ModelCard;
  saveModelCard: { readonly paths: readonly string[] };
}
