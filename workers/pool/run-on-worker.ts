import { Cancelled, type JobControl } from "../base/job.ts";
import type { RunReply } from "./protocol.ts";

/** The part of a Worker that is used. */
export interface WorkerLike<Request> {
  postMessage(message: Request, options?: { transfer: MessagePort[] }): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<RunReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

// A cancel must be answered within 300 ms: asked for every 40, and a worker that does not hear the flag is ended.
const POLL_MS = 40;
const PATIENCE_MS = 200;

/**
 * Hands a worker one request and waits for its answer; progress goes to the job, the job's cancel to the request's flag. `lost` is
 * called when the worker has failed or does not hear a cancel: it must be ended then. Rejects with `Cancelled`, or with an error
 * that says what failed.
 */
export function runOnWorker<Request extends { readonly flag: SharedArrayBuffer }>(
  worker: WorkerLike<Request>,
  request: Request,
  name: string,
  job: JobControl,
  lost: () => void,
): Promise<unknown> {
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
    worker.onerror = () => abandon(new Error(`a worker failed: ${name}`));
    worker.onmessage = ({ data }) => {
      if (data.kind === "progress") job.progress(data.progress);
      else if (data.kind === "done") settle(() => resolve(data.output));
      else if (data.kind === "cancelled") settle(() => reject(new Cancelled()));
      else settle(() => reject(new Error(`${name} failed: ${data.message}`)));
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
