import "../support/derive-once.ts";
import { expect, test } from "vitest";
import { fault } from "../../workers/base/fault.ts";
import { cancelJob, newJobTicket } from "../../workers/base/job.ts";
import { erasureMethods } from "../../workers/gates/keep/erasure/index.ts";
import { MOST_ERASED } from "../../workers/terms/erasure.ts";
import type { Vault } from "../../workers/vault/vault.ts";
import { erasureWorld, type ErasureWorld } from "../support/erasure-world.ts";

const STAYING = 10_000;
const ORDERS_EACH = 2;
/** Where each phase is stopped: enough that each of them reports how far it is. */
const STOPPED = 20_000;
/** Resident memory that 100,000 people may take at most, beside what the vault itself holds. */
const MOST_MEGABYTES = 2_500;

const textsOf = (id: number) => {
  const n = String(id).padStart(7, "0");
  return { name: `山田 ${n}子`, email: `person.${n}@example.jp`, phone: `+8190${n}0` };
};

/** Those who go, and those who stay; one in fifty of these shares a telephone with somebody who goes. */
async function fill(vault: Vault, going: number): Promise<void> {
  const { db } = vault;
  const done = await vault.change(["people"], () => {
    const ids = Int32Array.from({ length: going + STAYING }, (_, at) => at + 1);
    const texts = Array.from(ids, textsOf);
    db.bulkInsert("INSERT INTO customers (id, import_id, source, full_name) VALUES (?, 1, 'shop', ?)", [
      ids,
      texts.map(({ name }) => name),
    ]);
    const phones = texts.map(({ phone }, at) =>
      at >= going && at % 50 === 0 ? textsOf(at - going + 1).phone : phone,
    );
    for (const [kind, values] of [
      ["email", texts.map(({ email }) => email)],
      ["phone", phones],
    ] as const)
      db.bulkInsert(
        `INSERT INTO identifiers (customer_id, kind, value, display, source, since, import_id) VALUES (?, '${kind}', ?, ?, 'shop', '', 1)`,
        [ids, values, values],
      );
    const orders = Int32Array.from({ length: ids.length * ORDERS_EACH }, (_, at) => at);
    db.bulkInsert(
      "INSERT INTO orders (customer_id, source, order_key, day, amount, currency, import_id) VALUES (?, 'shop', ?, ?, 1000, 'JPY', 1)",
      [
        orders.map((at) => Math.floor(at / ORDERS_EACH) + 1),
        Array.from(orders, (at) => `ORDER-${String(at).padStart(8, "0")}`),
        orders.map((at) => 19_000 + (at % 1500)),
      ],
    );
    // A trace nobody would think of: one of them, in base64, in the name of a product.
    db.run("INSERT INTO products (code, name) VALUES ('odd', ?)", [
      `x${Buffer.from(textsOf(77).email).toString("base64")}y`,
    ]);
  });
  if (!done.ok) throw new Error(done.error.code);
}

const firstIds = (going: number) => Array.from({ length: going }, (_, at) => at + 1);
const counts = ({ db }: Vault) =>
  ["customers", "identifiers", "orders", "tombstones", "erased_people", "certificates"].map((table) =>
    db.count(`SELECT count(*) FROM ${table}`),
  );

/** Asks to stop at the first word of a phase. */
function stopAt(world: ErasureWorld, phase: string): ReturnType<typeof newJobTicket> {
  const job = newJobTicket(`stop at ${phase}`);
  const emit = world.events.push.bind(world.events);
  world.events.push = (event) => {
    if (event.kind === "progress" && event.job === job.id && event.progress.phase === phase) cancelJob(job);
    return emit(event);
  };
  return job;
}

/** An hour: on a machine that is busy with other things it takes its time. */
const AT_MOST_MS = 3_600_000;

test("very many people, stopped in any phase: the file is as it was", { timeout: AT_MOST_MS }, async () => {
  const world = await erasureWorld(new Date("2026-06-01T09:00:00.000Z"));
  const vault = await world.open();
  await fill(vault, STOPPED);
  const customerIds = firstIds(STOPPED);
  const workspace = world.workspace(vault);
  const before = world.file.stored?.bytes.slice() ?? Buffer.alloc(1);
  const counted = counts(vault);
  for (const phase of ["counting", "erase", "patterns", "leaving-out"]) {
    const job = stopAt(world, phase);
    const stopped = await erasureMethods.eraseCustomers(workspace, { customerIds, reason: "閉店", job });
    expect([phase, stopped]).toEqual([phase, fault("cancelled")]);
    expect([phase, counts(vault)]).toEqual([phase, counted]);
    expect(Buffer.compare(world.file.stored?.bytes ?? Buffer.alloc(0), before)).toBe(0);
  }
  vault.close();
});

test("run to the end nobody is left, and it is proved", { timeout: AT_MOST_MS }, async () => {
  const world = await erasureWorld(new Date("2026-06-01T09:00:00.000Z"));
  const vault = await world.open();
  await fill(vault, MOST_ERASED);
  const workspace = world.workspace(vault);
  const told: { phase: string; done: number; total?: number }[] = [];
  /** Processor time at the first word of each phase. */
  const begun = new Map<string, number>();
  const processor = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  };
  const job = newJobTicket("to the end");
  const emit = world.events.push.bind(world.events);
  let most = 0;
  world.events.push = (event) => {
    if (event.kind === "progress" && event.job === job.id) {
      told.push(event.progress);
      if (!begun.has(event.progress.phase)) begun.set(event.progress.phase, processor());
      most = Math.max(most, process.memoryUsage.rss());
    }
    return emit(event);
  };
  const idle = process.memoryUsage.rss();
  const start = processor();
  const done = await erasureMethods.eraseCustomers(workspace, {
    customerIds: firstIds(MOST_ERASED),
    reason: "閉店",
    job,
  });
  const seconds = processor() - start;
  if (!done.ok) throw new Error(done.error.code);
  const { search, people, tombstones } = done.value;
  const megabytes = (most - idle) / 2 ** 20;
  console.info(
    `${String(MOST_ERASED)} people erased and proved in ${seconds.toFixed(1)} s of processor time: ${String(search?.patterns)} patterns, ${megabytes.toFixed(0)} MiB more than idle; ${[...begun].map(([phase, at]) => `${phase} from ${(at - start).toFixed(1)}`).join(", ")}`,
  );
  expect(people).toBe(MOST_ERASED);
  // The planted trace is found and named; everything else of them is gone.
  expect(search).toMatchObject({ hits: 1, foundIn: ["products.name"], rowsLeft: 0, freePages: 0 });
  expect(search?.shared).toBe(STAYING / 50);
  expect(tombstones).toBe(2 * MOST_ERASED - STAYING / 50);
  expect(counts(vault)).toEqual([STAYING, 2 * STAYING, ORDERS_EACH * STAYING, tombstones, MOST_ERASED, 1]);
  // What is said of how far it is never goes back within a phase, nor past its end.
  for (const [at, { phase, done: far, total }] of told.entries()) {
    const last = told[at - 1];
    if (last?.phase === phase) expect(far).toBeGreaterThanOrEqual(last.done);
    if (total !== undefined) expect(far).toBeLessThanOrEqual(total);
  }
  expect(new Set(told.map(({ phase }) => phase))).toEqual(
    expect.objectContaining(new Set(["counting", "erase", "patterns", "leaving-out", "rewriting"])),
  );
  expect(megabytes).toBeLessThan(MOST_MEGABYTES);
  expect(vault.db.rows("PRAGMA foreign_key_check")).toEqual([]);
  vault.close();
});
