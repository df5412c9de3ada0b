import type { Outcome } from "../../../base/fault.ts";
import type { JobControl } from "../../../base/job.ts";
import { runOnWorker, type WorkerLike } from "../../../pool/run-on-worker.ts";
import type { UnpackedTable } from "./unpack-table.ts";

/** One file to unpack. */
export interface UnpackRequest {
  readonly file: Blob;
  readonly part?: string;
  /** 4 bytes; Int32 at 0 is non-zero once unpacking must stop. */
  readonly flag: SharedArrayBuffer;
}

/** A module worker that unpacks one file. */
export function spawnUnpackWorker(): WorkerLike<UnpackRequest> {
  return new Worker(new URL("./unpack.worker.ts", import.meta.url), { type: "module", name: "unpack" });
}

/**
 * Unpacks a file in a worker that is started for it and ended after it, whatever came of it: all its memory goes with it. A cancel is
 * heard within 300 ms, if need be by ending the worker. Faults as `unpackTable`.
 * @throws Cancelled
 */
export async function unpackOnWorker(
  spawn: () => WorkerLike<UnpackRequest>,
  file: Blob,
  part: string | undefined,
  job: JobControl,
): Promise<Outcome<UnpackedTable>> {
  job.check();
  const worker = spawn();
  try {
    const request = { file, flag: new SharedArrayBuffer(4), ...(part === undefined ? {} : { part }) };
    const answer = await runOnWorker(worker, request, "unpacking", job, () => undefined);
    return answer as Outcome<UnpackedTable>;
  } finally {
    worker.terminate();
  }
}
