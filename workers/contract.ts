import type * as v from "valibot";
import type { Outcome } from "./base/fault.ts";
import { vaultArguments, type VaultAnswers } from "./contract/vault.ts";
import { intakeArguments, type IntakeAnswers } from "./contract/intake.ts";
import { duplicatesArguments, type DuplicatesAnswers } from "./contract/duplicates.ts";
import { useArguments, type UseAnswers } from "./contract/use.ts";
import { governanceArguments, type GovernanceAnswers } from "./contract/governance.ts";
import { policyArguments, type PolicyAnswers } from "./contract/policy.ts";
import { analysisArguments, type AnalysisAnswers } from "./contract/analysis.ts";
import { segmentsArguments, type SegmentsAnswers } from "./contract/segments.ts";
import { releaseArguments, type ReleaseAnswers } from "./contract/release.ts";
import { keepArguments, type KeepAnswers } from "./contract/keep.ts";
import { erasureArguments, type ErasureAnswers } from "./contract/erasure.ts";
import { retrainingArguments, type RetrainingAnswers } from "./contract/retraining.ts";
import { trackRecordArguments, type TrackRecordAnswers } from "./contract/track-record.ts";
import { rightsArguments, type RightsAnswers } from "./contract/rights.ts";
import { recordArguments, type RecordAnswers } from "./contract/record.ts";

/**
 * Everything the window and the command line may ask of the vault, by name: the schema each argument
 * is checked against on both sides. What each answers stands beside its schema, in workers/contract/.
 */
export const inputs = {
  ...vaultArguments,
  ...intakeArguments,
  ...duplicatesArguments,
  ...useArguments,
  ...policyArguments,
  ...governanceArguments,
  ...analysisArguments,
  ...segmentsArguments,
  ...releaseArguments,
  ...keepArguments,
  ...erasureArguments,
  ...retrainingArguments,
  ...trackRecordArguments,
  ...rightsArguments,
  ...recordArguments,
} satisfies Record<keyof VaultApi, v.GenericSchema>;

/** The argument of method `K`. */
export type Input<K extends keyof VaultApi> = v.InferOutput<(typeof inputs)[K]>;

/** What each method answers with when it succeeds. Listed apart from the schemas: answers come from our own code. */
interface Answers
  extends
    VaultAnswers,
    IntakeAnswers,
    DuplicatesAnswers,
    UseAnswers,
    PolicyAnswers,
    GovernanceAnswers,
    AnalysisAnswers,
    SegmentsAnswers,
    ReleaseAnswers,
    KeepAnswers,
    ErasureAnswers,
    RetrainingAnswers,
    TrackRecordAnswers,
    RightsAnswers,
    RecordAnswers {}

/** The vault as the window and the command line see it. Every method answers with a value or a typed fault; none throws. */
export type VaultApi = {
  readonly [K in keyof Answers]: (input: v.InferOutput<(typeof inputs)[K]>) => Promise<Outcome<Answers[K]>>;
};
