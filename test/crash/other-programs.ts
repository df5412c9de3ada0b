import { readRollbackJournal } from "../../workers/base/rollback-journal.ts";
import { vaultPath, type SimulatedDisk } from "./simulated-disk.ts";

/** Which program opens the file first after the power loss. */
export type FirstOpener = "ours" | "takes the journal away" | "rolls back";

const journal = `${vaultPath}-journal`;

/** What another program does to a vault with a journal before ours opens it. */
export function openElsewhere(disk: SimulatedDisk, who: FirstOpener): void {
  const files = disk.files();
  const [bytes, database] = [files.get(journal), files.get(vaultPath)];
  if (who === "ours" || bytes === undefined || database === undefined) return;
  if (who === "rolls back") disk.put(vaultPath, rolledBack(database, bytes));
  disk.takeAway(journal);
}

/** As SQLite rolls back (sqlite.org/atomiccommit.html, section 4): originals in place, then the old size. */
function rolledBack(database: Uint8Array, bytes: Uint8Array): Uint8Array {
  const found = readRollbackJournal(bytes);
  if (found === undefined) return database;
  const size = found.pageCount * found.pageBytes;
  const next = new Uint8Array(Math.max(size, database.byteLength));
  next.set(database);
  for (const { page, bytes: original } of found.pages) next.set(original, (page - 1) * found.pageBytes);
  return next.slice(0, size);
}
