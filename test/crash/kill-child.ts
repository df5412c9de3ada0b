import { writeSync } from "node:fs";
import { diskFileSystem } from "../../main/vaultfile/file-system.ts";
import { openAsWorker, saveNumber, standIn, type StandIn } from "./stand-in.ts";

/*
 * A process that is going to be killed: it opens a vault or makes one, then writes it in every way there is, without
 * end, and says on its standard output what it asks for and what was answered.
 */

/** A line is out before the next call: a pipe's writes are not held back. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}

async function writeOnce(worker: StandIn): Promise<void> {
  const { chance, course } = worker;
  const pages = (course.acknowledged?.bytes.byteLength ?? 0) / 4096;
  const way = chance.below(10);
  if (way < 6) {
    const changed = Array.from({ length: 1 + chance.below(12) }, () => 1 + chance.below(pages));
    await worker.commit([1, ...changed], Math.max(20, pages + chance.below(9) - 4));
  } else if (way === 6) await worker.whole(20 + chance.below(60));
  else if (way === 7) {
    // As after a change of the passphrase.
    worker.rekey();
    await worker.whole(pages);
  } else if (way === 8) {
    const made = await worker.backUp();
    if (made !== undefined) say(`backup ${made.id}`);
  } else for (const id of [...course.backups.keys()].slice(-1)) await worker.restore(id);
}

async function main(path: string, seed: number): Promise<void> {
  const worker = standIn(diskFileSystem, path, seed);
  const stored = await openAsWorker(worker.store, path);
  const [manifest] = stored?.manifests ?? [];
  if (stored !== undefined && manifest !== undefined) worker.adopt({ bytes: stored.bytes, manifest });
  else await worker.whole(40);
  for (;;) {
    const { acknowledged } = worker.course;
    say(`saved ${String(acknowledged === undefined ? 0 : saveNumber(acknowledged.manifest))}`);
    await writeOnce(worker);
    if (worker.course.asked.length > 0) say("failed");
  }
}

const [, , path, seed] = process.argv;
await main(path ?? "", Number(seed));
