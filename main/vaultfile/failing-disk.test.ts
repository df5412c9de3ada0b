import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { failEachCall, type FailingWork } from "../../test/crash/fault-suite.ts";
import { vaultPath } from "../../test/crash/simulated-disk.ts";
import { openAsWorker, standIn, vouchesFor, type StandIn } from "../../test/crash/stand-in.ts";
import { fault, type Outcome } from "../../workers/base/fault.ts";
import { diskFileSystem } from "./file-system.ts";

type Saved = Outcome<{ readonly at: string }>;

/** The last answer of a stand-in's store to a save or commit. */
async function answerOf(worker: StandIn, write: () => Promise<unknown>): Promise<Outcome<unknown>> {
  let last: Saved | undefined;
  const { store } = worker;
  const { save, commit } = store;
  const kept = (answer: Saved): Saved => (last = answer);
  Object.assign(store, {
    save: async (...args: Parameters<typeof save>) => kept(await save(...args)),
    commit: async (...args: Parameters<typeof commit>) => kept(await commit(...args)),
  });
  await write();
  Object.assign(store, { save, commit });
  return last ?? fault("internal");
}

/** Work whose every try is the same write. */
const writing = (name: string, write: (worker: StandIn) => Promise<boolean>): FailingWork => ({
  name,
  prepare: (worker) => worker.whole(5),
  run: write,
  outcome: (worker) => answerOf(worker, () => write(worker)),
});

const asked = (worker: StandIn) => worker.store.backUp(vaultPath, "asked");
const copied = (worker: StandIn) =>
  worker.store.saveConflictCopy(vaultPath, { bytes: new Uint8Array(9_000), manifest: new Uint8Array(9) });

const works: readonly FailingWork[] = [
  writing("a commit", (worker) => worker.commit([1, 3, 4], 5)),
  writing("a commit that grows", (worker) => worker.commit([1], 9)),
  writing("a commit that shrinks", (worker) => worker.commit([1], 2)),
  writing("a whole save", (worker) => worker.whole(6)),
  {
    ...writing("a first save", (worker) => worker.whole(4)),
    prepare: (worker) => worker.store.reserve(vaultPath),
  },
  {
    name: "a backup",
    prepare: (worker) => worker.whole(5),
    run: async (worker) => (await asked(worker)).ok,
    outcome: asked,
  },
  {
    name: "a conflict copy",
    prepare: (worker) => worker.whole(3),
    run: async (worker) => (await copied(worker)).ok,
    outcome: copied,
  },
  {
    name: "healing at the opening",
    prepare: async (worker, disk) => {
      await worker.whole(5);
      // The first write to a page is the last thing that works, until the next opening.
      await cutAtPages(worker, disk);
    },
    run: async (worker) => (await openAsWorker(worker.store, vaultPath)) !== undefined,
    outcome: (worker) => worker.store.open(vaultPath),
  },
];

/** Leaves a commit in the middle of its pages, as a killed process does. */
async function cutAtPages(worker: StandIn, disk: Parameters<FailingWork["prepare"]>[1]): Promise<void> {
  const { open, create } = disk;
  let writes = 0;
  Object.assign(disk, {
    open: async (...args: Parameters<typeof open>) => {
      const file = await open(...args);
      return {
        ...file,
        writeAt: (position: number, bytes: Uint8Array) =>
          ++writes > 2
            ? Promise.reject(new Error("killed"))
            : file.writeAt(position, bytes.subarray(0, 3_000)),
        truncate: () => Promise.reject(new Error("killed")),
      };
    },
    create: (path: string) => (writes > 2 ? Promise.reject(new Error("killed")) : create(path)),
  });
  await worker.commit([1, 2, 4], 7);
  Object.assign(disk, { open, create });
  await worker.store.closeAll();
}

const expected: Readonly<Record<string, readonly string[]>> = {
  ENOSPC: ["save-failed-disk-full"],
  EIO: ["save-failed"],
  EACCES: ["save-failed-denied"],
  EBUSY: ["save-failed"],
};

describe("a disk of which any one call fails", () => {
  for (const work of works)
    test(`${work.name}: a typed fault, the vault whole, and it works the second time`, async () => {
      for (const [errno, codes] of Object.entries(expected)) {
        const report = await failEachCall(work, errno);
        expect(report.broken).toEqual([]);
        expect(report.failures).toBeGreaterThan(8);
        // The reading at the opening has a fault of its own, and what a full disk cannot do there.
        const known = work.name.startsWith("healing") ? [...codes, "file-unreadable"] : codes;
        expect(known).toEqual(expect.arrayContaining([...report.codes]));
        expect(report.codes.length).toBeGreaterThan(0);
      }
    });
});

test("a disk of two megabytes that is really full keeps the vault, its manifest and its backups", async ({
  skip,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "kurabito-full-"));
  const disk = join(folder, "disk");
  mkdirSync(disk);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", disk]);
  if (mounted.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    skip("no right to mount a small disk here");
  }
  const path = join(disk, "shop.kura");
  const worker = standIn(diskFileSystem, path, 3);
  try {
    expect(await worker.whole(180)).toBe(true);
    expect((await worker.store.backUp(path, "daily")).ok).toBe(true);
    const full = fault("save-failed-disk-full");
    const file = { bytes: new Uint8Array(800_000), manifest: new Uint8Array(300) };
    // What is asked for takes more room than is left: half of a megabyte.
    expect(await worker.store.save(path, file)).toEqual(full);
    expect(await worker.store.backUp(path, "asked")).toEqual(full);
    expect(await worker.store.saveConflictCopy(path, file)).toEqual(full);
    expect(await answerOf(worker, () => worker.commit([1, 2, 3], 400))).toEqual(full);
    expect(
      await answerOf(worker, () =>
        worker.commit(
          Array.from({ length: 170 }, (_, i) => i + 1),
          180,
        ),
      ),
    ).toEqual(full);
    expect(readdirSync(disk).sort()).toEqual([
      ".shop.kura.lock",
      "shop.backups",
      "shop.kura",
      "shop.kura.fresh",
    ]);
    expect(Buffer.compare(readFileSync(path), worker.course.acknowledged!.bytes)).toBe(0);
    // There is room for what is small, and for what is large again once a backup has gone.
    worker.course.asked.length = 0;
    expect(await worker.commit([1, 5], 181)).toBe(true);
    const listed = await worker.store.listBackups(path);
    for (const { id } of listed.ok ? listed.value : []) await worker.store.dropBackup(path, id);
    expect(await worker.whole(200)).toBe(true);
    const stored = await openAsWorker(worker.store, path);
    expect(stored?.manifests.map((each) => vouchesFor(each, stored.bytes))).toEqual([true]);
    expect(readdirSync(join(disk, "shop.backups"))).toEqual([]);
  } finally {
    await worker.store.closeAll();
    spawnSync("umount", [disk]);
    rmSync(folder, { recursive: true, force: true });
  }
});
