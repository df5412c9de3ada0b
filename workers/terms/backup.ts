import type { BackupEntry } from "./vault-file.ts";

/**
 * What is known of a backup:
 * - "unchecked": made, not read back yet;
 * - "sound": read back, every page authentic, the database whole, and the state its manifest vouches for;
 * - "unvouched": whole and authentic, but no manifest says that it is a state this program saved;
 * - "damaged": it does not open, or does not hold together.
 */
export const backupStates = ["unchecked", "sound", "unvouched", "damaged"] as const;
export type BackupState = (typeof backupStates)[number];

/** A backup as the window and the command line show it. */
export interface BackupInfo extends BackupEntry {
  readonly state: BackupState;
  /** Whether it opens with an earlier passphrase only; known once it was read back. */
  readonly earlierPassphrase: boolean;
}
