import { isatty } from "node:tty";
import type { JobTicket, Progress } from "../../../workers/base/job.ts";
import type { Helper } from "../../../workers/base/helper.ts";
import type { Terminal } from "./terminal.ts";

/** What a command sees of the process it runs in; tests hand in their own. */
export interface Io extends Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** The ticket of whatever long work runs; raised when the user interrupts. */
  readonly job: JobTicket;
  /** Threads that take pieces of long work; none where left out. */
  readonly helpers?: readonly Helper[];
  /** Shows how far long work is, where somebody watches; `line` says it in words. */
  readonly progress?: (progress: Progress, line?: string) => void;
}

/** The io of the running process at its terminal. */
export function processIo(terminal: Terminal, job: JobTicket, helpers: readonly Helper[]): Io {
  return {
    ...terminal,
    env: process.env,
    now: () => new Date(),
    job,
    helpers,
    ...(isatty(2) ? { progress: lineOn(terminal) } : {}),
  };
}

/** One line that is written over; taken away when the work is done. */
function lineOn(terminal: Terminal): (progress: Progress, line?: string) => void {
  return ({ done, total }, line = "") => {
    const ended = total !== undefined && done >= total;
    terminal.err(`\r${ended ? "" : line}\u001b[K`);
  };
}
