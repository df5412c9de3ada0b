import { newJobTicket, type JobTicket, type Progress } from "../../../workers/base/job.ts";
import type { Helper } from "../../../workers/base/helper.ts";

/** What a command sees of the process it runs in; tests hand in their own. */
export interface Io {
  /** Writes to standard output. */
  out(text: string): void;
  /** Writes to standard error. */
  err(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Standard input to its end, or undefined when a person sits at it. */
  readInput(): Promise<Uint8Array<ArrayBuffer> | undefined>;
  readonly now: () => Date;
  /** The ticket of whatever long work runs; raised when the user interrupts. */
  readonly job: JobTicket;
  /** Threads that take pieces of long work; none where left out. */
  readonly helpers?: readonly Helper[];
  /** Shows how far long work is, where somebody watches; `line` says it in words. */
  readonly progress?: (progress: Progress, line?: string) => void;
}

/** The io of the running process. */
export function processIo(helpers: readonly Helper[]): Io {
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    env: process.env,
    readInput: async () => {
      if (process.stdin.isTTY) return undefined;
      const chunks: Uint8Array[] = [];
      for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) chunks.push(chunk);
      return new Uint8Array(Buffer.concat(chunks));
    },
    now: () => new Date(),
    job: newJobTicket("command"),
    helpers,
    ...(process.stderr.isTTY ? { progress: showLine } : {}),
  };
}

/** One line that is written over; taken away when the work is done. */
function showLine({ done, total }: Progress, line = ""): void {
  const ended = total !== undefined && done >= total;
  process.stderr.write(`\r${ended ? "" : line}\u001b[K`);
}
