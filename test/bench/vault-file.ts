import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { Outcome } from "../../workers/base/fault.ts";
import { newJobTicket } from "../../workers/base/job.ts";
import { createService } from "../../workers/service.ts";
import { deriveVaultKey } from "../../workers/vault/key.ts";
import { createVault, openVault } from "../../workers/vault/open-vault.ts";
import { newSalt } from "../../workers/vault/page-codec.ts";
import type { Vault } from "../../workers/vault/vault.ts";
import { openDiskFile } from "../../main/cli/core/disk-file.ts";
import { diskPorts } from "../../main/cli/ports.ts";
import { createReleaseWriter } from "../../main/vaultfile/release-writer.ts";
import { createVaultStore } from "../../main/vaultfile/vault-store.ts";
import { measureCodec } from "./codec-page.ts";

/** What one job in a process of its own measured; times in ms, memory in MiB. */
export type Measured = Readonly<Record<string, number>>;

const passphrase = (): Uint8Array<ArrayBuffer> => new TextEncoder().encode("correct horse battery staple");
/** What the cipher is measured on, in MiB. */
const MEGABYTES = 64;

/** Milliseconds that `work` took, beside what it answered. */
async function timed<T>(work: () => T | Promise<T>): Promise<readonly [number, T]> {
  const from = performance.now();
  const value = await work();
  return [performance.now() - from, value];
}

function expect<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.error.code);
  return outcome.value;
}

const residentMiB = (): number => process.memoryUsage().rss / 2 ** 20;

/** Encrypts and decrypts 64 MiB of pages as the vault does. */
export function codec(): Promise<Measured> {
  return measureCodec(MEGABYTES);
}

/** The same by OpenSSL on one core, at its best: AES-256-CBC over all of it, then HMAC-SHA-512 over all of it. */
export function openssl(): Measured {
  const image = Buffer.alloc(MEGABYTES * 2 ** 20, 7);
  const key = randomBytes(32);
  const iv = randomBytes(16);
  const ms = (work: () => unknown): number => {
    const from = performance.now();
    work();
    return performance.now() - from;
  };
  const macMs = ms(() => createHmac("sha512", key).update(image).digest());
  const encryptMs = macMs + ms(() => createCipheriv("aes-256-cbc", key, iv).update(image));
  const decryptMs = macMs + ms(() => createDecipheriv("aes-256-cbc", key, iv).update(image));
  return { encryptMs, decryptMs, bytes: image.byteLength };
}

async function onDisk<T>(
  path: string,
  how: "open" | "reserve",
  work: (ports: ReturnType<typeof diskPorts>) => Promise<T>,
): Promise<T> {
  const store = createVaultStore();
  expect(how === "open" ? await store.lend(path) : await store.reserve(path));
  const disk = { store, releases: createReleaseWriter(), path };
  try {
    return await work(diskPorts(disk, { now: () => new Date() }));
  } finally {
    await store.closeAll();
  }
}

/** Makes a vault of about so many megabytes: reports of 3 KB, as models leave them. */
export async function make(path: string, megabytes: string): Promise<Measured> {
  return onDisk(path, "reserve", async (ports) => {
    const vault = expect(await createVault(ports, passphrase(), { name: "bench", sample: false }));
    const rows = Math.round((Number(megabytes) * 1e6) / 4096);
    expect(
      await vault.change(["vault"], () => {
        vault.db.bulkInsert(
          "INSERT INTO runs (id, model, at, options, report) VALUES (?, 'x', '', '{}', ?)",
          [Int32Array.from({ length: rows }, (_, i) => i + 1), { constant: "r".repeat(3900) }],
        );
      }),
    );
    await vault.backups.settled();
    vault.close();
    return { bytes: statSync(path).size };
  });
}

const touch = (vault: Vault, where: string): void => {
  vault.db.run(`UPDATE runs SET at = at || 'x' WHERE ${where}`);
};

/** Unlocks a vault and asks for one row; then the memory in use, a commit of one row, and a save of every page. */
export async function use(path: string): Promise<Measured> {
  const [kdfMs] = await timed(async () => {
    (await deriveVaultKey(passphrase(), newSalt())).close();
  });
  const before = residentMiB();
  return onDisk(path, "open", async (ports) => {
    const [unlockMs, vault] = await timed(async () => expect(await openVault(ports, passphrase())));
    const [queryMs] = await timed(() => vault.db.first("SELECT report FROM runs WHERE id = 777"));
    const openedMiB = residentMiB() - before;
    // The day's first write makes a backup: not what is measured.
    expect(await vault.change(["vault"], () => touch(vault, "id = 5")));
    await vault.backups.settled();
    const commits: number[] = [];
    for (const id of [2500, 11, 1800])
      commits.push(
        (
          await timed(async () => expect(await vault.change([], () => touch(vault, `id = ${String(id)}`))))
        )[0],
      );
    let sqlMs = 0;
    const [changeMs] = await timed(async () =>
      expect(
        await vault.change([], async () => {
          [sqlMs] = await timed(() => touch(vault, "true"));
        }),
      ),
    );
    vault.close();
    const [commitMs = NaN] = commits.sort((a, b) => a - b).slice(1);
    return {
      kdfMs,
      firstQueryMs: unlockMs - kdfMs + queryMs,
      openedMiB,
      commitMs,
      fullSaveMs: changeMs - sqlMs,
    };
  });
}

/**
 * Imports the CSV again and again, each time stopped a bit later, from another thread: how long the answer took at most
 * after the flag was up, and how many were stopped before they were done.
 */
export async function cancel(csv: string, path: string, tries: string): Promise<Measured> {
  return onDisk(path, "reserve", async (ports) => {
    const service = createService(ports);
    const { api } = service;
    expect(await api.createVault({ passphrase: passphrase(), name: "bench" }));
    const { file, close } = expect(await openDiskFile(csv));
    const { plan } = expect(await api.previewFile({ file, name: "orders.csv" }));
    const [dryMs] = await timed(async () =>
      expect(await api.importFile({ file, name: "orders.csv", plan, dryRun: true })),
    );
    let worstMs = 0;
    let stopped = 0;
    for (let i = 1; i <= Number(tries); i++) {
      const job = newJobTicket(`bench ${String(i)}`);
      const at = new SharedArrayBuffer(8);
      const worker = new Worker(
        `const { workerData: { flag, at, after } } = require("node:worker_threads");
         setTimeout(() => { new Float64Array(at)[0] = Date.now(); Atomics.store(new Int32Array(flag), 0, 1); }, after);`,
        { eval: true, workerData: { flag: job.flag, at, after: (dryMs * 1.6 * i) / Number(tries) } },
      );
      const outcome = await api.importFile({ file, name: "orders.csv", plan, job });
      const answered = Date.now();
      await worker.terminate();
      if (outcome.ok) break;
      if (outcome.error.code !== "cancelled") throw new Error(outcome.error.code);
      stopped++;
      worstMs = Math.max(worstMs, answered - (new Float64Array(at)[0] ?? 0));
    }
    await close();
    service.close();
    return { worstMs, stopped };
  });
}
