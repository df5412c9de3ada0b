import { unwatched, type JobControl } from "../../../base/job.ts";
import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { FileLike } from "../../../terms/intake.ts";
import { rowAt } from "./table-text.ts";
import { spawnUnpackWorker, unpackOnWorker } from "./unpack-on-worker.ts";
import { isPacked, unpackTable, type UnpackedTable } from "./unpack-table.ts";

/** A file as the table it holds: what the tokenizer reads, and how its lines are found again in the file itself. */
export interface OpenedTable extends Omit<UnpackedTable, "places"> {
  /** The row of the sheet, or the line of the member, that a physical line of `text` came from. */
  readonly rowOf: (line: number) => number;
}

/**
 * Opens a file of any kind the gate reads, as `unpackTable` does. What has to be unpacked is unpacked in a worker of its own where
 * there are workers: a hostile archive keeps neither the vault's thread busy nor its memory.
 * @throws Cancelled
 */
export async function openTable(
  file: FileLike,
  part?: string,
  job: JobControl = unwatched,
): Promise<Outcome<OpenedTable>> {
  const elsewhere = typeof Worker === "function" && file instanceof Blob && (await isPacked(file));
  const unpacked = elsewhere
    ? await unpackOnWorker(spawnUnpackWorker, file, part, job)
    : await unpackTable(file, part, job);
  if (!unpacked.ok) return unpacked;
  const { places, ...table } = unpacked.value;
  return ok({ ...table, rowOf: (line) => (places === undefined ? line : rowAt(places, line)) });
}
