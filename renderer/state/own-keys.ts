import type { KeychainStatus } from "../../main/contract.ts";
import type { Outcome } from "../../workers/base/fault.ts";
import type { RecoveryKit } from "../../workers/terms/vault.ts";
import { openPath, vaultHost } from "./lifecycle.ts";
import { bytesOf } from "./opening.ts";
import { setSession } from "./session.ts";
import { vaultApi } from "./vault.ts";

/**
 * Gives the open vault a new passphrase; without `current` where a recovery code has just opened it. What the keychain
 * keeps for the old key is replaced, or removed where that fails: it would open nothing any more.
 */
export async function changeOwnPassphrase(current: string | undefined, next: string): Promise<Outcome<null>> {
  const changed = await vaultApi().changePassphrase({
    ...(current === undefined ? {} : { current: bytesOf(current) }),
    next: bytesOf(next),
  });
  if (!changed.ok) return changed;
  setSession({ needsPassphrase: false });
  const status = await keychainStatus();
  if (status.ok && status.value.stored && !(await addToKeychain(next)).ok) await dropFromKeychain();
  return changed;
}

/** A recovery kit of the open vault. */
export function makeRecoveryKit(passphrase: string): Promise<Outcome<RecoveryKit>> {
  return vaultApi().recoveryKit({ passphrase: bytesOf(passphrase) });
}

/** How the system's keychain stands to the open vault. */
export function keychainStatus(): Promise<Outcome<KeychainStatus>> {
  return vaultHost().keychainStatus({ path: openPath() });
}

/** Lets the system's keychain open the vault: the worker wraps the key, the host seals what unwraps it. */
export async function addToKeychain(passphrase: string): Promise<Outcome<null>> {
  const wrapped = await vaultApi().wrapForKeychain({ passphrase: bytesOf(passphrase) });
  if (!wrapped.ok) return wrapped;
  const stored = await vaultHost().keychainStore({ path: openPath(), ...wrapped.value });
  wrapped.value.secret.fill(0);
  return stored;
}

/** Removes what the keychain keeps for the open vault, and puts that down in the record. */
export async function dropFromKeychain(): Promise<Outcome<null>> {
  const forgotten = await vaultHost().keychainForget({ path: openPath() });
  return forgotten.ok ? vaultApi().noteKeychainOff({}) : forgotten;
}
