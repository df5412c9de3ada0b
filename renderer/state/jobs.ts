import { create } from "zustand";
import type { Outcome } from "../../workers/base/fault.ts";
import { cancelJob, newJobTicket, type JobTicket, type Progress } from "../../workers/base/job.ts";
import { etaSeconds, noteProgress, type Pace } from "./eta.ts";

/** A long call under way or just ended. Lives here, not in a screen, so that leaving the screen does not lose it. */
export interface Job {
  readonly id: string;
  /** What it does, in the language it was started in. */
  readonly label: string;
  readonly ticket: JobTicket;
  readonly progress: Progress | undefined;
  readonly pace: Pace;
  readonly startedAt: number;
  readonly cancelling: boolean;
}

interface Jobs {
  readonly running: readonly Job[];
}

export const useJobs = create<Jobs>(() => ({ running: [] }));

let serial = 0;

/** A ticket that no other job of the window has. */
export function nextTicket(): JobTicket {
  serial += 1;
  return newJobTicket(`job-${serial}`);
}

/** Runs a call that takes a ticket, shown in the tray until it ends. */
export async function runJob<T>(
  label: string,
  call: (ticket: JobTicket) => Promise<Outcome<T>>,
  started?: (id: string) => void,
): Promise<Outcome<T>> {
  const ticket = nextTicket();
  const shown = showJob(label, ticket);
  started?.(ticket.id);
  try {
    return await call(ticket);
  } finally {
    shown();
  }
}

/** Puts a job into the tray; the answer takes it out again. */
export function showJob(label: string, ticket: JobTicket): () => void {
  const job: Job = {
    id: ticket.id,
    label,
    ticket,
    progress: undefined,
    pace: [],
    startedAt: performance.now(),
    cancelling: false,
  };
  useJobs.setState(({ running }) => ({ running: [...running, job] }));
  return () =>
    useJobs.setState(({ running }) => ({ running: running.filter((one) => one.id !== ticket.id) }));
}

function update(id: string, change: (job: Job) => Job): void {
  useJobs.setState(({ running }) => ({
    running: running.map((job) => (job.id === id ? change(job) : job)),
  }));
}

/** Takes in what the worker tells of a job. */
export function noteJobProgress(id: string, progress: Progress): void {
  update(id, (job) => ({
    ...job,
    progress,
    pace: noteProgress(
      job.progress?.phase === progress.phase ? job.pace : [],
      performance.now(),
      progress.done,
    ),
  }));
}

/** Asks a job to stop: its flag is in shared memory, so the worker sees it in its loop. */
export function stopJob(id: string): void {
  update(id, (job) => {
    cancelJob(job.ticket);
    return { ...job, cancelling: true };
  });
}

/** Asks every job to stop. */
export function stopAllJobs(): void {
  for (const job of useJobs.getState().running) stopJob(job.id);
}

/** Seconds left of a job, or undefined until that is known well. */
export function jobEta(job: Job): number | undefined {
  return job.progress?.total === undefined
    ? undefined
    : etaSeconds(job.pace, job.progress.total - job.progress.done);
}
