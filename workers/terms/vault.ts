/** Facts about the open vault that the window shows. */
export interface VaultInfo {
  readonly vaultId: string;
  readonly name: string;
  readonly createdAt: string;
  /** When its file was last written; left out where nothing tells. */
  readonly savedAt?: string;
  readonly schemaVersion: number;
  readonly bytes: number;
  readonly sample: boolean;
  readonly customers: number;
  readonly orders: number;
}

/** Strength of a passphrase: estimated bits, and whether a vault may be made with it. */
export interface PassphraseStrength {
  readonly bits: number;
  readonly acceptable: boolean;
  readonly problem?: "too-short" | "too-simple";
}

export interface VaultCheck {
  readonly pages: number;
  readonly damagedPages: number;
  readonly integrity: "ok" | "damaged";
  /** Whether the file is the one this program last read or saved, as the manifest beside it tells. */
  readonly freshness: "ok" | "changed";
  readonly record: { readonly lines: number; readonly intact: boolean };
}

/** Minutes without input after which a vault locks itself; 0 never does. */
export const autoLockMinutes = [1, 5, 10, 30, 0] as const;
export type AutoLockMinutes = (typeof autoLockMinutes)[number];

/** What a vault's owner chose for it. */
export interface VaultSettings {
  readonly autoLock: AutoLockMinutes;
  /** Cells of people may be copied from the screen, each copy a release; absent while they may not. */
  readonly copyPeople?: boolean | undefined;
}

/** What a recovery kit says: it opens the vault until its passphrase is changed. */
export interface RecoveryKit {
  /** Fourteen groups of four letters. */
  readonly code: string;
  /** The same key in 64 hexadecimal digits, for other SQLCipher programs: `PRAGMA key = "x'...'"`. */
  readonly hex: string;
  readonly vaultName: string;
  readonly at: string;
}
