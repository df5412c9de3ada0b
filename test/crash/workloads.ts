import type { SimulatedDisk } from "./simulated-disk.ts";
import type { StandIn } from "./stand-in.ts";

/** A course of calls. `prepare` goes before the first power loss; what `run` does may be cut off after each call. */
export interface Workload {
  readonly name: string;
  readonly prepare?: (worker: StandIn, disk: SimulatedDisk) => Promise<unknown>;
  readonly run: (worker: StandIn, disk: SimulatedDisk) => Promise<unknown>;
}

const made =
  (pages: number) =>
  (worker: StandIn): Promise<boolean> =>
    worker.whole(pages);

/** A write with one failing call somewhere in it, then the same kind of write again. */
const withFailures =
  (
    errno: string,
    first: (worker: StandIn) => Promise<unknown>,
    then: (worker: StandIn) => Promise<unknown>,
  ) =>
  async (worker: StandIn, disk: SimulatedDisk): Promise<void> => {
    disk.failAfter(8 + worker.chance.below(20), errno);
    await first(worker);
    await then(worker);
  };

/** What the host's promise is tried on: more than twenty courses. */
export const workloads: readonly Workload[] = [
  { name: "first save", run: (worker) => worker.whole(4) },
  {
    name: "first save and a small commit",
    run: async (worker) => {
      await worker.whole(4);
      await worker.commit([1, 3], 4);
    },
  },
  { name: "one page changes", prepare: made(6), run: (worker) => worker.commit([4], 6) },
  {
    name: "page 1 and scattered pages change",
    prepare: made(12),
    run: (worker) => worker.commit([1, 3, 4, 5, 9, 12], 12),
  },
  { name: "the vault grows", prepare: made(3), run: (worker) => worker.commit([1], 7) },
  { name: "the vault only grows", prepare: made(3), run: (worker) => worker.commit([], 5) },
  { name: "the vault shrinks", prepare: made(9), run: (worker) => worker.commit([1, 2], 4) },
  { name: "the vault is only cut", prepare: made(6), run: (worker) => worker.commit([], 3) },
  {
    name: "it grows and shrinks again",
    prepare: made(4),
    run: async (worker) => {
      await worker.commit([1, 4], 8);
      await worker.commit([1], 3);
    },
  },
  {
    name: "every page changes, as in a rebuild",
    prepare: made(8),
    run: (worker) => worker.commit([1, 2, 3, 4, 5], 5),
  },
  { name: "whole save", prepare: made(4), run: (worker) => worker.whole(4) },
  { name: "whole save of a smaller file", prepare: made(6), run: (worker) => worker.whole(2) },
  {
    name: "whole saves between commits",
    prepare: made(3),
    run: async (worker) => {
      await worker.commit([1], 4);
      await worker.whole(5);
      await worker.commit([1, 5], 5);
    },
  },
  {
    name: "five commits in a row",
    prepare: made(5),
    run: async (worker) => {
      for (let turn = 0; turn < 5; turn++) await worker.commit([1, 2 + worker.chance.below(4)], 5);
    },
  },
  {
    name: "a new passphrase",
    prepare: made(4),
    run: async (worker) => {
      worker.rekey();
      await worker.whole(4);
      await worker.commit([1, 2], 4);
    },
  },
  {
    name: "a backup and a commit",
    prepare: made(3),
    run: async (worker) => {
      await worker.backUp();
      await worker.commit([1, 2], 3);
    },
  },
  {
    name: "an old backup dropped for a new one",
    prepare: async (worker) => {
      await worker.whole(3);
      await worker.backUp();
      await worker.commit([1], 3);
    },
    run: async (worker) => {
      await worker.backUp();
      for (const id of [...worker.course.backups.keys()].slice(0, 1)) await worker.drop(id);
    },
  },
  {
    name: "a backup restored",
    prepare: async (worker) => {
      await worker.whole(3);
      await worker.backUp();
      await worker.commit([1, 2, 3], 6);
    },
    run: async (worker) => {
      for (const id of worker.course.backups.keys()) await worker.restore(id);
    },
  },
  {
    name: "closed and opened between commits",
    prepare: made(4),
    run: async (worker) => {
      await worker.commit([1, 3], 4);
      await worker.reopen();
      await worker.commit([1, 4], 5);
    },
  },
  {
    name: "a commit again after one that failed",
    prepare: made(4),
    run: withFailures(
      "EIO",
      (worker) => worker.commit([1, 2], 6),
      (worker) => worker.commit([1, 4], 6),
    ),
  },
  {
    name: "a smaller commit after one the disk had no room for",
    prepare: made(4),
    run: withFailures(
      "ENOSPC",
      (worker) => worker.commit([1, 2, 3], 7),
      (worker) => worker.commit([1], 4),
    ),
  },
  {
    name: "a whole save after a commit that failed",
    prepare: made(4),
    run: withFailures(
      "EIO",
      (worker) => worker.commit([1, 3], 2),
      (worker) => worker.whole(3),
    ),
  },
  {
    name: "a commit after a whole save that failed",
    prepare: made(4),
    run: withFailures(
      "EIO",
      (worker) => worker.whole(4),
      (worker) => worker.commit([1, 2, 3, 4], 4),
    ),
  },
  {
    name: "commits without hard links",
    prepare: async (worker, disk) => {
      disk.hardLinks = false;
      await worker.whole(4);
    },
    run: async (worker) => {
      await worker.commit([1, 2], 5);
      await worker.commit([1, 4], 3);
    },
  },
];
