import * as Comlink from "comlink";
import * as v from "valibot";
import { fault, type Fault, type Outcome } from "../base/fault.ts";
import { transferable, type Port, type PortMessage, type Schemas, type Table } from "./endpoint.ts";

export interface ExposeOptions<Api> {
  /** Methods whose answers give their byte arrays away instead of copying them. */
  readonly giving?: readonly (keyof Api & string)[];
}

type Method = (input: unknown) => Promise<Outcome<unknown>>;

/**
 * Serves a table of methods on a port. comlink alone would let whoever holds the other end read and
 * write any property path and call constructors; here the only message that passes is a call of one
 * own method of the table by its name, with one plain argument, which is then checked against its
 * schema. Everything else is answered with fault "bad-arguments". A method that throws is answered
 * with "internal" and nothing of what it threw.
 */
export function exposeTable<Api extends object>(
  table: Table<Api>,
  port: Port,
  schemas: Schemas<Api>,
  options: ExposeOptions<Api> = {},
): void {
  const giving = new Set<string>(options.giving);
  const served = Object.create(null) as Record<string, Method>;
  for (const name of Object.keys(schemas) as (keyof Api & string)[])
    served[name] = checkedMethod(table[name], schemas[name], giving.has(name));
  Object.freeze(served);
  Comlink.expose(served, callsOnly(port, served) as unknown as Comlink.Endpoint);
}

function checkedMethod(method: Method, schema: v.GenericSchema, giving: boolean): Method {
  return async (input) => {
    const checked = v.safeParse(schema, input);
    if (!checked.success) return fault("bad-arguments");
    try {
      const answer = await method(checked.output);
      return giving ? Comlink.transfer(answer, transferable(answer)) : answer;
    } catch {
      return fault("internal");
    }
  };
}

interface Call {
  readonly id: string;
  readonly type: "APPLY";
  readonly path: readonly [string];
  readonly argumentList: readonly [{ readonly type: "RAW"; readonly value: unknown }];
}

/** The port as comlink may see it: only calls come in, each rebuilt from the parts that were looked at. */
function callsOnly(port: Port, served: object): object {
  return {
    postMessage: (message: unknown, transfer: readonly ArrayBuffer[] = []) => {
      port.postMessage(message, transfer);
    },
    addEventListener: (_: string, listener: (event: PortMessage & { readonly origin: string }) => void) => {
      port.addEventListener("message", ({ data }) => {
        const call = asCall(data, served);
        if (call !== undefined) listener({ data: call, origin: "" });
        else refuse(port, data);
      });
    },
    removeEventListener: () => undefined,
    start: () => {
      port.start?.();
    },
  };
}

const callShape = v.strictObject({
  id: v.pipe(v.string(), v.maxLength(200)),
  type: v.literal("APPLY"),
  path: v.strictTuple([v.string()]),
  argumentList: v.strictTuple([v.strictObject({ type: v.literal("RAW"), value: v.unknown() })]),
});

function asCall(data: unknown, served: object): Call | undefined {
  const read = v.safeParse(callShape, data);
  return read.success && Object.hasOwn(served, read.output.path[0]) ? read.output : undefined;
}

function refuse(port: Port, data: unknown): void {
  if (typeof data !== "object" || data === null || !("id" in data) || typeof data.id !== "string") return;
  const value: { readonly ok: false; readonly error: Fault } = fault("bad-arguments");
  port.postMessage({ id: data.id, type: "RAW", value }, []);
}
