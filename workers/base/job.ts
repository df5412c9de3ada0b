import type { Helper } from "./helper.ts";

/**
 * A long piece of work that the user can watch and stop. The flag lives in shared memory, so a
 * worker deep in a loop sees a cancel at once: no message has to be read for it.
 */
export interface JobTicket {
  readonly id: string;
  /** 4 bytes; Int32 at 0 is non-zero once the user has asked to stop. */
  readonly flag: SharedArrayBuffer;
}

/** How far a job has come. `total` is undefined while unknown. */
export interface Progress {
  readonly phase: string;
  readonly done: number;
  readonly total?: number;
  /** What is counted; rows or things where it is left out. */
  readonly unit?: "bytes";
}

/** Thrown inside a job's own loops when its flag is set; every public method turns it into fault "cancelled". */
export class Cancelled extends Error {
  constructor() {
    super("cancelled");
    this.name = "Cancelled";
  }
}

/** What a loop needs of its job: ask whether to stop, and tell how far it is. */
export interface JobControl {
  /** @throws Cancelled once the user has asked to stop. */
  check(): void;
  progress(progress: Progress): void;
  /** Threads that take independent pieces of the work (`inParts`); none where left out. */
  readonly helpers?: readonly Helper[];
}

/** A control for work nobody watches. */
export const unwatched: JobControl = { check: () => undefined, progress: () => undefined };

/** The control of a ticket; `report` is called for each progress. */
export function jobControl(ticket: JobTicket, report: (progress: Progress) => void): JobControl {
  const flag = new Int32Array(ticket.flag);
  return {
    check: () => {
      if (Atomics.load(flag, 0) !== 0) throw new Cancelled();
    },
    progress: report,
  };
}

/** A new ticket with its flag down. */
export function newJobTicket(id: string): JobTicket {
  return { id, flag: new SharedArrayBuffer(4) };
}

/** Whether the job of a ticket was asked to stop. */
export function isCancelled({ flag }: JobTicket): boolean {
  return Atomics.load(new Int32Array(flag), 0) !== 0;
}

/** Asks the job of a ticket to stop. */
export function cancelJob(ticket: JobTicket): void {
  Atomics.store(new Int32Array(ticket.flag), 0, 1);
}
