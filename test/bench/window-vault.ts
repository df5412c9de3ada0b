import { join } from "node:path";
import { diskPorts } from "../../main/cli/ports.ts";
import { createReleaseWriter } from "../../main/vaultfile/release-writer.ts";
import { createVaultStore } from "../../main/vaultfile/vault-store.ts";
import type { Outcome } from "../../workers/base/fault.ts";
import { shopParameters } from "../../workers/sample/parameters.ts";
import { defaultSeed, sampleShop } from "../../workers/sample/shop.ts";
import { createService } from "../../workers/service.ts";

/** What the vault is called, and its file. */
export const vaultName = "bench";
export const vaultPassphrase = "correct horse battery staple";

function expect<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.error.code);
  return outcome.value;
}

/** A vault in `home` with the sample shop grown to so many people. */
export async function makeShopVault(home: string, people: number): Promise<void> {
  const path = join(home, `${vaultName}.kura`);
  const store = createVaultStore();
  expect(await store.reserve(path));
  const disk = { store, releases: createReleaseWriter(), path };
  const service = createService(diskPorts(disk, { now: () => new Date() }));
  const { api } = service;
  try {
    const passphrase = new TextEncoder().encode(vaultPassphrase);
    expect(await api.createVault({ passphrase, name: vaultName, language: "en" }));
    for (const { name, bytes } of sampleShop(defaultSeed, "en", { ...shopParameters, people })) {
      const file = new Blob([new Uint8Array(bytes)]);
      const { plan } = expect(await api.previewFile({ file, name }));
      expect(await api.importFile({ file, name, plan }));
    }
    await service.settled();
  } finally {
    service.close();
    await store.closeAll();
  }
}
