import type { HostApi } from "../../main/contract.ts";
import type { Fault, FaultCode, Outcome } from "../../workers/base/fault.ts";
import { fault } from "../../workers/base/fault.ts";
import { assessPassphrase } from "../../workers/base/passphrase.ts";
import { ok } from "../../workers/base/result.ts";
import type { VaultApi } from "../../workers/contract.ts";
import type { PassphraseStrength, VaultInfo } from "../../workers/terms/vault.ts";
import { beginVault } from "./lifecycle.ts";
import { setSession, useSession } from "./session.ts";
import { startVaultLink } from "./vault-link.ts";

/** Passphrases cross into the worker as bytes, which it wipes after use. */
export function bytesOf(passphrase: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(passphrase);
}

/** How strong a passphrase is, and whether a vault may be made with it. */
export function strengthOf(passphrase: string): PassphraseStrength {
  return assessPassphrase(passphrase);
}

interface NewVault {
  readonly name: string;
  readonly passphrase: string;
  readonly sample: boolean;
}

/** What is done in a vault before it is shown. */
type Prepare = (api: VaultApi, info: VaultInfo) => Promise<Outcome<VaultInfo>>;

/**
 * Makes a vault where the user wants it and shows it once `prepare` is done; when that fails the vault
 * is closed again. Fault "cancelled" when the user gave up choosing a place.
 */
export async function createVaultFile(
  host: HostApi,
  wanted: NewVault,
  prepare?: Prepare,
): Promise<Outcome<null>> {
  const chosen = await host.chooseVault({ mode: "create", suggestedName: wanted.name });
  if (!chosen.ok) return chosen;
  if (!chosen.value) return fault("cancelled");
  const { path } = chosen.value;
  return withLink(host, path, true, async (api) => {
    const made = await api.createVault({
      passphrase: bytesOf(wanted.passphrase),
      name: wanted.name,
      sample: wanted.sample,
      language: useSession.getState().language,
    });
    return made.ok && prepare ? prepare(api, made.value) : made;
  });
}

/** How a vault is opened. */
export interface EntryOptions {
  /** Whether a file that is not the one last saved is opened all the same; the record then says so. */
  readonly acceptChanged?: boolean;
}

/** Unlocks a vault and shows it. A wrong passphrase changes nothing. */
export async function unlockVaultFile(
  host: HostApi,
  path: string,
  passphrase: string,
  { prepare, acceptChanged = false }: EntryOptions & { readonly prepare?: Prepare } = {},
): Promise<Outcome<null>> {
  return withLink(host, path, false, async (api) => {
    const unlocked = await api.unlockVault({ passphrase: bytesOf(passphrase), acceptChanged });
    return unlocked.ok && prepare ? prepare(api, unlocked.value) : unlocked;
  });
}

/** Puts a backup in the place of a vault that is not open, and shows it. */
export async function restoreVaultFile(
  host: HostApi,
  path: string,
  wanted: { readonly backupId: string; readonly passphrase: string; readonly acceptUnvouched: boolean },
): Promise<Outcome<null>> {
  const { backupId, acceptUnvouched } = wanted;
  return withLink(host, path, false, (api) =>
    api.restoreBackup({ backupId, acceptUnvouched, passphrase: bytesOf(wanted.passphrase) }),
  );
}

/** Opens a vault with a recovery code and shows it; its user is then asked for a new passphrase. */
export async function unlockWithCode(
  host: HostApi,
  path: string,
  code: string,
  { acceptChanged = false }: EntryOptions = {},
): Promise<Outcome<null>> {
  const opened = await withLink(host, path, false, (api) =>
    api.unlockWithRecoveryCode({ code: bytesOf(code), acceptChanged }),
  );
  if (opened.ok) setSession({ needsPassphrase: true });
  return opened;
}

/** Opens a vault with what the system's keychain keeps for it. What does not open it stays there: the user may remove it. */
export async function unlockFromKeychain(
  host: HostApi,
  path: string,
  { acceptChanged = false }: EntryOptions = {},
): Promise<Outcome<null>> {
  const item = await host.keychainFetch({ path });
  if (!item.ok) return item;
  const opened = await withLink(host, path, false, (api) =>
    api.unlockWithKeychain({ ...item.value, acceptChanged }),
  );
  // An item that was made before the passphrase was changed is no wrong guess of anybody's.
  return opened.ok || opened.error.code !== "wrong-passphrase-or-damaged" ? opened : fault("keychain-failed");
}

async function withLink(
  host: HostApi,
  path: string,
  isNew: boolean,
  enter: (api: VaultApi) => Promise<Outcome<VaultInfo>>,
): Promise<Outcome<null>> {
  const started = await startVaultLink(host, path, isNew);
  if (!started.ok) return started;
  const link = started.value;
  const entered = await enter(link.api);
  if (entered.ok) {
    void host.noteRightTry({ path });
    beginVault(link, host, path, entered.value);
    return ok(null);
  }
  link.stop();
  await host.closeVault({ path });
  return guesses.has(entered.error.code) ? waitingAfter(await host.noteWrongTry({ path }), entered) : entered;
}

/** What a wrong guess is answered with. */
const guesses: ReadonlySet<FaultCode> = new Set(["wrong-passphrase-or-damaged", "backup-not-opened"]);

/** The fault of a wrong guess, with the seconds until the host hears the next. */
function waitingAfter(
  noted: Outcome<{ readonly seconds: number }>,
  failed: { readonly ok: false; readonly error: Fault },
): Outcome<null> {
  const seconds = noted.ok ? noted.value.seconds : 0;
  return seconds === 0 ? failed : fault(failed.error.code, { ...failed.error.details, seconds });
}
