import * as v from "valibot";
import { createBackOff } from "./base/back-off.ts";
import { fault, type FaultCode, type Outcome } from "./base/fault.ts";
import { Cancelled } from "./base/job.ts";
import { assessPassphrase } from "./base/passphrase.ts";
import { Refused } from "./base/refused.ts";
import { ok } from "./base/result.ts";
import { inputs, type Input, type VaultApi } from "./contract.ts";
import { enactDefaults } from "./gates/policy/enact.ts";
import { keepAtUnlock } from "./gates/keep/erasure/index.ts";
import { keyMethods, openWithKeychain, openWithRecoveryCode, wiping } from "./keys.ts";
import { openWorkspace } from "./open-workspace.ts";
import type { ServicePorts } from "./ports.ts";
import { shares, type OwnMethod } from "./shares.ts";
import { createVault, openVault } from "./vault/open-vault.ts";
import { restoreVault } from "./vault/restore.ts";
import { listRecordLines } from "./vault/record.ts";
import type { Vault } from "./vault/vault.ts";
import type { Answer, Methods, Workspace } from "./workspace.ts";

type Door = "createVault" | "unlockVault" | "restoreBackup" | "unlockWithRecoveryCode" | "unlockWithKeychain";

/** What a wrong guess is answered with. */
const guesses: ReadonlySet<FaultCode> = new Set(["wrong-passphrase-or-damaged", "backup-not-opened"]);

/** The vault's own share, once it is open. */
const own: Methods<Exclude<OwnMethod, Door>> = {
  ...keyMethods,
  vaultInfo: ({ vault }) => Promise.resolve(ok(vault.info())),
  checkVault: (workspace, input) => workspace.vault.check(workspace.job(input.job)),
  saveNow: ({ vault }) => vault.save(),
  saveConflictCopy: ({ vault }) => vault.saveConflictCopy(),
  listBackups: ({ vault }) => vault.backups.list(),
  backUpNow: async ({ vault }) => {
    const saved = await vault.save();
    return saved.ok ? vault.backups.backUp("asked") : saved;
  },
  listRecord: ({ vault }, { customerId, ...input }) => {
    const person =
      customerId === undefined
        ? undefined
        : { id: customerId, subject: vault.pseudonym(`customer:${String(customerId)}`) };
    return Promise.resolve(ok(listRecordLines(vault.db, { ...input, person })));
  },
  verifyRecord: (workspace, input) =>
    Promise.resolve(ok(workspace.vault.verifyRecord(workspace.job(input.job)))),
};

/** A running service. */
export interface Service {
  readonly api: VaultApi;
  /** Ends what is done for the open vault while nobody waits: its backups are read back. */
  settled(): Promise<void>;
  /** Forgets the open vault and wipes its key. */
  close(): void;
}

/**
 * The one table the window and the command line see: every method of the contract and nothing else,
 * frozen, without a prototype. Arguments are checked here again; a method answers with a value or a
 * fault and never throws: an unforeseen exception becomes "internal" and tells nothing.
 *
 * The bytes of a passphrase are wiped once used.
 */
export function createService(ports: ServicePorts): Service {
  let workspace: Workspace | undefined;
  let opening = false;
  const tries = createBackOff(() => ports.now().getTime());
  const enter = async (open: () => Promise<Outcome<Vault>>): Promise<Outcome<Answer<Door>>> => {
    if (opening || workspace !== undefined) return fault("vault-in-use");
    opening = true;
    try {
      const vault = await open();
      if (!vault.ok) return vault;
      const opened = openWorkspace(vault.value, ports);
      const kept = await keepAtUnlock(opened);
      if (!kept.ok) {
        vault.value.close();
        return kept;
      }
      workspace = opened;
      return ok(vault.value.info());
    } finally {
      opening = false;
    }
  };
  /** Through a door that is guessed at: after some wrong tries it stays shut for a while. */
  const enterGuarded = async (open: () => Promise<Outcome<Vault>>): Promise<Outcome<Answer<Door>>> => {
    const seconds = tries.wait();
    if (seconds > 0) return fault("unlock-wait", { seconds });
    const entered = await enter(open);
    if (entered.ok) tries.succeeded();
    else if (guesses.has(entered.error.code)) tries.failed();
    return entered;
  };
  const doors: { readonly [K in Door]: (input: Input<K>) => Promise<Outcome<Answer<K>>> } = {
    createVault: ({ passphrase, name, sample, language }) =>
      wiping([passphrase], () =>
        assessPassphrase(new TextDecoder().decode(passphrase)).acceptable
          ? enter(() =>
              createVault(ports, passphrase, {
                name,
                sample: sample ?? false,
                ...(language && { begin: (db) => [enactDefaults(db, language, ports.now())] }),
              }),
            )
          : Promise.resolve(fault("passphrase-too-weak")),
      ),
    unlockVault: ({ passphrase, acceptChanged = false }) =>
      wiping([passphrase], () => enterGuarded(() => openVault(ports, passphrase, { acceptChanged }))),
    restoreBackup: ({ passphrase, backupId, acceptUnvouched }) =>
      wiping([passphrase], () =>
        enterGuarded(() =>
          restoreVault(ports, { backupId, passphrase, acceptUnvouched: acceptUnvouched ?? false }),
        ),
      ),
    unlockWithRecoveryCode: ({ code, acceptChanged = false }) =>
      wiping([code], () => enterGuarded(() => openWithRecoveryCode(ports, code, { acceptChanged }))),
    unlockWithKeychain: ({ acceptChanged = false, ...item }) =>
      wiping([item.secret, item.wrapped], () =>
        enterGuarded(() => openWithKeychain(ports, item, { acceptChanged })),
      ),
  };
  const table: Record<string, (input: unknown) => Promise<Outcome<unknown>>> = Object.create(null) as Record<
    string,
    never
  >;
  for (const name of Object.keys(doors) as Door[]) table[name] = guarded(name, doors[name] as Handler);
  const inside = { ...shares, ...own };
  for (const name of Object.keys(inside) as Exclude<keyof VaultApi, Door>[]) {
    const method = inside[name] as (workspace: Workspace, input: unknown) => Promise<Outcome<unknown>>;
    table[name] = guarded(name, async (input) => {
      const current = workspace;
      if (current !== undefined && name in shares) await current.ready();
      if (current === undefined || current !== workspace) return fault("vault-locked");
      const answer = await method(current, input);
      if (answer.ok && current === workspace) current.used(name);
      return answer;
    });
  }
  return {
    api: Object.freeze(table) as unknown as VaultApi,
    settled: async () => {
      await workspace?.vault.backups.settled();
    },
    close: () => {
      workspace?.vault.close();
      workspace = undefined;
    },
  };
}

type Handler = (input: unknown) => Promise<Outcome<unknown>>;

function guarded(name: keyof VaultApi, handler: Handler): Handler {
  return async (input) => {
    const checked = v.safeParse(inputs[name], input);
    if (!checked.success) return fault("bad-arguments");
    try {
      return await handler(checked.output);
    } catch (error) {
      if (error instanceof Cancelled) return fault("cancelled");
      if (error instanceof Refused) return { ok: false, error: error.fault };
      return fault("internal");
    }
  };
}
