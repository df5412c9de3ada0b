import { availableParallelism } from "node:os";
import { parentPort, Worker } from "node:worker_threads";
import type { Helper, PartsRequest } from "../../../workers/base/helper.ts";
import { serveParts } from "../../../workers/base/parts.ts";
import { modelParts } from "../../../workers/models/model-parts.ts";

/**
 * A second thread of this program that takes independent pieces of fits (`inParts`), started when it is first asked; none on a
 * machine of one core. `program` is the address of the program's own script, which calls `servePieces` off the main thread.
 */
export function helperThreads(program: string): readonly Helper[] {
  if (availableParallelism() < 2) return [];
  const alive = new Int32Array(new SharedArrayBuffer(4)).fill(1);
  let worker: Worker | undefined;
  const start = () => {
    const started = new Worker(new URL(program));
    // It neither keeps the program from ending nor, where it cannot start, from working alone.
    started.unref();
    started.on("error", () => Atomics.store(alive, 0, 0));
    return started;
  };
  return [
    {
      alive: alive.buffer,
      post: (request) => {
        worker ??= start();
        worker.postMessage(request);
      },
    },
  ];
}

/** Runs pieces for the thread that started this one. */
export function servePieces(): void {
  parentPort?.on("message", (request: PartsRequest) => serveParts(request, modelParts));
}
