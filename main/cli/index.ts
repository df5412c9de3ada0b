import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { forbidCoreDumps } from "../hostservice/no-core-dumps.ts";
import { keepTerminal, terminalOver, type CommandThread } from "./core/terminal.ts";

/*
 * Three kinds of threads run this program: the first keeps the terminal, the second runs the command, and where there are cores, a third
 * takes pieces of its fits. Each loads only what it runs.
 */
if (isMainThread) {
  forbidCoreDumps();
  keepTerminal(import.meta.url);
} else if (workerData === null) void servePieces();
else void runCommand(workerData as CommandThread);

async function runCommand({ job }: CommandThread): Promise<void> {
  const [{ run }, { processIo }, { helperThreads }] = await Promise.all([
    import("./run.ts"),
    import("./core/io.ts"),
    import("./core/helper-thread.ts"),
  ]);
  const io = processIo(terminalOver(parentPort!), job, helperThreads(import.meta.url));
  process.exitCode = await run(process.argv.slice(2), io);
}

async function servePieces(): Promise<void> {
  const pieces = await import("./core/helper-thread.ts");
  pieces.servePieces();
}
