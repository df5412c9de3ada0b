import type { JobControl } from "../base/job.ts";
import type { ModelInput, ModelName, ModelOutput } from "../models/registry.ts";
import type { ModelPool } from "../ports.ts";
import type { RunRequest } from "./protocol.ts";
import { runOnWorker, type WorkerLike } from "./run-on-worker.ts";

type ModelWorker = WorkerLike<RunRequest>;

/** A module worker that runs models, inside the vault's own worker. */
export function spawnModelWorker(): ModelWorker {
  return new Worker(new URL("./models.worker.ts", import.meta.url), { type: "module", name: "models" });
}

/**
 * A pool of up to `size` workers, started when first needed. A run waits while all are busy. The
 * job's cancel is passed on through shared memory; the run then rejects with `Cancelled`.
 */
export function workerPool(spawn: () => ModelWorker = spawnModelWorker, size = 2): ModelPool {
  const idle: ModelWorker[] = [];
  const waiting: ((worker: ModelWorker) => void)[] = [];
  const everyone = new Set<ModelWorker>();
  const start = () => {
    const worker = spawn();
    everyone.add(worker);
    return worker;
  };
  const take = (): Promise<ModelWorker> => {
    const free = idle.pop();
    if (free !== undefined) return Promise.resolve(free);
    if (everyone.size < size) return Promise.resolve(start());
    return new Promise((resolve) => waiting.push(resolve));
  };
  const giveBack = (worker: ModelWorker, alive: boolean) => {
    if (!alive) {
      worker.terminate();
      everyone.delete(worker);
    }
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
        const output = await runOnWorker(worker, request, `model ${name}`, job, () => {
          alive = false;
        });
        return output as ModelOutput<K>;
      } finally {
        giveBack(worker, alive);
      }
    },
    close: () => {
      for (const worker of everyone) worker.terminate();
      everyone.clear();
      idle.length = 0;
    },
  };
}
