import * as v from "valibot";
import type { Outcome } from "./base/fault.ts";
import type { JobTicket } from "./base/job.ts";
import {
  identityInputs,
  type DecisionPage,
  type DuplicateOverview,
  type DuplicatePage,
  type DuplicatePair,
  type DuplicateQueue,
  type DuplicateSearch,
  type MergedPerson,
} from "./terms/identity.ts";
import type { BackupInfo } from "./terms/backup.ts";
import {
  consentInputs,
  type AsOfPeoplePage,
  type ConsentAsOf,
  type ConsentChanges,
  type UseAnswer,
} from "./terms/consent.ts";
import type { DataDiet } from "./terms/data-diet.ts";
import { fieldValueSchema, type DataMap } from "./terms/data-map.ts";
import {
  mendGroupSchema,
  quarantineReportSchema,
  type GroupMended,
  type QuarantineGroup,
  type QuarantineReport,
} from "./terms/quarantine.ts";
import { churnOptionsSchema, type ChurnPage, type ChurnReport } from "./terms/churn.ts";
import { groupOptionsSchema, type GroupReport } from "./terms/groups.ts";
import type { CohortReport, LifetimeReport, Overview, RfmReport } from "./terms/insight.ts";
import { cohortOptionsSchema, lifetimeOptionsSchema, rfmOptionsSchema } from "./terms/insight.ts";
import {
  importPlanSchema,
  savedMappingSchema,
  quarantineReasons,
  readingSchema,
  type FileLike,
  type FilePreview,
  type ImportEntry,
  type ImportOutcome,
  type QuarantinedRow,
  type MappingEntry,
  type QuarantinePage,
} from "./terms/intake.ts";
import type { CustomerEntries } from "./terms/entries.ts";
import { policyChoiceSchema, type PolicyPreview, type PolicyState } from "./terms/policy.ts";
import { keepRuleSchema, type KeepPreview, type KeepRuleEntry, type KeepRun } from "./terms/keep-rules.ts";
import { retentionRuleSchema, type RetentionEntry, type RetentionPreview } from "./terms/keep.ts";
import { sourceSchema, type SourceEntry } from "./terms/source.ts";
import { languages } from "./terms/language.ts";
import type { TableProfile } from "./terms/profile.ts";
import { customerQuerySchema, pageSchema, type CustomerPage, type CustomerView } from "./terms/people.ts";
import { consentStates, purposeCodes, recipients, type PurposeSummary } from "./terms/purpose.ts";
import { gates, type RecordPage, type RecordVerification } from "./terms/record.ts";
import {
  aggregateRequestSchema,
  consentedRequestSchema,
  type AggregateTable,
  type ConsentedPreview,
  type Manifest,
  type ReleaseEntry,
  type ReleaseOutcome,
} from "./terms/release.ts";
import { researchRequestSchema, type ResearchPreview } from "./terms/research-file.ts";
import type { HeldOutPage, HoldoutEntry, HoldoutResult } from "./terms/holdout.ts";
import {
  segmentDefinitionSchema,
  type MembershipAnswer,
  type SegmentEntry,
  type SegmentPreview,
  type SegmentVocabulary,
} from "./terms/segment.ts";
import { actKinds } from "./terms/segment-acts.ts";
import {
  segmentSetInputs,
  type ActVocabulary,
  type PriorityList,
  type PriorityPlace,
  type SegmentChanges,
  type SegmentOverlap,
  type SegmentSnapshot,
} from "./terms/segment-sets.ts";
import {
  autoLockMinutes,
  type RecoveryKit,
  type VaultCheck,
  type VaultInfo,
  type VaultSettings,
} from "./terms/vault.ts";
import { backupIdSchema } from "./terms/vault-file.ts";
import {
  certificateNumberSchema,
  erasedPeopleSchema,
  erasureReasonSchema,
  type CertificateEntry,
  type ErasureCertificate,
  type ErasurePreview,
} from "./terms/erasure.ts";

import {
  rightsInputs,
  type CorrectionEntry,
  type Corrected,
  type PackOutcome,
  type RecallOutcome,
  type RecallPreview,
  type RequestEntry,
  type SubjectsFound,
} from "./terms/rights.ts";

const id = v.pipe(v.number(), v.integer(), v.minValue(1));
const language = v.picklist(languages);
const file = v.custom<FileLike>(
  (value) => typeof value === "object" && value !== null && "slice" in value && "size" in value,
);
const fileName = v.pipe(v.string(), v.minLength(1), v.maxLength(255));
const job = v.optional(
  v.custom<JobTicket>(
    (value) =>
      typeof value === "object" &&
      value !== null &&
      "flag" in value &&
      value.flag instanceof SharedArrayBuffer,
  ),
);
const passphrase = v.pipe(
  v.instance(Uint8Array),
  v.check((bytes) => bytes.byteLength <= 4096),
);
const keyBytes = (length: number) =>
  v.pipe(
    v.instance(Uint8Array<ArrayBuffer>),
    v.check((bytes) => bytes.byteLength === length),
  );
const nothing = v.strictObject({});

/**
 * Everything the window and the command line may ask of the vault, by name: the schema each argument
 * is checked against on both sides. The answers' types are in `VaultApi` below.
 */
export const inputs = {
  // vault
  createVault: v.strictObject({
    passphrase,
    name: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
    sample: v.optional(v.boolean()),
    /** The language it is made in chooses the packs of rules it begins with; none where left out. */
    language: v.optional(language),
  }),
  unlockVault: v.strictObject({ passphrase, acceptChanged: v.optional(v.boolean()) }),
  unlockWithRecoveryCode: v.strictObject({ code: passphrase, acceptChanged: v.optional(v.boolean()) }),
  /** With what `wrapForKeychain` made. */
  unlockWithKeychain: v.strictObject({
    secret: keyBytes(32),
    wrapped: keyBytes(60),
    acceptChanged: v.optional(v.boolean()),
  }),
  /** `current` is the passphrase or a recovery code; left out in a vault that a recovery code has just opened. */
  changePassphrase: v.strictObject({ current: v.optional(passphrase), next: passphrase }),
  recoveryKit: v.strictObject({ passphrase }),
  wrapForKeychain: v.strictObject({ passphrase }),
  /** Puts down that the keychain keeps nothing for this vault any more. */
  noteKeychainOff: nothing,
  vaultSettings: nothing,
  saveVaultSettings: v.strictObject({ autoLock: v.picklist(autoLockMinutes) }),
  vaultInfo: nothing,
  checkVault: v.strictObject({ job }),
  saveNow: nothing,
  listBackups: nothing,
  backUpNow: nothing,
  /** Writes the vault as it is in memory beside a file that another program changed. */
  saveConflictCopy: nothing,
  restoreBackup: v.strictObject({
    backupId: backupIdSchema,
    passphrase,
    /** Takes a backup that no manifest vouches for. */
    acceptUnvouched: v.optional(v.boolean()),
  }),
  // intake
  previewFile: v.strictObject({ file, name: fileName, reading: v.optional(v.partial(readingSchema)) }),
  importFile: v.strictObject({
    file,
    name: fileName,
    plan: importPlanSchema,
    dryRun: v.optional(v.boolean()),
    job,
  }),
  /** Counts every row of a file under a plan; stores nothing. */
  profileFile: v.strictObject({ file, name: fileName, plan: importPlanSchema, job }),
  /** Remembers what the columns of files with these headings mean. */
  saveMapping: savedMappingSchema,
  listMappings: nothing,
  deleteMapping: v.strictObject({ mappingId: v.pipe(v.string(), v.regex(/^[0-9a-f]{14}$/)) }),
  listImports: nothing,
  listSources: nothing,
  /** Says whose data a source holds. */
  saveSource: sourceSchema,
  undoImport: v.strictObject({ importId: id, job }),
  listQuarantine: v.strictObject({
    ...pageSchema.entries,
    importId: v.optional(id),
    reason: v.optional(v.picklist(quarantineReasons)),
  }),
  mendQuarantined: v.strictObject({ rowId: id, raw: v.pipe(v.string(), v.maxLength(2_000_000)) }),
  discardQuarantined: v.strictObject({ rowId: id }),
  listQuarantineGroups: nothing,
  /** Repairs all rows of a group by a rule and sends them through the gate again. */
  mendGroup: mendGroupSchema,
  /** Writes where an import's rows are at fault and why, and nothing of what stands in them. */
  reportQuarantine: quarantineReportSchema,
  loadSample: v.strictObject({ language, job }),
  // people who are in the vault twice
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
  // people and use
  listCustomers: customerQuerySchema,
  showCustomer: v.strictObject({ customerId: id }),
  /** Events, messages and reviews of a customer, newest first. */
  customerEntries: v.strictObject({ customerId: id }),
  consentSummary: nothing,
  dataMap: nothing,
  /** Use, risk and worth of each field: what could be done without. */
  dataDiet: nothing,
  saveFieldValue: fieldValueSchema,
  setConsent: v.strictObject({
    customerId: id,
    purpose: v.picklist(purposeCodes),
    recipient: v.picklist(recipients),
    state: v.picklist(consentStates),
    note: v.pipe(v.string(), v.maxLength(500)),
    channel: consentInputs.scope.channel,
    country: consentInputs.scope.country,
    /** When it was said, if not now. */
    heldFrom: v.optional(consentInputs.moment),
    /** The text it was said under. */
    wording: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(2000))),
  }),
  /** May this person be used for these purposes now, and why. */
  mayUse: v.strictObject({ customerId: id }),
  /** Who could be used for what, under which text, on a past day. */
  consentAsOf: consentInputs.asOf,
  consentAsOfPeople: v.strictObject({
    ...consentInputs.asOf.entries,
    purpose: v.picklist(purposeCodes),
    permitted: v.optional(v.boolean()),
    ...pageSchema.entries,
  }),
  /** What changed since a release (the latest when left out) or a moment. */
  consentChanges: v.strictObject({ releaseId: v.optional(id), since: v.optional(consentInputs.moment) }),
  /** Freezes a person for every purpose, or lifts that again. */
  setRestriction: v.strictObject({
    customerId: id,
    restricted: v.boolean(),
    reason: v.pipe(v.string(), v.maxLength(500)),
  }),
  // law in force
  showPolicy: nothing,
  /** What other packs would change. */
  previewPolicy: policyChoiceSchema,
  applyPolicy: policyChoiceSchema,
  // see and predict
  overview: nothing,
  rfm: rfmOptionsSchema,
  cohorts: cohortOptionsSchema,
  fitLifetime: v.strictObject({ options: lifetimeOptionsSchema, job }),
  latestLifetime: nothing,
  fitChurn: v.strictObject({ options: churnOptionsSchema, job }),
  latestChurn: nothing,
  /** People by their chance of leaving, highest first, with reasons. */
  listChurn: pageSchema,
  fitGroups: v.strictObject({ options: groupOptionsSchema, job }),
  latestGroups: nothing,
  // segments
  segmentVocabulary: nothing,
  /** What can be asked of an act: its values in this vault. */
  segmentActs: v.strictObject({ what: v.picklist(actKinds) }),
  previewSegment: v.strictObject({ definition: segmentDefinitionSchema, language }),
  /** Why a person is in or out of a stored segment, or of a definition. */
  explainMembership: v.strictObject({
    customerId: id,
    segmentId: v.optional(id),
    definition: v.optional(segmentDefinitionSchema),
    language,
  }),
  saveSegment: v.strictObject({
    id: v.optional(id),
    name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
    definition: segmentDefinitionSchema,
    /** Of the sentence in the answer; Japanese when left out. */
    language: v.optional(language),
  }),
  listSegments: v.strictObject({ language }),
  /** Not while another segment or an order of segments stands on it. */
  deleteSegment: v.strictObject({ segmentId: id }),
  overlapSegments: segmentSetInputs.overlap,
  /** Keeps who is in a segment now. */
  takeSnapshot: v.strictObject({ segmentId: id }),
  listSnapshots: v.strictObject({ segmentId: id }),
  deleteSnapshot: v.strictObject({ snapshotId: id }),
  /** Who came and left since a snapshot, in counts. */
  segmentChanges: v.strictObject({ snapshotId: id }),
  /** An order of segments: each person counts for the first that takes them. */
  savePriority: segmentSetInputs.priority,
  listPriorities: nothing,
  previewPriority: segmentSetInputs.order,
  deletePriority: v.strictObject({ priorityId: id }),
  // release
  previewAggregate: aggregateRequestSchema,
  releaseAggregate: v.strictObject({ request: aggregateRequestSchema, folder: v.string() }),
  previewConsented: consentedRequestSchema,
  releaseConsented: v.strictObject({ request: consentedRequestSchema, folder: v.string() }),
  previewResearch: researchRequestSchema,
  releaseResearch: v.strictObject({ request: researchRequestSchema, folder: v.string() }),
  listReleases: nothing,
  /** Releases that kept a control back. */
  listHoldouts: nothing,
  /** What such a release did, by the orders that came since; right however often it is asked. */
  holdoutResult: v.strictObject({ releaseId: id }),
  /** Who was kept back. */
  listHeldOut: v.strictObject({ releaseId: id, ...pageSchema.entries }),
  showManifest: v.strictObject({ releaseId: id }),
  // keep
  listRetention: nothing,
  saveRetention: v.strictObject({ id: v.optional(id), rule: retentionRuleSchema }),
  previewRetention: v.strictObject({ ruleId: id }),
  runRetention: v.strictObject({ ruleId: id, job }),
  listKeepRules: nothing,
  saveKeepRule: v.strictObject({ id: v.optional(id), rule: keepRuleSchema }),
  previewKeepRule: v.strictObject({ ruleId: id }),
  /** One rule, or every active one. */
  runKeepRules: v.strictObject({ ruleId: v.optional(id), job }),
  // erasure of people, with proof
  previewErasure: v.strictObject({ customerIds: erasedPeopleSchema }),
  eraseCustomers: v.strictObject({ customerIds: erasedPeopleSchema, reason: erasureReasonSchema, job }),
  listCertificates: nothing,
  showCertificate: v.strictObject({ number: certificateNumberSchema }),
  /** Writes a certificate as JSON and as a page that needs nothing else. */
  saveCertificate: v.strictObject({ number: certificateNumberSchema, folder: v.string(), language }),
  // rights of a person
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
  /** Who received any of these people, and what each would be asked. */
  recallPreview: v.strictObject({ customerIds: rightsInputs.recalled, wish: rightsInputs.wish }),
  recallRelease: v.strictObject({
    customerIds: rightsInputs.recalled,
    wish: rightsInputs.wish,
    folder: v.string(),
    language,
  }),
  // record
  listRecord: v.strictObject({ ...pageSchema.entries, gate: v.optional(v.picklist(gates)) }),
  verifyRecord: v.strictObject({ job }),
} satisfies Record<keyof VaultApi, v.GenericSchema>;

/** The argument of method `K`. */
export type Input<K extends keyof VaultApi> = v.InferOutput<(typeof inputs)[K]>;

/** What each method answers with when it succeeds. Listed apart from the schemas: answers come from our own code. */
interface Answers {
  createVault: VaultInfo;
  /** Wrong passphrase and damaged file are one fault: telling them apart would tell an attacker. */
  unlockVault: VaultInfo;
  unlockWithRecoveryCode: VaultInfo;
  unlockWithKeychain: VaultInfo;
  changePassphrase: null;
  recoveryKit: RecoveryKit;
  wrapForKeychain: { readonly secret: Uint8Array<ArrayBuffer>; readonly wrapped: Uint8Array<ArrayBuffer> };
  noteKeychainOff: null;
  vaultSettings: VaultSettings;
  saveVaultSettings: null;
  vaultInfo: VaultInfo;
  checkVault: VaultCheck;
  saveNow: null;
  /** Newest first. */
  listBackups: readonly BackupInfo[];
  /** Saves what is unsaved, copies the file and reads the copy back. */
  backUpNow: BackupInfo;
  saveConflictCopy: { readonly path: string };
  /** For a vault that is not open: puts the backup in its place and opens it. */
  restoreBackup: VaultInfo;
  previewFile: FilePreview;
  importFile: ImportOutcome;
  profileFile: TableProfile;
  saveMapping: MappingEntry;
  listMappings: readonly MappingEntry[];
  deleteMapping: null;
  listImports: readonly ImportEntry[];
  listSources: readonly SourceEntry[];
  saveSource: null;
  undoImport: {
    readonly customersRemoved: number;
    readonly ordersRemoved: number;
    readonly entriesRemoved: number;
  };
  listQuarantine: QuarantinePage;
  /** The row as stored, or the reason it still cannot be. */
  mendQuarantined: { readonly stored: boolean; readonly row: QuarantinedRow };
  discardQuarantined: null;
  listQuarantineGroups: readonly QuarantineGroup[];
  mendGroup: GroupMended;
  reportQuarantine: QuarantineReport;
  loadSample: { readonly imports: readonly ImportOutcome[] };
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
  listCustomers: CustomerPage;
  showCustomer: CustomerView;
  customerEntries: CustomerEntries;
  consentSummary: readonly PurposeSummary[];
  dataMap: DataMap;
  dataDiet: DataDiet;
  saveFieldValue: null;
  setConsent: null;
  mayUse: readonly UseAnswer[];
  consentAsOf: ConsentAsOf;
  consentAsOfPeople: AsOfPeoplePage;
  consentChanges: ConsentChanges;
  setRestriction: null;
  showPolicy: PolicyState;
  previewPolicy: PolicyPreview;
  applyPolicy: PolicyState;
  overview: Overview;
  rfm: RfmReport;
  cohorts: CohortReport;
  fitLifetime: LifetimeReport;
  latestLifetime: LifetimeReport | null;
  fitChurn: ChurnReport;
  latestChurn: ChurnReport | null;
  listChurn: ChurnPage;
  fitGroups: GroupReport;
  latestGroups: GroupReport | null;
  segmentVocabulary: SegmentVocabulary;
  segmentActs: ActVocabulary;
  previewSegment: SegmentPreview;
  explainMembership: MembershipAnswer;
  saveSegment: SegmentEntry;
  listSegments: readonly SegmentEntry[];
  deleteSegment: null;
  overlapSegments: SegmentOverlap;
  takeSnapshot: SegmentSnapshot;
  /** Newest first. */
  listSnapshots: readonly SegmentSnapshot[];
  deleteSnapshot: null;
  segmentChanges: SegmentChanges;
  savePriority: PriorityList;
  listPriorities: readonly PriorityList[];
  previewPriority: readonly PriorityPlace[];
  deletePriority: null;
  previewAggregate: AggregateTable;
  releaseAggregate: ReleaseOutcome;
  previewConsented: ConsentedPreview;
  releaseConsented: ReleaseOutcome;
  previewResearch: ResearchPreview;
  releaseResearch: ReleaseOutcome;
  listReleases: readonly ReleaseEntry[];
  listHoldouts: readonly HoldoutEntry[];
  holdoutResult: HoldoutResult;
  listHeldOut: HeldOutPage;
  showManifest: Manifest;
  listRetention: readonly RetentionEntry[];
  saveRetention: RetentionEntry;
  previewRetention: RetentionPreview;
  runRetention: { readonly people: number; readonly orders: number };
  listKeepRules: readonly KeepRuleEntry[];
  saveKeepRule: KeepRuleEntry;
  previewKeepRule: KeepPreview;
  runKeepRules: readonly KeepRun[];
  /** What would go, who would have to be told, what would stay until when. */
  previewErasure: ErasurePreview;
  eraseCustomers: ErasureCertificate;
  listCertificates: readonly CertificateEntry[];
  showCertificate: ErasureCertificate;
  saveCertificate: { readonly paths: readonly string[] };
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
  listRecord: RecordPage;
  verifyRecord: RecordVerification;
}

/** The vault as the window and the command line see it. Every method answers with a value or a typed fault; none throws. */
export type VaultApi = {
  readonly [K in keyof Answers]: (input: v.InferOutput<(typeof inputs)[K]>) => Promise<Outcome<Answers[K]>>;
};
