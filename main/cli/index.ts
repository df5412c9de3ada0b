import { isMainThread } from "node:worker_threads";
import { cancelJob } from "../../workers/base/job.ts";
import { forbidCoreDumps } from "../hostservice/no-core-dumps.ts";
import { helperThreads, servePieces } from "./core/helper-thread.ts";
import { processIo } from "./core/io.ts";
import { run } from "./run.ts";

if (isMainThread) {
  forbidCoreDumps();
  const io = processIo(helperThreads(import.meta.url));
  // The first interrupt asks the work to stop and leave the vault as it was; the second ends the process.
  process.once("SIGINT", () => {
    cancelJob(io.job);
    process.once("SIGINT", () => process.exit(130));
  });
  process.exitCode = await run(process.argv.slice(2), io);
} else servePieces();
