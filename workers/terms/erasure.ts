import * as v from "valibot";
import type { BackupReason } from "./vault-file.ts";
import type { PurposeCode, Recipient } from "./purpose.ts";

/** People that may be erased by one act. */
export const MOST_ERASED = 100_000;

const id = v.pipe(v.number(), v.integer(), v.minValue(1));

/** Whom an erasure is about; somebody named twice counts once. */
export const erasedPeopleSchema = v.pipe(v.array(id), v.minLength(1), v.maxLength(MOST_ERASED));

/** Why: it is kept for good, so it must not name anybody. */
export const erasureReasonSchema = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300));

export const certificateNumberSchema = v.pipe(v.string(), v.regex(/^KE-\d{8}-[0-9a-f]{8}$/u));

/** Rows of a table that went, and how many values each of their fields held. */
export interface ErasedTable {
  readonly table: string;
  readonly rows: number;
  readonly fields: Readonly<Record<string, number>>;
}

/** A released file that people of the erasure were in. */
export interface ErasedRelease {
  readonly release: number;
  readonly at: string;
  readonly recipient: Recipient;
  readonly purpose: PurposeCode;
  readonly people: number;
}

/** A model run that had seen people of the erasure; it is marked as needing to be run anew. */
export interface ErasedRun {
  readonly run: number;
  readonly model: string;
  readonly at: string;
  readonly people: number;
}

/** Keyed evidence of consents that has to outlive the address. */
export interface KeptEvidence {
  readonly rows: number;
  /** The last day of it (YYYY-MM-DD); absent where there is none. */
  readonly until?: string;
}

/** What erasing would do, before it is done. */
export interface ErasurePreview {
  readonly people: number;
  readonly tables: readonly ErasedTable[];
  readonly releases: readonly ErasedRelease[];
  readonly runs: readonly ErasedRun[];
  readonly evidence: KeptEvidence;
  /** Backups that hold these people still, and the day the last of them goes at the latest. */
  readonly backups: number;
  readonly backupsUntil?: string;
}

/** What the search of the saved file has shown. */
export interface ErasureSearch {
  readonly at: string;
  readonly pages: number;
  /** Decrypted bytes that were searched, unused parts of pages and the freelist included. */
  readonly bytes: number;
  readonly freePages: number;
  /** Values looked for, and the byte patterns they make in all forms. */
  readonly values: number;
  readonly patterns: number;
  readonly forms: readonly string[];
  readonly hits: number;
  /** Tables (with their columns) that hold what was found. */
  readonly foundIn: readonly string[];
  /** Values too short to tell anything among bytes; their rows are gone as the tables say. */
  readonly tooShort: number;
  /** Values that somebody who stays holds, too: the form they hold was not looked for. */
  readonly shared: number;
  /** Rows left that lead to one of the erased. */
  readonly rowsLeft: number;
}

/** The certificate of an erasure. It holds no personal data: people are keyed pseudonyms. */
export interface ErasureCertificate {
  readonly format: "kurabito erasure certificate 1";
  readonly number: string;
  readonly vaultId: string;
  readonly at: string;
  readonly reason: string;
  readonly people: number;
  /** HMAC-SHA-256 of their numbers under the vault's key; the first hundred, and SHA-256 over all of them in order. */
  readonly subjects: readonly string[];
  readonly subjectsDigest: string;
  readonly tables: readonly ErasedTable[];
  /** Identifiers remembered as keyed hashes, so that an import does not bring them back. */
  readonly tombstones: number;
  readonly quarantined: number;
  readonly releases: readonly ErasedRelease[];
  readonly runs: readonly ErasedRun[];
  readonly evidence: KeptEvidence & { readonly law: string };
  readonly backups: readonly { readonly at: string; readonly reason: BackupReason }[];
  readonly backupsUntil?: string;
  /** Absent where the program was stopped before the file could be searched. */
  readonly search?: ErasureSearch;
}

/** A line of the list of certificates. */
export interface CertificateEntry {
  readonly number: string;
  readonly at: string;
  readonly reason: string;
  readonly people: number;
  readonly rows: number;
  /** Undefined where the file was not searched. */
  readonly hits?: number;
}
