/** Facts about the open vault that the window shows. */
export interface VaultInfo {
  readonly vaultId: string;
  readonly name: string;
  readonly createdAt: string;
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
  readonly record: { readonly lines: number; readonly intact: boolean };
}
