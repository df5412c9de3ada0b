import { Cancelled, type JobControl } from "../base/job.ts";
import type { ModelInput, ModelName, ModelOutput } from "../models/registry.ts";
import type { ModelPool } from "../ports.ts";
import type { RunReply, RunRequest } from "./protocol.ts";

/** The part of a Worker that the pool uses. */
export interface WorkerLike {
  postMessage(message: RunRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<RunReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** A module worker that runs models, inside the vault's own worker. */
export function spawnModelWorker(): WorkerLike {
  return new Worker(new URL("./models.worker.ts", import.meta.url), { type: "module", name: "models" });
}

// A cancel must be answered within 300 ms: asked for every 40, and a worker that does not hear the flag is ended.
const POLL_MS = 40;
const PATIENCE_MS = 200;

/**
 * A pool of up to `size` workers, started when first needed. A run waits while all are busy. The
 * job's cancel is passed on through shared memory; the run then rejects with `Cancelled`.
 */
export function workerPool(spawn: () => WorkerLike = spawnModelWorker, size = 2): ModelPool {
  const idle: WorkerLike[] = [];
  const waiting: ((worker: WorkerLike) => void)[] = [];
  const everyone = new Set<WorkerLike>();
  const start = () => {
    const worker = spawn();
    everyone.add(worker);
    return worker;
  };
  const take = (): Promise<WorkerLike> => {
    const free = idle.pop();
    if (free !== undefined) return Promise.resolve(free);
    if (everyone.size < size) return Promise.resolve(start());
    return new Promise((resolve) => waiting.push(resolve));
  };
  const giveBack = (worker: WorkerLike, alive: boolean) => {
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
        return await runOn<K>(worker, { name, input, flag: new SharedArrayBuffer(4) }, job, () => {
          alive = false;
        });
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

function runOn<K extends ModelName>(
  worker: WorkerLike,
  request: RunRequest,
  job: JobControl,
  lost: () => void,
): Promise<ModelOutput<K>> {
  const flag = new Int32Array(request.flag);
  return new Promise((resolve, reject) => {
    let deadline = Infinity;
    const settle = (act: () => void) => {
      clearInterval(poll);
      worker.onmessage = null;
      worker.onerror = null;
      act();
    };
    const abandon = (error: Error) => {
      lost();
      settle(() => reject(error));
    };
    const poll = setInterval(() => {
      if (deadline === Infinity && stopAsked(job)) {
        Atomics.store(flag, 0, 1);
        deadline = performance.now() + PATIENCE_MS;
      } else if (performance.now() > deadline) abandon(new Cancelled());
    }, POLL_MS);
    worker.onerror = () => abandon(new Error("a model worker failed"));
    worker.onmessage = ({ data }) => {
      if (data.kind === "progress") job.progress(data.progress);
      else if (data.kind === "done") settle(() => resolve(data.output as ModelOutput<K>));
      else if (data.kind === "cancelled") settle(() => reject(new Cancelled()));
      else settle(() => reject(new Error(`model ${request.name} failed: ${data.message}`)));
    };
    worker.postMessage(request);
  });
}

function stopAsked(job: JobControl): boolean {
  try {
    job.check();
    return false;
  } catch (error) {
    if (error instanceof Cancelled) return true;
    throw error;
  }
}
