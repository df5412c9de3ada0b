import type { PurposeCode } from "../../terms/purpose.ts";

const asked = {
  /** Reads nobody. */
  nobody: [],
  /** Keeping what is held of people right and answering for it; who changes something writes a line of the record of its own. */
  kept: ["service"],
  /** Serving the person: nobody is left out. */
  shown: ["service"],
  analytics: ["analytics"],
  profiling: ["profiling"],
  /** Figures of a list of people that conditions chose. */
  both: ["analytics", "profiling"],
} as const satisfies Record<string, readonly PurposeCode[]>;

const methods = {
  nobody: [
    "createVault",
    "unlockVault",
    "unlockWithRecoveryCode",
    "unlockWithKeychain",
    "changePassphrase",
    "recoveryKit",
    "wrapForKeychain",
    "noteKeychainOff",
    "vaultSettings",
    "saveVaultSettings",
    "vaultInfo",
    "checkVault",
    "saveNow",
    "listBackups",
    "backUpNow",
    "saveConflictCopy",
    "restoreBackup",
    "previewFile",
    "profileFile",
    "saveMapping",
    "listMappings",
    "deleteMapping",
    "listImports",
    "loadSample",
    "saveFieldValue",
    "latestLifetime",
    "latestChurn",
    "latestGroups",
    "listSources",
    "saveSource",
    "deleteSegment",
    "deleteSnapshot",
    "deletePriority",
    "listSnapshots",
    "listReleases",
    "listHoldouts",
    "showManifest",
    "listRetention",
    "saveRetention",
    "listKeepRules",
    "saveKeepRule",
    "listCertificates",
    "showCertificate",
    "saveCertificate",
    "listRecord",
    "verifyRecord",
    "showPolicy",
    "applyPolicy",
  ],
  kept: [
    "importFile",
    "undoImport",
    "listQuarantine",
    "listQuarantineGroups",
    "mendGroup",
    "reportQuarantine",
    "mendQuarantined",
    "discardQuarantined",
    "findDuplicates",
    "listDuplicatePairs",
    "duplicateOverview",
    "listDuplicateGroups",
    "decidePair",
    "decideGroup",
    "sampleDuplicates",
    "mergeDuplicates",
    "mergeCustomers",
    "unmergeCustomers",
    "listMerged",
    "listDecisions",
    "undoDecision",
    "consentSummary",
    "dataMap",
    "dataDiet",
    "setConsent",
    "mayUse",
    "consentAsOf",
    "consentAsOfPeople",
    "consentChanges",
    "setRestriction",
    "previewPolicy",
    "previewRetention",
    "runRetention",
    "previewKeepRule",
    "runKeepRules",
    "findSubjects",
    "accessPack",
    "correctCustomer",
    "listCorrections",
    "recordObjection",
    "listRequests",
    "saveRequest",
    "closeRequest",
    "exportRequestCalendar",
    "recallPreview",
    "recallRelease",
    "previewErasure",
    "eraseCustomers",
  ],
  shown: ["listCustomers", "listHeldOut", "showCustomer", "customerEntries"],
  analytics: ["overview", "holdoutResult", "rfm", "cohorts"],
  profiling: [
    "fitLifetime",
    "fitChurn",
    "listChurn",
    "fitGroups",
    "segmentVocabulary",
    "segmentActs",
    "previewSegment",
    "explainMembership",
    "overlapSegments",
    "takeSnapshot",
    "segmentChanges",
    "savePriority",
    "listPriorities",
    "previewPriority",
    "saveSegment",
    "listSegments",
    "previewConsented",
    "releaseConsented",
  ],
  both: ["previewAggregate", "releaseAggregate", "previewResearch", "releaseResearch"],
} as const satisfies Record<keyof typeof asked, readonly string[]>;

const purposes: ReadonlyMap<string, readonly PurposeCode[]> = new Map(
  Object.entries(methods).flatMap(([group, names]) =>
    names.map((name) => [name, asked[group as keyof typeof asked]] as const),
  ),
);

/** Whether the use of people by a method is counted for the record: all but keeping. */
export function isTallied(method: string): boolean {
  return !(methods.kept as readonly string[]).includes(method);
}

/**
 * The purposes a method of the contract reads people for; undefined for a method nobody has declared. A test demands
 * each method's declaration, and runs every method of analytics and profiling beside people who objected: their data
 * must make no difference to its answer. What leaves the vault names its purpose and recipient in the request, and the
 * release gate asks for them besides. (GDPR art. 5(1)(b) and 21; APPI art. 18.)
 */
export function purposesOf(method: string): readonly PurposeCode[] | undefined {
  return purposes.get(method);
}
