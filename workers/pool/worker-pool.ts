import type { JobControl } from "../base/job.ts";
import { sharedInts } from "../base/shared-arrays.ts";
import type { ModelInput, ModelName, ModelOutput } from "../models/registry.ts";
import type { ModelPool } from "../ports.ts";
import type { MateMessage, RunRequest } from "./protocol.ts";
import { runOnWorker, type WorkerLike } from "./run-on-worker.ts";

type ModelWorker = WorkerLike<RunRequest | MateMessage>;

/** A module worker that runs models, inside the vault's own worker. */
export function spawnModelWorker(): ModelWorker {
  return new Worker(new URL("./models.worker.ts", import.meta.url), { type: "module", name: "models" });
}

/**
 * A pool of `size` workers, started when first needed. A run waits while all are busy; an idle one takes independent pieces of
 * what another runs (`inParts`). The job's cancel is passed on through shared memory; the run then rejects with `Cancelled`.
 */
export function workerPool(spawn: () => ModelWorker = spawnModelWorker, size = 2): ModelPool {
  const idle: ModelWorker[] = [];
  const waiting: ((worker: ModelWorker) => void)[] = [];
  // Of each worker, the flag by which the others learn that it has been ended.
  const everyone = new Map<ModelWorker, Int32Array<SharedArrayBuffer>>();
  const start = () => {
    const worker = spawn();
    const alive = sharedInts(1).fill(1);
    for (const [mate, mateAlive] of everyone) {
      const { port1, port2 } = new MessageChannel();
      worker.postMessage({ kind: "mate", port: port1, alive: mateAlive.buffer }, { transfer: [port1] });
      mate.postMessage({ kind: "mate", port: port2, alive: alive.buffer }, { transfer: [port2] });
    }
    everyone.set(worker, alive);
    return worker;
  };
  const end = (worker: ModelWorker) => {
    Atomics.store(everyone.get(worker)!, 0, 0);
    everyone.delete(worker);
    worker.terminate();
  };
  // All at once: a worker that has nothing to run takes pieces of what another runs.
  const startAll = () => {
    while (everyone.size < size) idle.push(start());
  };
  const take = (): Promise<ModelWorker> => {
    startAll();
    const free = idle.pop();
    return free === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(free);
  };
  const giveBack = (worker: ModelWorker, alive: boolean) => {
    if (!alive) end(worker);
    const next = waiting.shift();
    if (next !== undefined) next(alive ? worker : start());
    else if (alive) idle.push(worker);
  };
  return {
    run: async <K extends ModelName>(name: K, input: ModelInput<K>, job: JobControl) => {
      const worker = await take();
      let alive = true;
      try {
        job.check();
        const request = { name, input, flag: new SharedArrayBuffer(4) };
        const output = await runOnWorker<RunRequest>(worker, request, `model ${name}`, job, () => {
          alive = false;
        });
        return output as ModelOutput<K>;
      } finally {
        giveBack(worker, alive);
      }
    },
    close: () => {
      for (const worker of [...everyone.keys()]) end(worker);
      idle.length = 0;
    },
  };
}
