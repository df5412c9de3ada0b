import { err, type Result } from "./result.ts";

/**
 * The closed set of what can go wrong in a way the user can act on. Each code has its sentence
 * (where, what, how to mend it) in workers/words/<language>/faults.json.
 */
export type FaultCode =
  // vault
  | "wrong-passphrase-or-damaged"
  | "not-a-vault"
  | "vault-newer-than-program"
  | "vault-not-fresh"
  | "vault-exists"
  | "vault-missing"
  | "vault-in-use"
  | "vault-changed-outside"
  | "vault-damaged"
  | "vault-locked"
  | "vault-not-empty"
  | "passphrase-too-weak"
  | "unlock-wait"
  | "recovery-code-mistyped"
  | "keychain-unavailable"
  | "keychain-failed"
  | "save-failed-disk-full"
  | "save-failed-denied"
  | "save-failed"
  | "record-broken"
  | "backup-missing"
  | "backup-empty"
  | "backup-not-a-vault"
  | "backup-cut-off"
  | "backup-not-opened"
  | "backup-damaged"
  | "backup-inconsistent"
  | "backup-of-other-vault"
  | "backup-unvouched"
  | "backup-not-made"
  | "vault-too-large"
  // intake
  | "file-empty"
  | "file-no-rows"
  | "file-binary"
  | "file-too-large"
  | "file-unreadable"
  | "file-too-many-columns"
  | "file-unsupported"
  | "file-damaged"
  | "file-bomb"
  | "file-password"
  | "archive-path-refused"
  | "part-unknown"
  | "mapping-incomplete"
  | "import-unknown"
  | "import-already-undone"
  | "quarantine-unknown"
  | "basis-refused"
  | "basis-personal"
  | "field-unknown"
  // use, keep, segments, release
  | "customer-unknown"
  | "decision-unknown"
  | "certificate-unknown"
  | "subject-not-found"
  | "subject-ambiguous"
  | "erasure-reason-personal"
  | "segment-unknown"
  | "segment-name-taken"
  | "segment-in-use"
  | "segment-ring"
  | "snapshot-unknown"
  | "priority-unknown"
  | "purpose-unknown"
  | "consent-in-future"
  | "moment-in-future"
  | "correction-unreadable"
  | "correction-which"
  | "correction-nothing"
  | "request-unknown"
  | "request-closed"
  | "request-in-future"
  | "recall-nobody"
  | "source-unknown"
  | "incident-unknown"
  | "incident-closed"
  | "incident-note-personal"
  | "rule-unknown"
  | "rule-not-previewed"
  | "release-stopped-by-law"
  | "join-not-confirmed"
  | "policy-pack-unknown"
  | "policy-pack-newer"
  | "policy-pack-unreadable"
  | "policy-pack-fails"
  | "release-unknown"
  | "release-nobody"
  | "release-nobody-usable"
  | "release-contacted-enough"
  | "release-name-sensitive"
  | "segment-changed"
  | "release-overtaken"
  | "release-way-unknown"
  | "recipient-country-missing"
  | "recipient-country-unknown"
  | "release-unfair"
  | "release-too-few"
  | "release-differencing"
  | "release-path-refused"
  | "release-file-exists"
  | "release-write-failed"
  | "privacy-budget-spent"
  | "privacy-dimension"
  | "privacy-segment"
  | "privacy-measure"
  | "copying-off"
  | "release-model-again"
  | "attribute-unknown"
  | "manifest-mismatch"
  // models
  | "model-no-data"
  | "model-no-run"
  | "model-never-run"
  | "grouping-not-declared"
  | "fairness-no-forecast"
  | "run-unknown"
  | "champion-barred"
  | "model-failed"
  | "retraining-overtaken"
  | "hierarchy-damaged"
  | "hierarchy-incomplete"
  | "too-many-levels"
  // everywhere
  | "cancelled"
  | "bad-arguments"
  | "internal";

/** Facts that fill the sentence: counts, line numbers, column headings. Never personal data or secrets. */
export type FaultDetails = Readonly<Record<string, string | number>>;

/** A failure as it crosses every border of the program: a code and the facts for its sentence. */
export interface Fault {
  readonly code: FaultCode;
  readonly details?: FaultDetails;
}

/** What every method of a contract answers with. */
export type Outcome<T> = Result<T, Fault>;

/** A failed outcome. */
export function fault(
  code: FaultCode,
  details?: FaultDetails,
): { readonly ok: false; readonly error: Fault } {
  return err(details === undefined ? { code } : { code, details });
}
