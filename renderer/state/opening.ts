import type { HostApi } from "../../main/contract.ts";
import type { Outcome } from "../../workers/base/fault.ts";
import { fault } from "../../workers/base/fault.ts";
import { assessPassphrase } from "../../workers/base/passphrase.ts";
import { ok } from "../../workers/base/result.ts";
import type { VaultApi } from "../../workers/contract.ts";
import type { PassphraseStrength, VaultInfo } from "../../workers/terms/vault.ts";
import { beginVault } from "./lifecycle.ts";
import { startVaultLink } from "./vault-link.ts";

/** Passphrases cross into the worker as bytes, which it wipes after use. */
function bytesOf(passphrase: string): Uint8Array<ArrayBuffer> {
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
    });
    return made.ok && prepare ? prepare(api, made.value) : made;
  });
}

/** Unlocks a vault and shows it. A wrong passphrase changes nothing. */
export async function unlockVaultFile(
  host: HostApi,
  path: string,
  passphrase: string,
  prepare?: Prepare,
): Promise<Outcome<null>> {
  return withLink(host, path, false, async (api) => {
    const unlocked = await api.unlockVault({ passphrase: bytesOf(passphrase) });
    return unlocked.ok && prepare ? prepare(api, unlocked.value) : unlocked;
  });
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
    beginVault(link, host, path, entered.value);
    return ok(null);
  }
  link.stop();
  await host.closeVault({ path });
  return entered;
}
