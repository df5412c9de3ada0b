import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { openWorkspace } from "../../workers/open-workspace.ts";
import type { ServicePorts } from "../../workers/ports.ts";
import type { ServiceEvent } from "../../workers/terms/event.ts";
import { createVault, openVault } from "../../workers/vault/open-vault.ts";
import type { Vault } from "../../workers/vault/vault.ts";
import type { Workspace } from "../../workers/workspace.ts";
import { noReleases } from "./memory-releases.ts";
import { memoryVaultFile } from "./memory-vault-file.ts";

const PASSPHRASE = "試験のためだけの合言葉 only for tests";

/** A workspace over a real vault whose file lies in memory. */
export interface TestWorkspace extends Workspace {
  readonly events: readonly ServiceEvent[];
  /** The vault as it was last saved, opened a second time. */
  reopened(): Promise<Vault>;
}

/** Makes an empty vault and opens a workspace on it. Models and releases are for other tests: asking for them throws. */
export async function testWorkspace(now: () => Date = () => new Date()): Promise<TestWorkspace> {
  const events: ServiceEvent[] = [];
  const notHere = (): never => {
    throw new Error("this test workspace runs no models and releases no files");
  };
  const ports: ServicePorts = {
    vaultFile: memoryVaultFile(),
    releases: noReleases(notHere),
    models: { run: notHere, close: () => undefined },
    sqliteWasm: async () =>
      new Uint8Array(await readFile(createRequire(import.meta.url).resolve("sql.js/dist/sql-wasm.wasm")))
        .buffer,
    now,
    emit: (event) => events.push(event),
  };
  const passphrase = (): Uint8Array => new TextEncoder().encode(PASSPHRASE);
  const made = await createVault(ports, passphrase(), { name: "試験", sample: false });
  if (!made.ok) throw new Error(made.error.code);
  return {
    ...openWorkspace(made.value, ports),
    events,
    reopened: async () => {
      const opened = await openVault(ports, passphrase());
      if (!opened.ok) throw new Error(opened.error.code);
      return opened.value;
    },
  };
}
