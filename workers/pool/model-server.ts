import { Cancelled, jobControl } from "../base/job.ts";
import type { Helper, PartsRequest } from "../base/helper.ts";
import { serveParts } from "../base/parts.ts";
import { models, type Model } from "../models/registry.ts";
import { modelParts } from "../models/model-parts.ts";
import type { MateMessage, RunReply, RunRequest } from "./protocol.ts";

/** Runs one request to its end; `reply` gets its progress and its outcome. `helpers` take pieces of it. */
function serveRun(request: RunRequest, reply: (message: RunReply) => void, helpers: readonly Helper[]): void {
  const job = jobControl({ id: request.name, flag: request.flag }, (progress) =>
    reply({ kind: "progress", progress }),
  );
  try {
    job.check();
    const model = models[request.name] as Model<unknown, unknown>;
    reply({ kind: "done", output: model(request.input, { ...job, helpers }) });
  } catch (error) {
    if (error instanceof Cancelled) reply({ kind: "cancelled" });
    // Models see no personal data, so their own messages hold none.
    else reply({ kind: "failed", message: error instanceof Error ? error.message : "unknown" });
  }
}

/**
 * What a worker of a pool does with its messages: runs models, and joins the workers it is told of, whose pieces it runs in turn
 * when it is free.
 */
export function modelServer(): (
  message: RunRequest | MateMessage,
  reply: (message: RunReply) => void,
) => void {
  let mates: readonly Helper[] = [];
  return (message, reply) => {
    mates = mates.filter(({ alive }) => Atomics.load(new Int32Array(alive), 0) !== 0);
    if ("port" in message) mates = [...mates, joined(message)];
    else serveRun(message, reply, mates);
  };
}

function joined({ port, alive }: MateMessage): Helper {
  port.onmessage = ({ data }: MessageEvent<PartsRequest>) => serveParts(data, modelParts);
  return { post: (request) => port.postMessage(request), alive };
}
