import type { HostApi } from "../../main/contract.ts";
import type { VaultApi } from "../../workers/contract.ts";
import type { ServiceEvent } from "../../workers/terms/event.ts";
import type { VaultInfo } from "../../workers/terms/vault.ts";
import { noteChanges } from "./changes.ts";
import { noteJobProgress, stopAllJobs, useJobs } from "./jobs.ts";
import { setSession, useSession } from "./session.ts";
import { holdVault } from "./vault.ts";

/** A vault worker that runs: what it answers, and how it ends. */
export interface VaultLink {
  readonly api: VaultApi;
  /** Ends the worker at once; the key and every row it held are gone with it. */
  stop(): void;
}

interface Running {
  readonly link: VaultLink;
  readonly host: HostApi;
  readonly path: string;
}

let running: Running | undefined;

/** Takes in what the vault worker tells without being asked. */
export function noteServiceEvent(event: ServiceEvent): void {
  if (event.kind === "progress") noteJobProgress(event.job, event.progress);
  else if (event.kind === "saving") setSession({ save: { kind: "saving" } });
  else if (event.kind === "saved") setSession({ save: { kind: "saved", at: event.at } });
  else if (event.kind === "save-failed") setSession({ save: { kind: "failed", fault: event.fault } });
  else if (event.kind === "backup-failed") setSession({ backupFault: event.fault });
  else {
    noteChanges(event.topics);
    if (event.topics.includes("releases")) void countReleases();
    void refreshInfo();
  }
}

/** Shows an unlocked vault. */
export function beginVault(link: VaultLink, host: HostApi, path: string, info: VaultInfo): void {
  running = { link, host, path };
  holdVault(link.api);
  setSession({ lifecycle: { kind: "open", path, info }, save: { kind: "saved" } });
  void countReleases();
}

/** The host of the open vault: for choosing where released files go. */
export function vaultHost(): HostApi {
  if (!running) throw new Error("no vault is open");
  return running.host;
}

/** Where the open vault lies. */
export function openPath(): string {
  if (!running) throw new Error("no vault is open");
  return running.path;
}

/** Asks to lock: at once when nothing would be lost, else after a question. */
export function askToLock(): void {
  const { save } = useSession.getState();
  if (save.kind === "failed" || useJobs.getState().running.length > 0) setSession({ askingToLock: true });
  else void lockVault();
}

/**
 * Locks: stops work, waits for a saving under way, ends the worker, gives the file back, and loads the
 * page anew so that no row stays in its memory. What is left is the vault's name.
 */
export async function lockVault(): Promise<void> {
  const { lifecycle } = useSession.getState();
  if (!running || lifecycle.kind !== "open") return;
  const { link, host, path } = running;
  running = undefined;
  stopAllJobs();
  await savingEnded();
  link.stop();
  holdVault(undefined);
  setSession({ lifecycle: { kind: "locked", path, name: lifecycle.info.name }, askingToLock: false });
  await host.closeVault({ path });
  window.location.hash = "";
  window.location.reload();
}

const LONGEST_SAVING_MS = 10_000;

/** Resolves when no saving is under way; a saving that hangs is not waited for longer than ten seconds. */
function savingEnded(): Promise<void> {
  return new Promise((resolve) => {
    const ended = (): boolean => useSession.getState().save.kind !== "saving";
    if (ended()) {
      resolve();
      return;
    }
    const finish = (): void => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const timer = setTimeout(finish, LONGEST_SAVING_MS);
    const unsubscribe = useSession.subscribe(() => {
      if (ended()) finish();
    });
  });
}

async function refreshInfo(): Promise<void> {
  const answer = await running?.link.api.vaultInfo({});
  const { lifecycle } = useSession.getState();
  if (answer?.ok && lifecycle.kind === "open")
    setSession({ lifecycle: { ...lifecycle, info: answer.value } });
}

async function countReleases(): Promise<void> {
  const answer = await running?.link.api.listReleases({});
  if (answer?.ok) setSession({ released: answer.value.length });
}
