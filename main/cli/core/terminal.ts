import { Worker, type MessagePort } from "node:worker_threads";
import { cancelJob, newJobTicket, type JobTicket } from "../../../workers/base/job.ts";

/** Where a command's words go and what it is told comes from. */
export interface Terminal {
  /** Writes to standard output. */
  out(text: string): void;
  /** Writes to standard error. */
  err(text: string): void;
  /** Standard input to its end, or undefined when a person sits at it. */
  readInput(): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** What the thread of a command is started with. */
export interface CommandThread {
  /** Raised when the user interrupts. */
  readonly job: JobTicket;
}

/** What the thread of a command tells the one that keeps the terminal. */
type Told = { readonly kind: "out" | "err"; readonly text: string } | { readonly kind: "input" };

/** As shells know what was interrupted: 128 and the number of the signal. */
const interruptedCode = 130;
/** Failed with a reason, as `run` has it. */
const failedCode = 1;

/** The streams of the running process. */
export const ownTerminal: Terminal = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  readInput: async () => {
    if (process.stdin.isTTY) return undefined;
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) chunks.push(chunk);
    return new Uint8Array(Buffer.concat(chunks));
  },
};

/**
 * Runs the command on a thread of its own and keeps the terminal on this one, which does nothing else: an interrupt is heard however
 * busy the command is. The first asks its job to stop and leave the vault as it was; the second ends the process. `program` is the
 * address of the program's own script.
 */
export function keepTerminal(program: string): void {
  const job = newJobTicket("command");
  const worker = new Worker(new URL(program), {
    argv: process.argv.slice(2),
    workerData: { job } satisfies CommandThread,
  });
  let interrupted = false;
  let awaitingInput = false;
  let unwritten = false;
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // Whoever reads may stop reading (`| head`): the command goes on to its end all the same.
      if (error.code === "EPIPE" || unwritten) return;
      unwritten = true;
      ownTerminal.err(`kurabito: ${error.message}\n`);
    });
  process.on("SIGINT", () => {
    // Secrets are read before anything is begun: there is nothing to leave in order.
    if (interrupted || awaitingInput) process.exit(interruptedCode);
    interrupted = true;
    cancelJob(job);
  });
  worker.on("message", (told: Told) => {
    if (told.kind !== "input") {
      ownTerminal[told.kind](told.text);
      return;
    }
    awaitingInput = true;
    void ownTerminal.readInput().then((input) => {
      awaitingInput = false;
      worker.postMessage(input, input === undefined ? [] : [input.buffer]);
    });
  });
  worker.once("exit", (code) => {
    // What was done before the interrupt reached it is done.
    if (interrupted && code !== 0) process.exitCode = interruptedCode;
    else process.exitCode = unwritten ? Math.max(code, failedCode) : code;
  });
}

/** The terminal as the thread of a command has it: words are told at once, also from the midst of long work. */
export function terminalOver(port: MessagePort): Terminal {
  const tell = (told: Told): void => port.postMessage(told);
  return {
    out: (text) => tell({ kind: "out", text }),
    err: (text) => tell({ kind: "err", text }),
    readInput: () => {
      const answer = new Promise<Uint8Array<ArrayBuffer> | undefined>((resolve) => {
        port.once("message", resolve);
      });
      tell({ kind: "input" });
      return answer;
    },
  };
}
