import { createVaultStore } from "../../main/vaultfile/vault-store.ts";
import { openElsewhere, type FirstOpener } from "./other-programs.ts";
import { random } from "./random.ts";
import { simulatedDisk, vaultPath, type PowerLoss, type SimulatedDisk } from "./simulated-disk.ts";
import { openAsWorker, standIn, vouchesFor, type Course, type StandIn } from "./stand-in.ts";
import type { Workload } from "./workloads.ts";

/** What was tried and what came out. */
export interface CrashReport {
  readonly states: number;
  /** Places at which the power was cut. */
  readonly cuts: number;
  /** States that came back as before the write under way, and as after it. */
  readonly before: number;
  readonly after: number;
  /** Each state that did not keep the promise, in words that name it. */
  readonly broken: readonly string[];
}

interface Run {
  readonly disk: SimulatedDisk;
  readonly worker: StandIn;
}

/**
 * Cuts the power after every call of a workload, and opens what is left of the disk in several ways each time.
 *
 * @param perCut states tried for each place: the two extremes and others by chance.
 * @param how cuts after every n-th call only; on a disk whose syncs do nothing.
 */
export async function cutEverywhere(
  workload: Workload,
  perCut: number,
  { everyNth = 1, honest = true }: { readonly everyNth?: number; readonly honest?: boolean } = {},
): Promise<CrashReport> {
  const total = { states: 0, cuts: 0, before: 0, after: 0, broken: [] as string[] };
  for (let calls = 0; ; calls += everyNth) {
    const run = await runUntil(workload, calls, honest);
    total.cuts++;
    for (let n = 0; n < perCut; n++) {
      const seed = calls * 1_000 + n;
      const how = n === 0 ? "all" : n === 1 ? "none" : "chance";
      const opener: FirstOpener =
        n % 5 === 3 ? "takes the journal away" : n % 5 === 4 ? "rolls back" : "ours";
      const loss: PowerLoss = { seed, how, orderedFolders: opener === "rolls back" };
      const found = await outcomeOf(run, loss, opener, n % 7 === 6);
      total.states++;
      if (found === "before" || found === "after") total[found]++;
      else
        total.broken.push(
          `${workload.name}, cut after ${String(calls)}, state ${String(n)}, first opened by: ${opener}: ${found}`,
        );
    }
    if (!run.disk.isCut()) return total;
  }
}

async function runUntil(workload: Workload, calls: number, honest: boolean): Promise<Run> {
  const disk = simulatedDisk();
  const worker = standIn(disk, vaultPath, 7);
  await workload.prepare?.(worker, disk);
  disk.honest = honest;
  disk.cutAfter(calls);
  await workload.run(worker, disk).catch((error: unknown) => {
    if (!disk.isCut()) throw error;
  });
  await worker.store.closeAll().catch(() => undefined);
  return { disk, worker };
}

async function outcomeOf(
  { disk, worker }: Run,
  loss: PowerLoss,
  opener: FirstOpener,
  cutAgain: boolean,
): Promise<string> {
  let left = disk.afterPowerLoss(loss);
  openElsewhere(left, opener);
  try {
    if (cutAgain) left = await cutWhileOpening(left, loss);
    return await judge(left, worker.course, loss.seed);
  } catch (error) {
    return error instanceof Error ? error.message : "threw";
  }
}

/** The power goes again while the vault is being healed. */
async function cutWhileOpening(disk: SimulatedDisk, loss: PowerLoss): Promise<SimulatedDisk> {
  const store = createVaultStore(disk, () => Promise.resolve());
  disk.cutAfter(4 + random(loss.seed).below(24));
  await openAsWorker(store, vaultPath).catch(() => undefined);
  await store.closeAll().catch(() => undefined);
  return disk.afterPowerLoss({ ...loss, seed: loss.seed + 500 });
}

async function judge(disk: SimulatedDisk, course: Course, seed: number): Promise<string> {
  const store = createVaultStore(disk, () => Promise.resolve());
  try {
    const stored = await openAsWorker(store, vaultPath);
    if (stored === undefined) return course.acknowledged === undefined ? "before" : "the vault is gone";
    const manifest = stored.manifests.find((each) => vouchesFor(each, stored.bytes));
    if (manifest === undefined) return "no manifest is of this file";
    const isIn = (state: Course["acknowledged"]): boolean =>
      state !== undefined && same(state.bytes, stored.bytes) && same(state.manifest, manifest);
    const after = course.asked.some(isIn);
    if (!after && !isIn(course.acknowledged)) return "neither the state before nor the one after";
    const wrong =
      (await backupsWrong(store, course)) ?? leftovers(disk) ?? (await goesOn(disk, store, stored, seed));
    return wrong ?? (after ? "after" : "before");
  } finally {
    await store.closeAll();
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

type Store = StandIn["store"];

/** Each backup that was answered for is there, and each that is there is whole. */
async function backupsWrong(store: Store, course: Course): Promise<string | undefined> {
  const listed = await store.listBackups(vaultPath);
  if (!listed.ok) return "the backups are not listed";
  const ids = listed.value.map(({ id }) => id);
  if ([...course.backups.keys()].some((id) => !ids.includes(id))) return "a backup is lost";
  for (const id of ids) {
    const read = await store.readBackup(vaultPath, id);
    const expected = course.backups.get(id) ?? course.dropped.get(id) ?? course.backupAsked;
    if (!read.ok || expected === undefined) return "a backup nobody made";
    const { bytes, manifests } = read.value;
    if (!same(bytes, expected.bytes)) return "half a backup";
    // Of one that was being dropped the manifest may have gone first on the way out.
    if (!course.dropped.has(id) && !same(manifests[0] ?? new Uint8Array(0), expected.manifest))
      return "a backup without its manifest";
  }
  return undefined;
}

/** Nothing lies beside a vault that has been opened but what belongs to it. */
function leftovers(disk: SimulatedDisk): string | undefined {
  const known = [vaultPath, `${vaultPath}.fresh`, "/.shop.kura.lock"];
  const left = [...disk.files().keys()].filter(
    (path) => !known.includes(path) && !path.startsWith("/shop.backups/"),
  );
  return left.length === 0 ? undefined : `left over: ${left.join(", ")}`;
}

/** The vault takes the next commit, and is found in that state. */
async function goesOn(
  disk: SimulatedDisk,
  store: Store,
  stored: { readonly bytes: Uint8Array },
  seed: number,
): Promise<string | undefined> {
  if (seed % 4 !== 0) return undefined;
  const page = random(seed).bytes(4096);
  const commit = {
    pageCount: stored.bytes.byteLength / 4096,
    pages: [1],
    bytes: page,
    manifest: page.slice(0, 40),
  };
  const done = await store.commit(vaultPath, commit);
  if (!done.ok) return `the next commit answers ${done.error.code}`;
  const again = await store.open(vaultPath);
  const first = again.ok ? again.value.bytes.subarray(0, 4096) : new Uint8Array(0);
  return same(first, page) ? leftovers(disk) : "the next commit is not there";
}
