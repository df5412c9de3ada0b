import type { HostApi } from "../../main/contract.ts";
import type { VaultApi } from "../../workers/contract.ts";
import type { ServiceEvent } from "../../workers/terms/event.ts";
import type { VaultInfo } from "../../workers/terms/vault.ts";
import { noteChanges } from "./changes.ts";
import { noteJobProgress, stopAllJobs } from "./jobs.ts";
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

/** Locks: stops work, ends the worker, gives the file back, and shows only the vault's name. */
export async function lockVault(): Promise<void> {
  const { lifecycle } = useSession.getState();
  if (!running || lifecycle.kind !== "open") return;
  const { link, host, path } = running;
  running = undefined;
  stopAllJobs();
  setSession({
    lifecycle: { kind: "locked", path, name: lifecycle.info.name },
    masked: false,
    released: 0,
  });
  link.stop();
  holdVault(undefined);
  window.location.hash = "";
  await host.closeVault({ path });
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
