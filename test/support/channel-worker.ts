import type { RunReply } from "../../workers/pool/protocol.ts";
import type { WorkerLike } from "../../workers/pool/run-on-worker.ts";

/** A worker over a message channel: messages are cloned as between threads; one that is told nothing to serve with never answers. */
export function channelWorker<Request>(
  serve?: (request: Request, reply: (message: RunReply) => void) => void | Promise<void>,
): WorkerLike<Request> & { readonly ended: () => boolean } {
  const { port1, port2 } = new MessageChannel();
  let ended = false;
  const worker: WorkerLike<Request> = {
    postMessage: (message, options) => port1.postMessage(message, options),
    terminate: () => {
      ended = true;
      port1.close();
    },
    onmessage: null,
    onerror: null,
  };
  port1.onmessage = (event: MessageEvent<RunReply>) => worker.onmessage?.(event);
  port2.onmessage = (event: MessageEvent<Request>) => {
    void serve?.(event.data, (reply) => port2.postMessage(reply));
  };
  return Object.assign(worker, { ended: () => ended });
}
