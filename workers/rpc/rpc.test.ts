import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as v from "valibot";
import fc from "fast-check";
import { fault, type Outcome } from "../base/fault.ts";
import { ok } from "../base/result.ts";
import { connectTable } from "./connect-table.ts";
import type { Port } from "./endpoint.ts";
import { exposeTable } from "./expose-table.ts";

interface Api {
  readonly add: (input: { readonly a: number; readonly b: number }) => Promise<Outcome<number>>;
  readonly reverse: (input: {
    readonly bytes: Uint8Array;
  }) => Promise<Outcome<{ readonly bytes: Uint8Array }>>;
  readonly fail: (input: Readonly<Record<string, never>>) => Promise<Outcome<null>>;
}

const schemas = {
  add: v.strictObject({ a: v.number(), b: v.number() }),
  reverse: v.strictObject({ bytes: v.instance(Uint8Array) }),
  fail: v.strictObject({}),
};

const table: Api = {
  add: ({ a, b }) => Promise.resolve(ok(a + b)),
  reverse: ({ bytes }) => Promise.resolve(ok({ bytes: Uint8Array.from(bytes).reverse() })),
  fail: () => Promise.reject(new Error("canary 4111-1111")),
};

let channel: MessageChannel;
const near = (): Port => channel.port1 as unknown as Port;

beforeEach(() => {
  channel = new MessageChannel();
  exposeTable<Api>(table, channel.port2 as unknown as Port, schemas, { giving: ["reverse"] });
});
afterEach(() => {
  channel.port1.close();
});

/** Sends a raw message as an attacker who holds the port would, and answers with the reply. */
async function raw(message: object): Promise<unknown> {
  const reply = new Promise<unknown>((resolve) => {
    channel.port1.addEventListener("message", (event: MessageEvent<unknown>) => resolve(event.data), {
      once: true,
    });
  });
  channel.port1.start();
  channel.port1.postMessage(message);
  return reply;
}

const refused = { id: "1", type: "RAW", value: fault("bad-arguments") };
const argument = (value: unknown) => ({ type: "RAW", value });

describe("a connected table", () => {
  test("calls methods by name and passes outcomes", async () => {
    const api = connectTable<Api>(near(), schemas);
    expect(await api.add({ a: 2, b: 3 })).toEqual(ok(5));
    expect(Object.isFrozen(api)).toBe(true);
    expect(Object.getPrototypeOf(api)).toBeNull();
    expect(Object.keys(api)).toEqual(["add", "reverse", "fail"]);
  });

  test("what a method throws is not told", async () => {
    const outcome = await connectTable<Api>(near(), schemas).fail({});
    expect(outcome).toEqual(fault("internal"));
    expect(JSON.stringify(outcome)).not.toContain("4111");
  });

  test("arguments are checked before they are sent", async () => {
    const api = connectTable<Api>(near(), schemas);
    expect(await api.add({ a: "2", b: 3 } as unknown as { a: number; b: number })).toEqual(
      fault("bad-arguments"),
    );
    expect(await api.add({ a: 1, b: 3, c: 4 } as { a: number; b: number })).toEqual(fault("bad-arguments"));
  });

  test("bytes are handed over without a copy where that was asked for", async () => {
    const api = connectTable<Api>(near(), schemas, { giving: ["reverse"] });
    const bytes = Uint8Array.of(1, 2, 3);
    const answer = await api.reverse({ bytes });
    expect(answer).toEqual(ok({ bytes: Uint8Array.of(3, 2, 1) }));
    expect(bytes.byteLength).toBe(0);
  });

  test("a part of a larger buffer is copied, the rest stays", async () => {
    const api = connectTable<Api>(near(), schemas, { giving: ["reverse"] });
    const whole = Uint8Array.of(9, 1, 2, 9);
    expect(await api.reverse({ bytes: whole.subarray(1, 3) })).toEqual(ok({ bytes: Uint8Array.of(2, 1) }));
    expect(whole).toEqual(Uint8Array.of(9, 1, 2, 9));
  });
});

describe("whoever holds the port", () => {
  test("cannot set a prototype", async () => {
    expect(await raw({ id: "1", type: "SET", path: ["__proto__", "x"], value: argument(1) })).toEqual(
      refused,
    );
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
  });

  test("cannot construct anything", async () => {
    const message = { id: "1", type: "CONSTRUCT", path: ["constructor", "constructor"] };
    expect(await raw({ ...message, argumentList: [argument("return 1")] })).toEqual(refused);
  });

  test("cannot replace a method", async () => {
    expect(await raw({ id: "1", type: "SET", path: ["add"], value: argument(1) })).toEqual(refused);
    expect(await connectTable<Api>(near(), schemas).add({ a: 1, b: 1 })).toEqual(ok(2));
  });

  test("cannot read along a path", async () => {
    expect(await raw({ id: "1", type: "GET", path: ["add", "constructor"] })).toEqual(refused);
    expect(await raw({ id: "1", type: "GET", path: ["add"] })).toEqual(refused);
  });

  test.each([
    { type: "APPLY", path: ["constructor"], argumentList: [argument({})] },
    { type: "APPLY", path: ["__proto__"], argumentList: [argument({})] },
    { type: "APPLY", path: ["hasOwnProperty"], argumentList: [argument("add")] },
    { type: "APPLY", path: ["add", "call"], argumentList: [argument({ a: 1, b: 1 })] },
    { type: "APPLY", path: [], argumentList: [argument({})] },
    { type: "APPLY", path: ["add"], argumentList: [] },
    { type: "APPLY", path: ["add"], argumentList: [argument({ a: 1, b: 1 }), argument(1)] },
    {
      type: "APPLY",
      path: ["add"],
      argumentList: [{ type: "HANDLER", name: "throw", value: { isError: false } }],
    },
    { type: "APPLY", path: ["add"], argumentList: [argument({ a: 1 })] },
    { type: "ENDPOINT" },
    { type: "RELEASE" },
  ])("is refused $type $path", async (message) => {
    expect(await raw({ id: "1", ...message })).toMatchObject({ id: "1", value: fault("bad-arguments") });
  });

  test("gets nothing but typed refusals for any message of its making", async () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom("add", "__proto__", "constructor", "APPLY", "SET", "RAW"),
    );
    const message = fc.record(
      {
        type: part,
        path: fc.array(part, { maxLength: 3 }),
        argumentList: fc.array(fc.record({ type: part, value: fc.jsonValue() }), { maxLength: 2 }),
        value: fc.jsonValue(),
      },
      { requiredKeys: ["type"] },
    );
    await fc.assert(
      fc.asyncProperty(message, async (made) => {
        expect(await raw({ id: "1", ...made })).toMatchObject({ id: "1", type: "RAW", value: { ok: false } });
      }),
      { numRuns: 300 },
    );
  });
});
