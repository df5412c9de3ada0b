import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { unwatched, type JobControl } from "../../workers/base/job.ts";
import type { Helper, PartsRequest } from "../../workers/base/helper.ts";
import { serveParts } from "../../workers/base/parts.ts";
import { modelParts } from "../../workers/models/model-parts.ts";

// This bench's own script is its second thread's, too.
if (!isMainThread) parentPort?.on("message", (request: PartsRequest) => serveParts(request, modelParts));

const MIB = 2 ** 20;

/**
 * Prints how much memory a fit takes at its height beside the feature matrix, in times that matrix, and the longest it works
 * without asking whether to stop.
 */
export function measureMemory(name: string, matrixBytes: number, fit: (job: JobControl) => unknown): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  const before = process.memoryUsage.rss();
  let peak = before;
  let [longest, last] = [0, process.cpuUsage()];
  const look = () => {
    const { user, system } = process.cpuUsage(last);
    longest = Math.max(longest, (user + system) / 1000);
    last = process.cpuUsage();
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  fit({ check: look, progress: look });
  look();
  const times = ((peak - before) / matrixBytes).toFixed(2);
  console.log(
    `memory, ${name}: ${((peak - before) / MIB).toFixed(0)} MiB beside a matrix of ${(matrixBytes / MIB).toFixed(0)} MiB, ${times} times; asks at least every ${longest.toFixed(0)} ms whether to stop`,
  );
}

/** Prints how long a fit takes on the clock with one thread and with two, and that both answer the same. */
export async function measureThreads(
  fits: Readonly<Record<string, (job: JobControl) => unknown>>,
): Promise<void> {
  const told = ({ ms, processor }: { readonly ms: number; readonly processor: number }) =>
    `${ms.toFixed(0)} ms (${processor.toFixed(0)} of the processor)`;
  const worker = new Worker(new URL(import.meta.url));
  const alive = new Int32Array(new SharedArrayBuffer(4)).fill(1).buffer;
  const helper: Helper = { alive, post: (request) => worker.postMessage(request) };
  await new Promise((resolve) => worker.once("online", resolve));
  for (const [name, fit] of Object.entries(fits)) {
    const clocked = (job: JobControl) => {
      const [begun, used] = [performance.now(), process.cpuUsage()];
      const answer = JSON.stringify(fit(job));
      const { user, system } = process.cpuUsage(used);
      return { answer, ms: performance.now() - begun, processor: (user + system) / 1000 };
    };
    const two: JobControl = { ...unwatched, helpers: [helper] };
    // The first runs compile.
    clocked(two);
    const [alone, shared] = [clocked(unwatched), clocked(two)];
    const same = alone.answer === shared.answer ? "the same answer" : "NOT the same answer";
    const gain = (alone.ms / shared.ms).toFixed(2);
    console.log(
      `${name}: ${told(alone)} on one thread, ${told(shared)} on two, ${gain} times as fast, ${same}`,
    );
  }
  await worker.terminate();
}
