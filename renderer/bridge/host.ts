import { fault, type Outcome } from "../../workers/base/fault.ts";
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
