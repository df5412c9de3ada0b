import type { Outcome } from "./base/fault.ts";
import { ok } from "./base/result.ts";
import type { ServicePorts } from "./ports.ts";
import { autoLockMinutes, type VaultSettings } from "./terms/vault.ts";
import {
  changePassphrase,
  makeRecoveryCode,
  noteKeychainOff,
  rawKey,
  wrapForKeychain,
} from "./vault/change-key.ts";
import { openVault } from "./vault/open-vault.ts";
import { parseRecoveryCode } from "./vault/recovery-code.ts";
import { copySetting, putSetting, setting } from "./vault/settings.ts";
import type { Vault } from "./vault/vault.ts";
import { unwrapKey, type WrappedKey } from "./vault/wrapped-key.ts";
import type { Methods, Workspace } from "./workspace.ts";

/** What the open vault answers about its own keys and how it is guarded. */
export type KeyMethod =
  | "changePassphrase"
  | "recoveryKit"
  | "wrapForKeychain"
  | "noteKeychainOff"
  | "vaultSettings"
  | "saveVaultSettings";

/** Vaults that a recovery code has opened and whose passphrase was not changed since: nobody may know it. */
const openedByCode = new WeakSet<Vault>();

const AUTO_LOCK = "auto_lock_minutes";
const DEFAULT_AUTO_LOCK = 10;

/** The key methods' share of the contract. The caller of each wipes what it was given. */
export const keyMethods: Methods<KeyMethod> = {
  changePassphrase: ({ vault }, { current, next }) =>
    wiping([current, next], async () => {
      const needsCurrent = current === undefined && !openedByCode.has(vault);
      const changed = await changePassphrase(vault, needsCurrent ? new Uint8Array(0) : current, next);
      if (changed.ok) openedByCode.delete(vault);
      return changed;
    }),
  recoveryKit: (workspace, { passphrase }) =>
    wiping([passphrase], async () => {
      const made = await makeRecoveryCode(workspace.vault, passphrase);
      if (!made.ok) return made;
      const { name } = workspace.vault.info();
      return ok({ ...made.value, vaultName: name, at: workspace.now().toISOString() });
    }),
  wrapForKeychain: ({ vault }, { passphrase }) =>
    wiping([passphrase], () => wrapForKeychain(vault, passphrase)),
  noteKeychainOff: ({ vault }) => noteKeychainOff(vault),
  vaultSettings: ({ vault }) => Promise.resolve(ok(settingsOf(vault))),
  saveVaultSettings: saveSettings,
};

/** Opens the port's vault with a recovery code. Faults: "recovery-code-mistyped", and those of opening. */
export async function openWithRecoveryCode(
  ports: ServicePorts,
  code: Uint8Array,
  options: { readonly acceptChanged: boolean },
): Promise<Outcome<Vault>> {
  const raw = await parseRecoveryCode(code);
  if (!raw.ok) return raw;
  const opened = await openVault(ports, rawKey(raw.value), options);
  if (opened.ok) openedByCode.add(opened.value);
  return opened;
}

/** Opens the port's vault with what lies in the keychain. Faults: "keychain-failed", and those of opening. */
export async function openWithKeychain(
  ports: ServicePorts,
  item: WrappedKey,
  options: { readonly acceptChanged: boolean },
): Promise<Outcome<Vault>> {
  const raw = await unwrapKey(item);
  return raw.ok ? openVault(ports, rawKey(raw.value), options) : raw;
}

/** Fills secrets with zeros once the work on them is done, however it ends. */
export async function wiping<T>(
  secrets: readonly (Uint8Array | undefined)[],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } finally {
    for (const secret of secrets) secret?.fill(0);
  }
}

function settingsOf(vault: Vault): VaultSettings {
  const kept = Number(setting(vault.db, AUTO_LOCK) || DEFAULT_AUTO_LOCK);
  return {
    autoLock: autoLockMinutes.find((minutes) => minutes === kept) ?? DEFAULT_AUTO_LOCK,
    ...(setting(vault.db, copySetting) === "on" && { copyPeople: true }),
  };
}

function saveSettings({ vault }: Workspace, { autoLock, copyPeople }: VaultSettings): Promise<Outcome<null>> {
  return vault.change(["vault"], (note) => {
    const before = settingsOf(vault);
    putSetting(vault.db, AUTO_LOCK, String(autoLock));
    if (copyPeople === undefined || autoLock !== before.autoLock)
      note({ gate: "vault", action: "auto-lock", payload: { minutes: autoLock } });
    if (copyPeople !== undefined && copyPeople !== (before.copyPeople ?? false)) {
      putSetting(vault.db, copySetting, copyPeople ? "on" : "off");
      note({ gate: "release", action: "copying", payload: { on: copyPeople } });
    }
    return null;
  });
}
