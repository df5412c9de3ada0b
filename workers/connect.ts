import type { HostPortApi } from "./host-port.ts";
import { hostPortInputs } from "./host-port.ts";
import { inputs, type VaultApi } from "./contract.ts";
import { connectTable } from "./rpc/connect-table.ts";
import type { Port, PortMessage } from "./rpc/endpoint.ts";
import { exposeTable } from "./rpc/expose-table.ts";
import type { ServiceEvent } from "./terms/event.ts";

/** The part of a Web Worker that is used here. */
export interface WorkerLike {
  postMessage(message: unknown, transfer: readonly object[]): void;
  terminate(): void;
}

/** The first and only message to the vault worker: its three ports. */
export interface StartMessage<P = Port> {
  readonly kind: "start";
  /** The vault's methods are served here. */
  readonly api: P;
  /** The host's are asked for here. */
  readonly host: P;
  /** `ServiceEvent`s are told here. */
  readonly events: P;
}

export interface VaultConnection {
  readonly api: VaultApi;
  /** Calls `listener` for each event until the function returned is called. */
  onEvent(listener: (event: ServiceEvent) => void): () => void;
  /** Ends the worker: the key, the database and every column are gone with it. Calls under way stay unanswered. */
  lock(): void;
}

interface ChannelPort extends Port {
  start(): void;
  close(): void;
}

// Browsers and Node both have it; this file compiles without either's library.
declare const MessageChannel: new () => { readonly port1: ChannelPort; readonly port2: ChannelPort };

/** Methods whose arguments are secrets: their bytes move into the worker, no copy stays behind. */
const secret: readonly (keyof VaultApi)[] = [
  "createVault",
  "unlockVault",
  "restoreBackup",
  "unlockWithRecoveryCode",
  "unlockWithKeychain",
  "changePassphrase",
  "recoveryKit",
  "wrapForKeychain",
];

/** Hands a fresh vault worker its ports and answers with the vault as the window sees it. */
export function connectVault(worker: WorkerLike, host: HostPortApi): VaultConnection {
  const api = new MessageChannel();
  const hostCalls = new MessageChannel();
  const events = new MessageChannel();
  const listeners = new Set<(event: ServiceEvent) => void>();
  events.port1.addEventListener("message", ({ data }: PortMessage) => {
    for (const listener of listeners) listener(data as ServiceEvent);
  });
  events.port1.start();
  exposeTable<HostPortApi>(host, hostCalls.port1, hostPortInputs, {
    giving: ["readVault", "readBackup", "leaseVault", "leaseBackup"],
  });
  const start: StartMessage = {
    kind: "start",
    api: api.port2,
    host: hostCalls.port2,
    events: events.port2,
  };
  worker.postMessage(start, [api.port2, hostCalls.port2, events.port2]);
  return {
    api: connectTable<VaultApi>(api.port1, inputs, { giving: secret }),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    lock: () => {
      worker.terminate();
      for (const port of [api.port1, hostCalls.port1, events.port1]) port.close();
    },
  };
}
