import { modelServer } from "./model-server.ts";
import type { MateMessage, RunRequest } from "./protocol.ts";

const serve = modelServer();
addEventListener("message", ({ data }: MessageEvent<RunRequest | MateMessage>) =>
  serve(data, (message) => postMessage(message)),
);
