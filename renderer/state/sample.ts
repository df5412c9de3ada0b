import type { HostApi } from "../../main/contract.ts";
import { fault, type Outcome } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
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

/** Opens the sample vault; makes and fills it first when there is none yet. */
export async function openSample(host: HostApi, name: string, path?: string): Promise<Outcome<null>> {
  if (path !== undefined) return unlockVaultFile(host, path, samplePassphrase);
  const listed = await host.listVaults({});
  const known = listed.ok ? listed.value.find((entry) => isSampleName(entry.name)) : undefined;
  if (known) return unlockVaultFile(host, known.path, samplePassphrase);
  return createVaultFile(host, { name, passphrase: samplePassphrase, sample: true }, async (api) => {
    const { language } = useSession.getState();
    const loaded = await runJob(name, (job) => api.loadSample({ language, job }));
    if (loaded.ok) return ok(null);
    return fault(loaded.error.code, loaded.error.details);
  });
}
