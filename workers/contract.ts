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
import { fieldValueSchema, type DataMap } from "./terms/data-map.ts";
import {
  mendGroupSchema,
  quarantineReportSchema,
  type GroupMended,
  type QuarantineGroup,
  type QuarantineReport,
} from "./terms/quarantine.ts";
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
import {
  segmentDefinitionSchema,
  type SegmentEntry,
  type SegmentPreview,
  type SegmentVocabulary,
} from "./terms/segment.ts";
import {
  autoLockMinutes,
  type RecoveryKit,
  type VaultCheck,
  type VaultInfo,
  type VaultSettings,
} from "./terms/vault.ts";
import { backupIdSchema } from "./terms/vault-file.ts";

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
  // see and predict
  overview: nothing,
  rfm: rfmOptionsSchema,
  cohorts: cohortOptionsSchema,
  fitLifetime: v.strictObject({ options: lifetimeOptionsSchema, job }),
  latestLifetime: nothing,
  // segments
  segmentVocabulary: nothing,
  previewSegment: v.strictObject({ definition: segmentDefinitionSchema, language }),
  saveSegment: v.strictObject({
    id: v.optional(id),
    name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
    definition: segmentDefinitionSchema,
  }),
  listSegments: v.strictObject({ language }),
  deleteSegment: v.strictObject({ segmentId: id }),
  // release
  previewAggregate: aggregateRequestSchema,
  releaseAggregate: v.strictObject({ request: aggregateRequestSchema, folder: v.string() }),
  previewConsented: consentedRequestSchema,
  releaseConsented: v.strictObject({ request: consentedRequestSchema, folder: v.string() }),
  listReleases: nothing,
  showManifest: v.strictObject({ releaseId: id }),
  // keep
  listRetention: nothing,
  saveRetention: v.strictObject({ id: v.optional(id), rule: retentionRuleSchema }),
  previewRetention: v.strictObject({ ruleId: id }),
  runRetention: v.strictObject({ ruleId: id, job }),
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
  saveFieldValue: null;
  setConsent: null;
  mayUse: readonly UseAnswer[];
  consentAsOf: ConsentAsOf;
  consentAsOfPeople: AsOfPeoplePage;
  consentChanges: ConsentChanges;
  setRestriction: null;
  overview: Overview;
  rfm: RfmReport;
  cohorts: CohortReport;
  fitLifetime: LifetimeReport;
  latestLifetime: LifetimeReport | null;
  segmentVocabulary: SegmentVocabulary;
  previewSegment: SegmentPreview;
  saveSegment: SegmentEntry;
  listSegments: readonly SegmentEntry[];
  deleteSegment: null;
  previewAggregate: AggregateTable;
  releaseAggregate: ReleaseOutcome;
  previewConsented: ConsentedPreview;
  releaseConsented: ReleaseOutcome;
  listReleases: readonly ReleaseEntry[];
  showManifest: Manifest;
  listRetention: readonly RetentionEntry[];
  saveRetention: RetentionEntry;
  previewRetention: RetentionPreview;
  runRetention: { readonly people: number; readonly orders: number };
  listRecord: RecordPage;
  verifyRecord: RecordVerification;
}

/** The vault as the window and the command line see it. Every method answers with a value or a typed fault; none throws. */
export type VaultApi = {
  readonly [K in keyof Answers]: (input: v.InferOutput<(typeof inputs)[K]>) => Promise<Outcome<Answers[K]>>;
};
