import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { hostCallSchema, hostInputs, hostMethods } from "../../main/contract.ts";
import { defaultFolders } from "../../main/hostservice/folders.ts";
import { createHostService, type HostService } from "../../main/hostservice/host-service.ts";
import { liftBytes, lowerBytes, packFrame, unpackFrame } from "../../workers/base/frame.ts";
import { ok } from "../../workers/base/result.ts";
import { inputs } from "../../workers/contract.ts";
import type { Port, Table } from "../../workers/rpc/endpoint.ts";
import { exposeTable } from "../../workers/rpc/expose-table.ts";
import { randomStream, type RandomStream } from "../../workers/stats/random.ts";
import { anyObject, anyValue, mutated, noise } from "./mutate.ts";
import { fuzz, outcomeName, type FuzzCounts } from "./watch.ts";

/** Calls as the window frames them: with and without byte arrays, handed over, and with an inlet. */
function sampleFrames(): readonly Uint8Array[] {
  const id = "0b2c1d3e-1111-4222-8333-123456789abc";
  const heads: readonly unknown[] = [
    { input: {} },
    { input: { path: "/a/b.kura", bytes: new Uint8Array(300), manifest: new Uint8Array(20) } },
    { input: { path: "/a/b.kura" }, inlet: id },
    { handover: id },
    { input: { folder: "/a", files: [{ name: "x.csv", bytes: new Uint8Array(9) }] } },
  ];
  return heads.map((head) => {
    const parts: Uint8Array[] = [];
    return packFrame({ head: new TextEncoder().encode(JSON.stringify(liftBytes(head, parts))), parts });
  });
}

/** The decoder of framed calls: what it takes apart, it puts together again byte by byte. */
export function fuzzFrames(cases: number, seed = 5): Promise<FuzzCounts> {
  const random = randomStream(seed);
  const frames = sampleFrames();
  return fuzz("the frame decoder", cases, (index) => {
    const from = frames[index % frames.length] ?? new Uint8Array();
    const bytes = index % 10 === 9 ? noise(random, random.below(200)) : mutated(random, from);
    const frame = unpackFrame(bytes);
    if (frame === undefined) return "no frame";
    if (Buffer.compare(packFrame(frame), bytes) !== 0) throw new Error("another frame than was sent");
    const head = v.safeParse(hostCallSchema, parsed(frame.head));
    if (!head.success) return "no call";
    if ("input" in head.output) lowerBytes(head.output.input, frame.parts);
    return "a call";
  });
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/** A host over a folder of its own, and its removal. */
export function throwawayHost(): {
  readonly service: HostService;
  readonly home: string;
  remove(): Promise<void>;
} {
  const home = mkdtempSync(join(tmpdir(), "kurabito-fuzz-"));
  const nothing = () => Promise.resolve(undefined);
  const service = createHostService({
    kind: "chromium",
    version: "0",
    languages: [],
    folders: defaultFolders(home),
    dialogs: { native: false, chooseVault: nothing, chooseFolder: nothing, showFolder: nothing },
    networkCount: () => ({ refused: 0, sent: 0 }),
  });
  return {
    service,
    home,
    remove: async () => {
      await service.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The names of a schema's members, as far as it has some. */
function membersOf(schema: v.GenericSchema): readonly string[] {
  return "entries" in schema && typeof schema.entries === "object" ? Object.keys(schema.entries ?? {}) : [];
}

const oddNames = ["", "constructor", "__proto__", "toString", "hostInfo ", "HOSTINFO", "valueOf", "then"];

/** One argument in five is an object with the method's own members, so that schemas are tried member by member. */
function argumentFor(random: RandomStream, schema: v.GenericSchema): unknown {
  return random.below(5) === 0 ? anyValue(random) : anyObject(random, 3, membersOf(schema));
}

/** The host's one way in, by any name and with anything: an outcome each time. */
export async function fuzzHost(cases: number, seed = 6): Promise<FuzzCounts> {
  const random = randomStream(seed);
  const { service, remove } = throwawayHost();
  try {
    return await fuzz("the host service", cases, async () => {
      const known = hostMethods[random.below(hostMethods.length)] ?? "hostInfo";
      if (random.below(20) === 0) {
        const name = oddNames[random.below(oddNames.length)] ?? "";
        const code = outcomeName(await service.answer(name, anyValue(random)));
        if (code !== "bad-arguments") throw new Error(`${name} was answered`);
        return code;
      }
      const input = argumentFor(random, hostInputs[known]);
      // Its right answer is to wait for a reason to lock.
      if (known === "nextLockEvent" && v.is(hostInputs[known], input)) return "not asked";
      return outcomeName(await service.answer(known, input));
    });
  } finally {
    await remove();
  }
}

const attacks: readonly ((id: string) => unknown)[] = [
  (id) => ({ id, type: "SET", path: ["__proto__", "polluted"], value: { type: "RAW", value: 1 } }),
  (id) => ({ id, type: "CONSTRUCT", path: ["constructor", "constructor"], argumentList: [] }),
  (id) => ({
    id,
    type: "APPLY",
    path: ["constructor", "constructor"],
    argumentList: [{ type: "RAW", value: "1" }],
  }),
  (id) => ({ id, type: "GET", path: [] }),
  (id) => ({ id, type: "ENDPOINT" }),
  (id) => ({ id, type: "RELEASE" }),
  (id) => ({ id, type: "APPLY", path: ["toString"], argumentList: [] }),
  (id) => ({ id, type: "APPLY", path: ["vaultInfo", "call"], argumentList: [{ type: "RAW", value: {} }] }),
  (id) => ({
    id,
    type: "APPLY",
    path: ["vaultInfo"],
    argumentList: [{ type: "HANDLER", name: "proxy", value: {} }],
  }),
];

/** The vault worker's table of methods behind its port: nothing passes but calls whose argument fits the contract. */
export async function fuzzWorker(cases: number, seed = 7): Promise<FuzzCounts> {
  const random = randomStream(seed);
  const channel = new MessageChannel();
  const names = Object.keys(inputs) as (keyof typeof inputs)[];
  const unfit: string[] = [];
  const table = Object.fromEntries(
    names.map((name) => [
      name,
      (input: unknown) => {
        if (!v.is(inputs[name], input)) unfit.push(name);
        return Promise.resolve(ok(null));
      },
    ]),
  );
  exposeTable(table as Table<typeof table>, channel.port2 as unknown as Port, inputs);
  const waiting = new Map<string, (value: unknown) => void>();
  channel.port1.addEventListener(
    "message",
    ({ data }: MessageEvent<{ id: string; type: string; value: unknown }>) => {
      if (data.type !== "RAW") throw new Error("an answer of another kind");
      waiting.get(data.id)?.(data.value);
      waiting.delete(data.id);
    },
  );
  channel.port1.start();
  const answered = (id: string, message: unknown): Promise<unknown> =>
    new Promise((resolve) => {
      waiting.set(id, resolve);
      channel.port1.postMessage(message);
    });
  try {
    const counts = await fuzz("the worker's port", cases, async (index) => {
      const id = `m${String(index)}`;
      const name = names[random.below(names.length)] ?? "vaultInfo";
      const kind = random.below(4);
      if (kind === 0) {
        const attack = attacks[random.below(attacks.length)] ?? (() => ({}));
        return `attack ${outcomeName(await answered(id, attack(id)))}`;
      }
      // What has no id gets no answer; the next case shows that the port still works.
      if (kind === 1) {
        channel.port1.postMessage(anyValue(random));
        return "no id";
      }
      const argumentList = [{ type: "RAW", value: argumentFor(random, inputs[name]) }];
      return outcomeName(await answered(id, { id, type: "APPLY", path: [name], argumentList }));
    });
    if (unfit.length > 0) throw new Error(`reached with an unfit argument: ${unfit[0] ?? ""}`);
    return counts;
  } finally {
    channel.port1.close();
  }
}
