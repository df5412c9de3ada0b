import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { erasureMethods } from "../../workers/gates/keep/erasure/index.ts";
import { openWorkspace } from "../../workers/open-workspace.ts";
import type { ServicePorts } from "../../workers/ports.ts";
import { createVault } from "../../workers/vault/open-vault.ts";
import { SqliteDatabase } from "../../workers/vault/sqlite.ts";
import type { Vault } from "../../workers/vault/vault.ts";
import { memoryReleases } from "../support/memory-releases.ts";
import { memoryVaultFile } from "../support/memory-vault-file.ts";
import { value } from "../support/value.ts";

/** A native SQLite: opens the file, runs the statements with secure_delete in one transaction, then VACUUM; answers the seconds of both. */
export type EraseNative = (
  path: string,
  statements: readonly string[],
) => { readonly deleting: number; readonly rebuilding: number };

const ORDERS_EACH = 10;
const AT_ONCE = 1000;
const SEARCHED_PLAINLY = 20;

/** What an engine without our catalogue would be told to do. */
const statementsFor = (ids: string): readonly string[] => [
  `DELETE FROM order_lines WHERE order_id IN (SELECT id FROM orders WHERE customer_id IN (${ids}))`,
  ...["scores", "release_people", "identifiers", "orders"].map(
    (table) => `DELETE FROM ${table} WHERE customer_id IN (${ids})`,
  ),
  // Statements of consent go along: foreign keys are on.
  `DELETE FROM customers WHERE id IN (${ids})`,
];

/** Times erasing one person and a thousand of `people`, with proof, beside deleting and rebuilding in a native SQLite and searching there. */
export async function measureErasure(
  people: number,
  path: string,
  native: EraseNative | undefined,
): Promise<void> {
  const { vault, ports } = await vaultOf(people);
  const workspace = openWorkspace(vault, ports);
  if (!(vault.db instanceof SqliteDatabase)) throw new Error("the vault's database is another");
  await vault.prefetch();
  await writeFile(path, vault.db.exportImage());
  print("people", people);
  print("orders", people * ORDERS_EACH);
  print("vault, MiB", Math.round(vault.info().bytes / 2 ** 20));
  for (const [name, ids] of [
    ["one person", [people]],
    ["a thousand people", Array.from({ length: AT_ONCE }, (_, at) => at * Math.floor(people / AT_ONCE) + 1)],
  ] as const) {
    const start = performance.now();
    const preview = value(await erasureMethods.previewErasure(workspace, { customerIds: [...ids] }));
    const previewed = performance.now();
    const done = value(
      await erasureMethods.eraseCustomers(workspace, { customerIds: [...ids], reason: "measured" }),
    );
    const seconds = (performance.now() - previewed) / 1000;
    if (done.search?.hits !== 0) throw new Error("something is left");
    print(`ours, ${name}: preview, s`, (previewed - start) / 1000);
    print(`ours, ${name}: erased, rewritten, searched, certified, s`, seconds);
    print(
      `ours, ${name}: rows`,
      preview.tables.reduce((sum, { rows }) => sum + rows, 0),
    );
    print(`ours, ${name}: patterns`, done.search.patterns);
    print(`ours, ${name}: MiB searched`, Math.round(done.search.bytes / 2 ** 20));
    if (native === undefined) continue;
    const { deleting, rebuilding } = native(path, statementsFor(ids.join(",")));
    const looking = await searchPlain(path, ids);
    print(`native, ${name}: DELETE, s`, deleting);
    print(`native, ${name}: VACUUM, s`, rebuilding);
    print(`native, ${name}: four texts of each searched in the plain file, UTF-8 alone, s`, looking);
    print(`native / ours, ${name}`, (deleting + rebuilding + looking) / seconds);
  }
  if (native === undefined)
    process.stdout.write("skipped: no native SQLite here (npm ci --prefix test/oracles)\n");
  vault.close();
  process.stdout.write(`${cpus()[0]?.model ?? ""}, ${String(cpus().length)} cores\n`);
}

/** The plain search one would write: each text by itself, for some of the people, and as long again for the others. */
async function searchPlain(path: string, ids: readonly number[]): Promise<number> {
  const file = await readFile(path);
  const start = performance.now();
  const some = ids.slice(0, SEARCHED_PLAINLY);
  for (const id of some)
    for (const text of Object.values(textsOf(id)))
      if (file.includes(text)) throw new Error("the native engine has left something");
  return ((performance.now() - start) / 1000) * (ids.length / some.length);
}

function textsOf(id: number) {
  const n = String(id).padStart(7, "0");
  return {
    name: `山田 ${n}子`,
    email: `person.${n}@example.jp`,
    phone: `+8190${n}00`,
    number: `M-${n}`,
  };
}

async function vaultOf(people: number): Promise<{ readonly vault: Vault; readonly ports: ServicePorts }> {
  const ports: ServicePorts = {
    vaultFile: memoryVaultFile(),
    releases: memoryReleases(),
    models: { run: () => Promise.reject(new Error("no model runs here")), close: () => undefined },
    sqliteWasm: async () =>
      new Uint8Array(await readFile(createRequire(import.meta.url).resolve("sql.js/dist/sql-wasm.wasm")))
        .buffer,
    now: () => new Date("2026-06-01T00:00:00.000Z"),
    emit: () => undefined,
  };
  const made = value(
    await createVault(ports, new TextEncoder().encode("only to measure, 計測のため"), {
      name: "bench",
      sample: false,
    }),
  );
  value(await made.change(["people"], () => fill(made, people), { loading: true }));
  return { vault: made, ports };
}

function fill({ db }: Vault, people: number): void {
  const ids = Int32Array.from({ length: people }, (_, at) => at + 1);
  const texts = Array.from(ids, textsOf);
  const orders = people * ORDERS_EACH;
  const buyer = Int32Array.from({ length: orders }, (_, at) => (at % people) + 1);
  const number = Int32Array.from({ length: orders }, (_, at) => at + 1);
  db.bulkInsert(
    "INSERT INTO customers (id, import_id, source, full_name, prefecture) VALUES (?, 1, 'shop', ?, '東京都')",
    [ids, texts.map(({ name }) => name)],
  );
  for (const [kind, values] of Object.entries({
    email: texts.map(({ email }) => email),
    phone: texts.map(({ phone }) => phone),
    customer_id: texts.map((one) => one.number),
  }))
    db.bulkInsert(
      `INSERT INTO identifiers (customer_id, kind, value, display, source, since, import_id) VALUES (?, '${kind}', ?, ?, 'shop', '', 1)`,
      [ids, values, values],
    );
  db.bulkInsert(
    "INSERT INTO orders (id, customer_id, source, order_key, day, amount, currency, import_id) VALUES (?, ?, 'shop', ?, ?, ?, 'JPY', 1)",
    [
      number,
      buyer,
      Array.from(number, (at) => `ORDER-${String(at)}`),
      number.map((at) => 19_000 + (at % 1500)),
      number,
    ],
  );
  db.run("INSERT INTO products (id, code, name) VALUES (1, 'tea', '茶')");
  db.bulkInsert(
    "INSERT INTO order_lines (order_id, product_id, quantity, amount, import_id) VALUES (?, 1, 1, ?, 1)",
    [number, number],
  );
  db.bulkInsert(
    `INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source)
     VALUES (?, 'email_marketing', 'self', 'granted', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'shop')`,
    [ids],
  );
}

function print(what: string, figure: number): void {
  process.stdout.write(`${what}: ${Number.isInteger(figure) ? String(figure) : figure.toFixed(2)}\n`);
}
