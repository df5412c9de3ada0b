import type { HostApi } from "../../main/contract.ts";
import type { Outcome } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import type { VaultApi } from "../../workers/contract.ts";
import type { VaultInfo } from "../../workers/terms/vault.ts";
import { createVaultFile, unlockVaultFile } from "./opening.ts";
import { runJob } from "./jobs.ts";
import { useSession } from "./session.ts";
import { catalogs } from "../i18n/catalogs.ts";

/** The sample shop is fiction, so its passphrase is no secret: it is printed here and in the help. */
export const samplePassphrase = "kurabito-sample-shop-open-to-all";

const sampleNames: readonly string[] = [catalogs.ja.welcome.sampleName, catalogs.en.welcome.sampleName];

/** Whether a vault's file name is the sample's, in either language. */
export function isSampleName(name: string): boolean {
  return sampleNames.includes(name);
}

/** Opens the sample vault; makes it when there is none yet, and fills it when it is empty. */
export async function openSample(host: HostApi, name: string, path?: string): Promise<Outcome<null>> {
  const listed = await host.listVaults({});
  const known = listed.ok ? listed.value.find((entry) => isSampleName(entry.name))?.path : undefined;
  const existing = path ?? known;
  if (existing !== undefined) return unlockVaultFile(host, existing, samplePassphrase, { prepare: fill });
  return createVaultFile(host, { name, passphrase: samplePassphrase, sample: true }, fill);
}

/** Imports the fictional shop unless it is there: a first try may have been cancelled half way. */
async function fill(api: VaultApi, info: VaultInfo): Promise<Outcome<VaultInfo>> {
  if (info.orders > 0) return ok(info);
  const { language } = useSession.getState();
  const loaded = await runJob(info.name, (job) => api.loadSample({ language, job }));
  return loaded.ok ? api.vaultInfo({}) : loaded;
}
