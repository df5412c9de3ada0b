import { serveUnpack } from "./unpack-server.ts";
import type { UnpackRequest } from "./unpack-on-worker.ts";

// As in the vault's thread: no heading of a file can change what objects inherit.
Object.freeze(Object.prototype);
Object.freeze(Array.prototype);

addEventListener("message", ({ data }: MessageEvent<UnpackRequest>) => {
  void serveUnpack(data, (message) => postMessage(message));
});
