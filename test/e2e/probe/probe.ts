import { connectHost } from "../../../renderer/bridge/host.ts";
import type { HostApi } from "../../../main/contract.ts";

/** What a worker inside a worker found. */
export interface WorkerFindings {
  readonly isolated: boolean;
  readonly sqliteVersion: string;
  readonly sharedMemory: boolean;
}

declare global {
  interface Window {
    probe: { readonly host: HostApi; readonly worker: () => Promise<WorkerFindings> };
  }
}

window.probe = {
  host: connectHost(),
  worker: () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL("./outer-worker.ts", import.meta.url), { type: "module" });
      worker.onmessage = (event: MessageEvent<WorkerFindings>) => {
        resolve(event.data);
      };
      worker.onerror = (event) => {
        reject(new Error(event.message));
      };
    }),
};
