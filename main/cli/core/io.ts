import { newJobTicket, type JobTicket, type Progress } from "../../../workers/base/job.ts";

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
  /** Shows how far long work is, where somebody watches. */
  readonly progress?: (progress: Progress) => void;
}

/** The io of the running process. */
export function processIo(): Io {
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
    ...(process.stderr.isTTY ? { progress: showShare } : {}),
  };
}

/** One line that is written over, in whole percents; taken away when the work is done. */
function showShare({ done, total }: Progress): void {
  if (total === undefined || total === 0) return;
  const share = Math.floor((100 * done) / total);
  process.stderr.write(share >= 100 ? "\r    \r" : `\r${String(share).padStart(3)}%`);
}
