import type { Methods } from "../../workspace.ts";
import { challengeChurn, latestChallenge, promoteLearner } from "../champion/challenge.ts";
import { contactGainOf } from "../contact-gain.ts";
import { modelCard } from "../model-card/model-card.ts";
import { saveModelCard } from "../model-card/save-model-card.ts";
import { churnWhatIf } from "../what-if.ts";
import { modelDrift } from "./drift.ts";
import { trackRecord } from "./track-record.ts";

/** The share of the contract that tells how forecasts did and what stands with a run. */
export const trackRecordMethods: Methods<
  | "trackRecord"
  | "modelDrift"
  | "challengeChurn"
  | "latestChallenge"
  | "promoteLearner"
  | "churnWhatIf"
  | "contactGain"
  | "modelCard"
  | "saveModelCard"
> = {
  trackRecord,
  modelDrift,
  challengeChurn,
  latestChallenge,
  promoteLearner,
  churnWhatIf,
  contactGain: contactGainOf,
  modelCard,
  saveModelCard,
};
