import * as v from "valibot";
import type { BackupInfo } from "../terms/backup.ts";
import {
  autoLockMinutes,
  type RecoveryKit,
  type VaultCheck,
  type VaultInfo,
  type VaultSettings,
} from "../terms/vault.ts";
import { backupIdSchema } from "../terms/vault-file.ts";
import { language, job, passphrase, keyBytes, nothing } from "./schemas.ts";

/** The vault file: its doors, its keys, its backups. */
export const vaultArguments = {
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
  saveVaultSettings: v.strictObject({
    autoLock: v.picklist(autoLockMinutes),
    /** As it is when left out. */
    copyPeople: v.optional(v.boolean()),
  }),
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
};

/** What they answer. */
export interface VaultAnswers {
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
}
