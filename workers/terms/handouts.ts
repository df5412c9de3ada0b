import type { Recipient } from "./purpose.ts";

/** Whom a file that is no release was written for: the person themselves, somebody outside, or the firm's own use (`self`). */
export type HandoutRecipient = Recipient | "person";

/** Files that left the vault and are no release of a segment: packs, recalls, calendars, certificates, documents. */
export interface Handout {
  readonly id: number;
  readonly at: string;
  /** As the record calls the act. */
  readonly kind: string;
  readonly recipients: readonly HandoutRecipient[];
  /** People the files are about; 0 where they name nobody. */
  readonly people: number;
  readonly folder: string;
  /** Names of the files; unknown (empty) of what was written before there was a list. */
  readonly files: readonly string[];
  readonly state: "released" | "failed";
}

/** Who was in a release or in other files and is still in the vault. */
export interface PeopleInFiles {
  readonly total: number;
  /** People who were in the files and have gone from the vault since. */
  readonly gone: number;
  readonly rows: readonly { readonly id: number; readonly name: string }[];
}
