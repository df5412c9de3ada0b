import wasmUrl from "sql.js/dist/sql-wasm-browser.wasm?url";
import { workerPool } from "./pool/worker-pool.ts";
import { isStartMessage, startOnPorts } from "./start-worker.ts";
import { windowPieces } from "./window-pieces.ts";

/*
 * The vault's thread in the window. It takes its ports from the first message and listens to nothing
 * else. Prototypes are frozen first: no file's heading and no message can change what objects inherit.
 */
Object.freeze(Object.prototype);
Object.freeze(Array.prototype);

async function sqliteWasm(): Promise<ArrayBuffer> {
  const response = await fetch(wasmUrl);
  if (!response.ok) throw new Error("SQLite is missing from this installation");
  return response.arrayBuffer();
}

addEventListener(
  "message",
  ({ data }: MessageEvent<unknown>) => {
    if (!isStartMessage(data)) return;
    startOnPorts(data, { models: workerPool(), sqliteWasm, pieces: windowPieces });
  },
  { once: true },
);
