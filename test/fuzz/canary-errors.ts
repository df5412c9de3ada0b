import { hostInputs, hostMethods } from "../../main/contract.ts";
import { fault, type Outcome } from "../../workers/base/fault.ts";
import { inputs } from "../../workers/contract.ts";
import { inlinePool } from "../../workers/pool/inline-pool.ts";
import { exposeTable } from "../../workers/rpc/expose-table.ts";
import type { Port, Table } from "../../workers/rpc/endpoint.ts";
import { createService } from "../../workers/service.ts";
import { randomStream, type RandomStream } from "../../workers/stats/random.ts";
import { vaultKeyOf, type VaultKey } from "../../workers/vault/key.ts";
import { openVault } from "../../workers/vault/open-vault.ts";
import { SqliteError } from "../../workers/vault/sqlite-statement.ts";
import { encodings } from "../e2e/support/search.ts";
import { bareDatabase } from "../support/bare-database.ts";
import { noReleases } from "../support/memory-releases.ts";
import { memoryVaultFile } from "../support/memory-vault-file.ts";
import { sqliteWasm } from "../support/sqlite.ts";
import { throwawayHost } from "./messages.ts";
import { anyValue, noise } from "./mutate.ts";
import { fuzz, type FuzzCounts } from "./watch.ts";

/** What a person types and a key is made of: none of it may be in any error. */
const canaries = [
  "kanaria-passphrase-71",
  "鶸野 花子",
  "4111111111111111",
  "hiwano@canary.example",
  "090-1234-9876",
];
const forbidden = canaries.flatMap((word) => encodings(word));

function canary(random: RandomStream): string {
  return canaries[random.below(canaries.length)] ?? "";
}

/** A failure that says a canary in one of its encodings must be noticed, or the suite shows nothing. */
export function blindSpots(): readonly string[] {
  const shown = canaries.flatMap((word) => [
    new Error(word),
    { details: { path: `/home/${word}/x` } },
    { data: Buffer.from(word).toString("hex") },
    { data: Buffer.from(`xx${word}xx`).toString("base64") },
  ]);
  return shown.flatMap((said) => {
    try {
      return [checked(said)];
    } catch {
      return [];
    }
  });
}

/** Fails when a canary is in what an error says, shows or carries; answers how the error is known. */
function checked(said: unknown): string {
  const text =
    said instanceof Error
      ? `${said.name} ${said.message} ${said.stack ?? ""} ${JSON.stringify(said)}`
      : JSON.stringify(said);
  const bytes = Buffer.from(text);
  if (forbidden.some((form) => bytes.includes(form))) throw new Error("a canary is in an error");
  return said instanceof Error ? said.name : "fault";
}

const faultOf = (outcome: Outcome<unknown>): unknown => (outcome.ok ? {} : outcome.error);

/** A value with canaries at every text, in the places the names say. */
function laden(random: RandomStream, names: readonly string[]): unknown {
  const value = (): unknown => {
    const word = canary(random);
    const forms: readonly unknown[] = [
      word,
      `${word}/x.kura`,
      new TextEncoder().encode(word),
      [word],
      { [word]: word },
    ];
    return random.below(4) === 0 ? anyValue(random) : forms[random.below(forms.length)];
  };
  return Object.fromEntries(names.filter(() => random.below(5) > 0).map((name) => [name, value()]));
}

const membersOf = (schema: object): readonly string[] =>
  "entries" in schema ? Object.keys(schema.entries as object) : [];

const statements = [
  "INSERT INTO customers (id, import_id, source) VALUES (1, 1, ?)",
  "INSERT INTO customers (id, import_id, source) VALUES (?, ?, ?)",
  "INSERT INTO settings (key, value) VALUES (?, ?)",
  "INSERT INTO orders (customer_id, source, day, amount, currency, import_id) VALUES (99, ?, ?, 1, ?, 1)",
  "SELECT json_extract(?, '$.a')",
  "SELECT abs(-9223372036854775808), ?",
  "SELECT * FROM nowhere WHERE a = ?",
  "UPDATE record SET payload = ?",
];

/** The five places errors come from: the host, a method that throws, the service, the door, the database. */
export async function fuzzCanaryErrors(cases: number, seed = 8): Promise<FuzzCounts> {
  const random = randomStream(seed);
  const { service: host, remove } = throwawayHost();
  const notHere = (): never => {
    throw new Error(canaries.join());
  };
  const ports = {
    vaultFile: memoryVaultFile(),
    releases: noReleases(notHere),
    models: inlinePool(),
    sqliteWasm,
    now: () => new Date(0),
    emit: () => undefined,
  };
  const { api } = createService(ports);
  const methods = api as unknown as Record<string, (input: unknown) => Promise<Outcome<unknown>>>;
  const db = await bareDatabase();
  db.run("INSERT INTO customers (id, import_id, source) VALUES (1, 1, 'shop')");
  for (const word of canaries) db.run("INSERT INTO settings (key, value) VALUES (?, ?)", [word, word]);
  const thrower = throwingPort();
  const places: readonly (() => Promise<string> | string)[] = [
    async () => {
      const method = hostMethods[random.below(hostMethods.length)] ?? "hostInfo";
      if (method === "nextLockEvent") return "not asked";
      return `host ${checked(faultOf(await host.answer(method, laden(random, membersOf(hostInputs[method])))))}`;
    },
    async () => {
      const reply = await thrower.ask(canary(random));
      // A method that throws is answered with a fault like any other, never with what it threw.
      if (!JSON.stringify(reply).includes('"ok":false')) throw new Error("no fault");
      return `port ${checked(reply)}`;
    },
    async () => {
      const names = Object.keys(inputs) as (keyof typeof inputs)[];
      const name = names[random.below(names.length)] ?? "vaultInfo";
      // Deriving a key takes a quarter of a second; the door is asked below.
      if (["createVault", "unvaultInfo", "openSample"].includes(name)) return "not asked";
      return `service ${checked(faultOf((await methods[name]?.(laden(random, membersOf(inputs[name])))) ?? fault("internal")))}`;
    },
    async () => {
      const raw = new Uint8Array(32);
      raw.set(new TextEncoder().encode(canaries[0]));
      const bytes = noise(random, 4096 * random.below(3));
      const vault = { ...ports, vaultFile: memoryVaultFile({ bytes, manifests: [] }) };
      const source = (salt: Uint8Array<ArrayBuffer>): Promise<VaultKey> => vaultKeyOf(raw.slice(), salt);
      return `door ${checked(faultOf(await openVault(vault, source)))}`;
    },
    () => {
      const sql = statements[random.below(statements.length)] ?? "";
      const count = sql.split("?").length - 1;
      try {
        db.rows(
          sql,
          Array.from({ length: count }, () => canary(random)),
        );
        return "database stored";
      } catch (error) {
        if (!(error instanceof SqliteError)) throw error;
        return `database ${checked(error)}`;
      }
    },
  ];
  try {
    return await fuzz("errors with canaries", cases, (index) => places[index % places.length]?.() ?? "");
  } finally {
    thrower.close();
    db.close();
    await remove();
  }
}

interface ThrowingPort {
  /** Calls a method that throws the word in one of several ways, and answers with the reply as it crosses the port. */
  ask(word: string): Promise<unknown>;
  close(): void;
}

function throwingPort(): ThrowingPort {
  const channel = new MessageChannel();
  const ways: readonly ((word: string) => unknown)[] = [
    (word) => new Error(word),
    (word) => new TypeError(`Cannot read properties of "${word}"`, { cause: word }),
    (word) => Object.assign(new Error("x"), { path: word, sql: `SELECT '${word}'` }),
    (word) => word,
    (word) => ({ ok: false, error: { code: word } }),
  ];
  let next = 0;
  const table = {
    vaultInfo: () => {
      const thrown = ways[next % ways.length]?.(canaries[next % canaries.length] ?? "");
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a bug may throw anything
      return Promise.reject(thrown);
    },
  };
  exposeTable(table as unknown as Table<typeof table>, channel.port2 as unknown as Port, {
    vaultInfo: inputs.vaultInfo,
  });
  channel.port1.start();
  return {
    ask: (word) => {
      next++;
      const reply = new Promise<unknown>((resolve) => {
        channel.port1.addEventListener("message", ({ data }: MessageEvent<unknown>) => resolve(data), {
          once: true,
        });
      });
      const argumentList = [{ type: "RAW", value: next % 3 === 0 ? { [word]: word } : {} }];
      channel.port1.postMessage({ id: `t${String(next)}`, type: "APPLY", path: ["vaultInfo"], argumentList });
      return reply;
    },
    close: () => {
      channel.port1.close();
    },
  };
}
