import type { Outcome } from "../../workers/base/fault.ts";
import { createVaultStore } from "../../main/vaultfile/vault-store.ts";
import { simulatedDisk, vaultPath, type SimulatedDisk } from "./simulated-disk.ts";
import { isAuthentic, openAsWorker, standIn, vouchesFor, type StandIn } from "./stand-in.ts";

/** Something the store does, once with a call to the disk that fails and once more without. */
export interface FailingWork {
  readonly name: string;
  readonly prepare: (worker: StandIn, disk: SimulatedDisk) => Promise<unknown>;
  /** True when it was done. */
  readonly run: (worker: StandIn) => Promise<boolean>;
  /** What the failing call's fault is asked of. */
  readonly outcome: (worker: StandIn) => Promise<Outcome<unknown>>;
}

/** What came of failing each call in turn. */
export interface FaultReport {
  /** Calls that were failed. */
  readonly failures: number;
  /** The fault codes that were answered. */
  readonly codes: readonly string[];
  readonly broken: readonly string[];
}

/**
 * Fails the first, the second, ... call of a piece of work, until there is none left to fail. Each time the vault must be
 * whole and in a state that was asked for, and the same work, done again in the same process, must succeed.
 */
export async function failEachCall(work: FailingWork, errno: string): Promise<FaultReport> {
  const codes = new Set<string>();
  const broken: string[] = [];
  for (let at = 1; ; at++) {
    const disk = simulatedDisk();
    const worker = standIn(disk, vaultPath, 11);
    await work.prepare(worker, disk);
    const from = disk.calls();
    disk.failAfter(at, errno);
    const outcome = await work.outcome(worker);
    const reached = disk.calls() >= from + at;
    disk.failAfter(Infinity, errno);
    if (!outcome.ok) codes.add(outcome.error.code);
    const wrong = await whatIsWrong(disk, worker, work);
    if (wrong !== undefined) broken.push(`${work.name}, call ${String(at)}, ${errno}: ${wrong}`);
    await worker.store.closeAll();
    if (!reached) return { failures: at - 1, codes: [...codes].sort(), broken };
  }
}

async function whatIsWrong(
  disk: SimulatedDisk,
  worker: StandIn,
  work: FailingWork,
): Promise<string | undefined> {
  const found = await stateOf(disk);
  if (found !== undefined) return found;
  if (!(await work.run(worker))) return "it does not work when tried again";
  await worker.store.closeAll();
  const now = await stateOf(disk);
  if (now !== undefined) return `after trying again, ${now}`;
  // A removal that failed leaves a hidden file, until the next opening.
  const store = createVaultStore(disk, () => Promise.resolve());
  await store.open(vaultPath);
  await store.closeAll();
  const left = [...disk.files().keys()].filter((path) => !isExpected(path));
  return left.length === 0 ? undefined : `left over: ${left.join(", ")}`;
}

function isExpected(path: string): boolean {
  return (
    path === vaultPath ||
    path === `${vaultPath}.fresh` ||
    /^\/shop\.backups\/\d{8}T\d{9}Z-[a-z]+\.kura(\.fresh)?$/.test(path) ||
    /^\/shop \(conflict [-\d ]+\)\.kura(\.fresh)?$/.test(path)
  );
}

/** Opens a copy of the disk elsewhere, as the next start of the program would. */
async function stateOf(disk: SimulatedDisk): Promise<string | undefined> {
  const copy = disk.afterPowerLoss({ seed: 1, how: "all", orderedFolders: true });
  const store = createVaultStore(copy, () => Promise.resolve());
  try {
    const stored = await openAsWorker(store, vaultPath);
    if (stored === undefined) return undefined;
    if (!isAuthentic(stored.bytes)) return "the vault is torn";
    return stored.manifests.some((each) => vouchesFor(each, stored.bytes))
      ? undefined
      : "no manifest is of the file";
  } catch (error) {
    return error instanceof Error ? error.message : "opening threw";
  } finally {
    await store.closeAll();
  }
}
