import { serveRun } from "./model-server.ts";
import type { RunRequest } from "./protocol.ts";

addEventListener("message", (event: MessageEvent<RunRequest>) =>
  serveRun(event.data, (message) => postMessage(message)),
);
