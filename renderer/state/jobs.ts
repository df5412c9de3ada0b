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
  readonly cancelling: boolean;
}

/** How far a job has come, and how fast. */
export interface JobWay {
  readonly progress: Progress;
  readonly pace: Pace;
}

interface Jobs {
  readonly running: readonly Job[];
}

export const useJobs = create<Jobs>(() => ({ running: [] }));

/**
 * The way of each job by its id. Apart from the jobs: a job tells how far it is many times a second, and only what shows that is
 * drawn anew, not every screen that asks whether it runs.
 */
const useWays = create<Readonly<Record<string, JobWay>>>(() => ({}));

/** How far a job has come; undefined until it has told. */
export function useJobWay(id: string): JobWay | undefined {
  return useWays((ways) => ways[id]);
}

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
  const { id } = ticket;
  useJobs.setState(({ running }) => ({ running: [...running, { id, label, ticket, cancelling: false }] }));
  return () => {
    useJobs.setState(({ running }) => ({ running: running.filter((one) => one.id !== id) }));
    useWays.setState(({ [id]: _, ...others }) => others, true);
  };
}

/** Takes in what the worker tells of a job. */
export function noteJobProgress(id: string, progress: Progress): void {
  if (!useJobs.getState().running.some((job) => job.id === id)) return;
  useWays.setState(({ [id]: before }) => {
    const pace = before?.progress.phase === progress.phase ? before.pace : [];
    return { [id]: { progress, pace: noteProgress(pace, performance.now(), progress.done) } };
  });
}

/** Asks a job to stop: its flag is in shared memory, so the worker sees it in its loop. */
export function stopJob(id: string): void {
  useJobs.setState(({ running }) => ({
    running: running.map((job) => {
      if (job.id !== id) return job;
      cancelJob(job.ticket);
      return { ...job, cancelling: true };
    }),
  }));
}

/** Asks every job to stop. */
export function stopAllJobs(): void {
  for (const job of useJobs.getState().running) stopJob(job.id);
}

/** Seconds left of a job, or undefined until that is known well. */
export function jobEta({ progress, pace }: JobWay): number | undefined {
  return progress.total === undefined ? undefined : etaSeconds(pace, progress.total - progress.done);
}
