import { useCallback, useState } from "react";
import type { Fault, Outcome } from "../../workers/base/fault.ts";
import type { JobTicket } from "../../workers/base/job.ts";
import { runJob, useJobs, type Job } from "./jobs.ts";

/** A long call of one screen. */
export interface JobHandle<T> {
  /** The job while it runs. */
  readonly job: Job | undefined;
  readonly outcome: Outcome<T> | undefined;
  readonly fault: Fault | undefined;
  /** Starts it; `label` is what the tray says, such as the file's name. */
  start(label: string, call: (ticket: JobTicket) => Promise<Outcome<T>>): Promise<Outcome<T>>;
  /** Forgets the last outcome. */
  clear(): void;
}

/** Runs one long call at a time and follows it; leaving the screen does not stop it. */
export function useJob<T>(): JobHandle<T> {
  const [id, setId] = useState<string>();
  const [outcome, setOutcome] = useState<Outcome<T>>();
  const job = useJobs((jobs) => jobs.running.find((one) => one.id === id));
  const start = useCallback(async (label: string, call: (ticket: JobTicket) => Promise<Outcome<T>>) => {
    setOutcome(undefined);
    const ended = await runJob(label, call, setId);
    setOutcome(ended);
    return ended;
  }, []);
  const clear = useCallback(() => setOutcome(undefined), []);
  return { job, outcome, fault: outcome && !outcome.ok ? outcome.error : undefined, start, clear };
}
