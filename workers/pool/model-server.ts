import { Cancelled, jobControl } from "../base/job.ts";
import { models, type Model } from "../models/registry.ts";
import type { RunReply, RunRequest } from "./protocol.ts";

/** Runs one request to its end; `reply` gets its progress and its outcome. */
export function serveRun(request: RunRequest, reply: (message: RunReply) => void): void {
  const job = jobControl({ id: request.name, flag: request.flag }, (progress) =>
    reply({ kind: "progress", progress }),
  );
  try {
    job.check();
    const model = models[request.name] as Model<unknown, unknown>;
    reply({ kind: "done", output: model(request.input, job) });
  } catch (error) {
    if (error instanceof Cancelled) reply({ kind: "cancelled" });
    // Models see no personal data, so their own messages hold none.
    else reply({ kind: "failed", message: error instanceof Error ? error.message : "unknown" });
  }
}
