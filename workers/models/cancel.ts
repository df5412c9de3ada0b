import type { JobControl } from "../base/job.ts";

const mask = (1 << 14) - 1;

/** Asks the job whether to stop, once in 16,384 turns of a loop: below a millisecond of work, and free to the loop. */
export function checkEvery(job: JobControl, turn: number): void {
  if ((turn & mask) === 0) job.check();
}
