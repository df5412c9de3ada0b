import * as Comlink from "comlink";
import * as v from "valibot";
import { fault, type Outcome } from "../base/fault.ts";
import { transferable, type Port, type Schemas, type Table } from "./endpoint.ts";

export interface ConnectOptions<Api> {
  /** Methods whose arguments give their byte arrays away instead of copying them. */
  readonly giving?: readonly (keyof Api & string)[];
}

type RemoteTable = Record<string, (input: unknown) => Promise<Outcome<unknown>>>;

/**
 * The other end of `exposeTable`: a frozen table of the same methods. Arguments are checked before
 * they are sent; what the schema refuses is answered with "bad-arguments" at once.
 */
export function connectTable<Api extends object>(
  port: Port,
  schemas: Schemas<Api>,
  options: ConnectOptions<Api> = {},
): Table<Api> {
  const remote = Comlink.wrap(port as unknown as Comlink.Endpoint) as unknown as RemoteTable;
  const giving = new Set<string>(options.giving);
  const table = Object.create(null) as RemoteTable;
  for (const name of Object.keys(schemas) as (keyof Api & string)[]) {
    const schema = schemas[name];
    table[name] = async (input) => {
      const checked = v.safeParse(schema, input);
      if (!checked.success) return fault("bad-arguments");
      const message = giving.has(name)
        ? Comlink.transfer(checked.output as object, transferable(checked.output))
        : checked.output;
      const method = remote[name];
      return method === undefined ? fault("internal") : method(message);
    };
  }
  return Object.freeze(table) as unknown as Table<Api>;
}
