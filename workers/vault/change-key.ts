import { fault, type Outcome } from "../base/fault.ts";
import { hex } from "../base/hex.ts";
import { assessPassphrase } from "../base/passphrase.ts";
import { ok } from "../base/result.ts";
import { deriveVaultKey, vaultKeyOf, type KeySource } from "./key.ts";
import { newSalt } from "./page-codec.ts";
import { formatRecoveryCode, looksLikeRecoveryCode, parseRecoveryCode } from "./recovery-code.ts";
import type { Vault } from "./vault.ts";
import { wrapKey, type WrappedKey } from "./wrapped-key.ts";

/** A recovery code, and the same key as other SQLCipher programs take it. */
export interface RecoveryCode {
  /** Fourteen groups of four letters. */
  readonly code: string;
  /** The 64 hexadecimal digits of `PRAGMA key = "x'...'"`. */
  readonly hex: string;
}

/**
 * Gives a vault a new passphrase: a new salt, a new key, every page encrypted anew in one save. A backup of the file is
 * made and read back first. `current` is the passphrase or a recovery code; it is left out only where the vault was
 * just opened with a recovery code.
 *
 * Faults: "passphrase-too-weak", "wrong-passphrase-or-damaged", and those of backing up and saving: the file then opens
 * with the old passphrase as before. Neither argument is wiped here.
 */
export async function changePassphrase(
  vault: Vault,
  current: Uint8Array | undefined,
  next: Uint8Array,
): Promise<Outcome<null>> {
  if (!assessPassphrase(new TextDecoder().decode(next)).acceptable) return fault("passphrase-too-weak");
  if (current !== undefined && !(await proves(vault, current))) return fault("wrong-passphrase-or-damaged");
  const saved = await vault.save();
  if (!saved.ok) return saved;
  const kept = await vault.backups.backUp("passphrase");
  if (!kept.ok) return kept;
  const key = await deriveVaultKey(next, newSalt());
  const changed = await vault.rekey(key, {
    gate: "vault",
    action: "passphrase-changed",
    payload: { by: current === undefined ? "recovery-code" : "passphrase" },
  });
  if (!changed.ok) key.close();
  return changed;
}

/**
 * The recovery code of a vault, once its passphrase was given again. That one was made is recorded, the code is not.
 * Faults: "wrong-passphrase-or-damaged", and those of saving.
 */
export async function makeRecoveryCode(vault: Vault, passphrase: Uint8Array): Promise<Outcome<RecoveryCode>> {
  if (!(await vault.opensWith(passphrase))) return fault("wrong-passphrase-or-damaged");
  const recorded = await vault.change(["record"], (note) => {
    note({ gate: "vault", action: "recovery-kit", payload: {} });
  });
  if (!recorded.ok) return recorded;
  const raw = vault.copyRawKey();
  try {
    return ok({ code: await formatRecoveryCode(raw), hex: hex(raw) });
  } finally {
    raw.fill(0);
  }
}

/** The vault's key wrapped for the system's keychain, once its passphrase was given again. Faults as for a recovery code. */
export async function wrapForKeychain(vault: Vault, passphrase: Uint8Array): Promise<Outcome<WrappedKey>> {
  if (!(await vault.opensWith(passphrase))) return fault("wrong-passphrase-or-damaged");
  const recorded = await vault.change(["record"], (note) => {
    note({ gate: "vault", action: "keychain-on", payload: {} });
  });
  if (!recorded.ok) return recorded;
  const raw = vault.copyRawKey();
  try {
    return ok(await wrapKey(raw));
  } finally {
    raw.fill(0);
  }
}

/** A raw key as the way to a vault's key. The bytes are taken over. */
export function rawKey(raw: Uint8Array<ArrayBuffer>): KeySource {
  return (salt) => vaultKeyOf(raw, salt);
}

async function proves(vault: Vault, current: Uint8Array): Promise<boolean> {
  if (await vault.opensWith(current)) return true;
  if (!looksLikeRecoveryCode(current)) return false;
  const raw = await parseRecoveryCode(current);
  return raw.ok && (await vault.opensWith(rawKey(raw.value)));
}

/** Puts down in the record that the keychain was told to forget this vault's key. */
export async function noteKeychainOff(vault: Vault): Promise<Outcome<null>> {
  return vault.change(["record"], (note) => {
    note({ gate: "vault", action: "keychain-off", payload: {} });
    return null;
  });
}
