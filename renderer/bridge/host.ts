import { fault, type Outcome } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import { hostMethods, hostWire, type HostApi } from "../../main/contract.ts";
import { callOverPipe } from "./pipe.ts";

/**
 * The host this window runs in: Electron's preload object where there is one, else the Chromium host
 * behind the private origin. Every method answers with a value or a fault; none rejects.
 */
export function connectHost(): HostApi {
  const exposed: unknown = Reflect.get(globalThis, hostWire.global);
  const send = isExposed(exposed)
    ? (method: string, input: unknown) => exposed[method]?.(input) ?? Promise.resolve(fault("internal"))
    : callOverPipe;
  const entries = hostMethods.map((method) => [
    method,
    (input: unknown): Promise<Outcome<unknown>> => send(method, input).catch(() => fault("internal")),
  ]);
  return Object.freeze(Object.fromEntries(entries)) as HostApi;
}

type Exposed = Readonly<Record<string, (input: unknown) => Promise<Outcome<unknown>>>>;

function isExposed(value: unknown): value is Exposed {
  return (
    typeof value === "object" &&
    value !== null &&
    hostMethods.every((method) => typeof Reflect.get(value, method) === "function")
  );
}

/** What a vault worker needs of a host for one vault file. */
export interface HostVaultFile {
  read(): Promise<Outcome<Uint8Array | undefined>>;
  write(bytes: Uint8Array): Promise<Outcome<{ readonly at: string }>>;
}

/** The file port of a vault: an existing one is opened under its lock, a new one has its name reserved. */
export function hostVaultFile(host: HostApi, path: string, isNew: boolean): HostVaultFile {
  return {
    read: async () => {
      if (isNew) {
        const reserved = await host.reserveVault({ path });
        return reserved.ok ? ok(undefined) : reserved;
      }
      const opened = await host.openVault({ path });
      return opened.ok ? ok(opened.value.bytes) : opened;
    },
    write: (bytes) => host.saveVault({ path, bytes }),
  };
}
